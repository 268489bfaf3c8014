/** Stories of names and dates that nobody expects: empty, of 300 characters, with what no text should hold; of 1970 and of the future. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AccountRow, type AuditView, unreadIn } from '../../local/api.ts'
import { LONG_AGO, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

const NAMES = {
  empty: '',
  blank: ' \n\t ',
  long: '𝔘ñí¢ødé'.repeat(40),
  wide: 'w'.repeat(300),
  backwards: '\u202eadA\u202c עברית',
  tag: '<img src=x onerror="alert(1)">"\'&amp;',
  null: 'a\u0000b',
  half: 'a\ud800b',
  formula: '=cmd()\r\nX: y',
} as const

const DATES = [
  '1970-01-01T00:00:00Z',
  '2099-01-01T00:00:00Z',
  '2016-01-01T02:00:00+02:00',
  '2016-01-01T00:00:00.123456Z',
]

const PAGES = [
  ...[
    '',
    '/accounts',
    '/repositories',
    '/repositories/atlas',
    '/credentials',
    '/history',
    '/settings',
    '/reviews',
  ],
  ...Object.keys(NAMES).map((login) => `/accounts/${login}`),
]

describe('an organisation in which every name and date is odd', () => {
  let chatelaine: Chatelaine
  let audit: AuditView

  beforeAll(async () => {
    const small = smallWorld()
    const guild = small.organization('guild')
    for (const login of [...Object.keys(NAMES), 'busy', 'late', 'early']) guild.member(login)
    guild.act('busy', 'push')
    for (const login of Object.keys(NAMES)) guild.act(login, 'push', { at: LONG_AGO })
    guild.repository('keyed', {
      deploy_keys: Object.values(NAMES).map((title, i) => ({
        ...{
          id: 70 + i,
          title,
          key: 'ssh-ed25519 AAAA',
          read_only: false,
          added_by: 'wide',
          last_used: null,
        },
        created_at: '2019-01-01T00:00:00Z',
      })),
    })
    guild.has(
      'teams',
      ...Object.values(NAMES).map((name, i) => ({
        slug: `team-${i}`,
        name,
        id: 31 + i,
        members: [{ login: 'wide', role: 'member' }],
      })),
    )
    chatelaine = await startChatelaine({ world: small.world() })
    const { faults } = chatelaine.github
    faults.rewrite({ operation: 'Members' }, (body) => {
      for (const [i, { node }] of (body.data?.organization?.membersWithRole?.edges ?? []).entries()) {
        node.name = Object.entries(NAMES).find(([login]) => login === node.login)?.[1] ?? null
        node.createdAt = DATES[i % DATES.length]
      }
    })
    faults.rewrite({ operation: /^(Repositories|ChangeCheck)$/ }, (body) => {
      for (const node of body.data?.organization?.repositories?.nodes ?? body.data?.nodes ?? []) {
        if (node.name !== 'keyed') continue
        node.createdAt = '2099-01-01T00:00:00Z'
        node.pushedAt = '2099-01-01T00:00:00Z'
      }
    })
    faults.rewrite({ path: /\/repos\/guild\/keyed\/activity$/ }, (body) => {
      const push = { before: '0', after: 'a', activity_type: 'push', ref: 'refs/heads/main' }
      const by = (login: string) => ({ id: chatelaine.world.account(login)?.id, login })
      body.unshift({ ...push, actor: by('late'), timestamp: '2099-01-01T00:00:00Z' })
      body.push({ ...push, actor: by('early'), timestamp: '1970-01-01T00:00:00Z' })
    })
    faults.rewrite({ path: /\/orgs\/guild\/installations$/ }, (body) => {
      for (const [i, app_slug] of Object.values(NAMES).entries())
        body.installations?.push({
          ...{
            id: 900 + i,
            app_id: 98,
            app_slug,
            repository_selection: 'all',
            permissions: { contents: 'write' },
          },
          ...{ created_at: DATES[i % DATES.length], updated_at: DATES[0], suspended_at: null },
        })
    })
    faults.rewrite({ path: /\/repos\/guild\/keyed\/keys$/ }, (body) => {
      for (const [i, key] of body.entries()) key.created_at = DATES[i % DATES.length]
    })
    audit = await chatelaine.audited('guild')
  }, 60_000)

  afterAll(() => chatelaine.close())

  it('the audit reads everything', () => {
    expect(unreadIn(audit).map(({ source }) => source)).toEqual(['odd_acts'])
    expect(audit.status).toBe('complete')
  })

  it('a date of 1970 or of the future makes nobody active and nobody inactive: they acted, and nobody knows when', async () => {
    const rows = await chatelaine.accounts('guild')
    const verdicts = rows.map(({ login, verdict }: AccountRow) => [login, verdict])
    expect(Object.fromEntries(verdicts)).toMatchObject({
      ...{ busy: 'active', wide: 'inactive', empty: 'inactive' },
      ...{ late: 'unknown', early: 'unknown' },
    })
    expect(rows.find(({ login }) => login === 'early')?.reason).toMatch(/the date of an act/)
  })

  it('every page shows them, and none of it is markup', async () => {
    const cookie = await chatelaine.sessionOf('guild-warden')
    const opened = await chatelaine.api<{ id: string }>('/api/orgs/guild/reviews', 'POST', {})
    const review = `/orgs/guild/reviews/${opened.body.id}`
    const paths = [
      ...PAGES.map((page) => `/orgs/guild${page}`),
      review,
      `${review}/report`,
      ...['accounts', 'credentials', 'repositories'].map((list) => `/orgs/guild/${list}?format=csv`),
      '/me',
    ]
    const api = [
      'accounts?limit=500',
      'accounts/wide',
      'credentials?limit=500',
      'repositories?limit=500',
      'audits',
      'queue',
      'history',
    ]
    const seen: string[] = []
    for (const path of [...paths, ...api.map((list) => `/api/orgs/guild/${list}`)]) {
      const answer = await chatelaine.worker.fetch(path, { headers: { cookie } })
      const text = await answer.text()
      if (answer.status !== 200) seen.push(`${answer.status} ${path}`)
      if (!/^\/api|=csv$/.test(path) && text.includes('<img src=x')) seen.push(`markup in ${path}`)
    }
    expect(seen).toEqual([])
  })
})
