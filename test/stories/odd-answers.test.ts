/** Stories of one odd thing that GitHub shows, lists without showing, or writes otherwise than documented: it costs only itself. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AccountRow, type AuditView, unreadIn } from '../../local/api.ts'
import { LONG_AGO, type OrganizationBuilder, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

/** How the acts of issues and pull requests are read: by timelines, by lists where timelines are refused, or half and half. */
const WAYS = ['timelines', 'lists', 'half of each'] as const
const verdictsByWay = new Map<(typeof WAYS)[number], Readonly<Record<string, string>>>()

describe.each(WAYS)('in an organisation with every odd thing at once, read by %s', (way) => {
  let chatelaine: Chatelaine
  let audit: AuditView
  let accounts: readonly AccountRow[]
  const verdictOf = (login: string) => accounts.find((account) => account.login === login)?.verdict
  const coverageOf = (source: string) => audit.coverage.find((each) => each.source === source)

  beforeAll(async () => {
    chatelaine = await startChatelaine({ world: oddWorld(), vars: { REQUESTS_PER_STEP: '4' } })
    const { faults } = chatelaine.github
    if (way === 'lists') faults.failMatching({ operation: 'Timelines' }, 'RESOURCE_LIMITS_EXCEEDED', 1000)
    if (way === 'half of each') {
      faults.rewrite({ operation: 'Timelines' }, (body) => {
        for (const alias of Object.keys(body.data ?? {}).filter((key) => /^r\d*[13579]$/.test(key))) {
          body.data[alias] = null
          body.errors = [
            ...(body.errors ?? []),
            { type: 'FORBIDDEN', message: 'No timelines', path: [alias] },
          ]
        }
      })
    }
    const installation = chatelaine.world.organization('bazaar')?.installations.at(-1)
    Object.assign(installation?.permissions ?? {}, { profile: 'write', workflows: 'write' })
    faults.rewrite({ operation: 'Teams' }, (body) => {
      for (const team of body.data?.organization?.teams?.nodes ?? []) team.members.edges.push(null)
    })
    faults.rewrite({ operation: 'Members' }, (body) => {
      for (const edge of body.data?.organization?.membersWithRole?.edges ?? []) {
        if (edge.node.login === 'overlord') edge.role = 'OVERLORD'
      }
    })
    audit = await chatelaine.audited('bazaar')
    accounts = await chatelaine.accounts('bazaar')
    verdictsByWay.set(way, Object.fromEntries(accounts.map(({ login, verdict }) => [login, verdict])))
  }, 60_000)

  afterAll(() => chatelaine.close())

  it('the audit reads everything that there is to read', () => {
    expect(audit.status).toBe('complete')
  })

  it('whoever acts is active, whoever does not is inactive', () => {
    expect(verdictOf('active')).toBe('active')
    expect(verdictOf('commenter')).toBe('active')
    expect(verdictOf('pull-commenter')).toBe('active')
    expect(verdictOf('silent')).toBe('inactive')
    expect(verdictOf('team-mate')).toBe('inactive')
  })

  it.each(['holder-of-the-blocked', 'team-of-the-legal'])(
    '%s, who holds something in a repository that is not shown, is unknown and hears why',
    (login) => {
      expect(accounts.find((account) => account.login === login)).toMatchObject({
        verdict: 'unknown',
        reason: expect.stringMatching(/GitHub lists it and shows nothing of it/),
      })
    },
  )

  it('nobody else is unknown', () => {
    const unknown = accounts.filter(({ verdict }) => verdict === 'unknown').map(({ login }) => login)
    expect(unknown.sort()).toEqual(['guest-of-the-fork', 'holder-of-the-blocked', 'team-of-the-legal'])
  })

  it('each repository that is listed and not shown stands once in the coverage', () => {
    const unread = coverageOf('hidden_repositories')?.unread ?? []
    expect(unread.map(({ where }) => where).sort()).toEqual(['blocked', 'legal', 'the whole organisation'])
    expect(unread.find(({ where }) => where === 'the whole organisation')?.reason).toMatch(
      /GitHub lists 1 repository and shows nothing of it/,
    )
  })

  it('nothing that is switched off counts as unread', () => {
    const unread = unreadIn(audit).map(({ source }) => source)
    expect(
      unread.filter((source) => !['hidden_repositories', 'odd_rows', 'two_factor'].includes(source)),
    ).toEqual([])
  })

  it('each row that is not as documented is named', () => {
    const { reason = '' } = coverageOf('odd_rows') ?? {}
    expect(reason).toMatch(/Teams: a row \(is null\)/)
    expect(reason).toMatch(/overlord \(role is "OVERLORD", which is not known here\)/)
    expect(reason).toMatch(/dateless \(created_at is null\)/)
  })

  it('an unknown role passes for no other: overlord is not shown as a member', () => {
    expect(accounts.map(({ login }) => login)).not.toContain('overlord')
  })

  it('what is not shown is asked for once, not by every source', () => {
    for (const name of ['blocked', 'legal']) {
      const asked = chatelaine.github.requests.log.filter(({ path }) =>
        path.startsWith(`/repos/bazaar/${name}`),
      )
      expect(asked.length).toBeLessThanOrEqual(3)
    }
  })
})

it('whichever way they are read, everybody has the same verdict', () => {
  expect([...verdictsByWay.keys()]).toEqual([...WAYS])
  const [first, ...others] = [...verdictsByWay.values()]
  for (const verdicts of others) expect(verdicts).toEqual(first)
})

function oddWorld() {
  const small = smallWorld()
  const bazaar = small.organization('bazaar')
  populate(bazaar)
  return small.world()
}

function populate(bazaar: OrganizationBuilder): void {
  const atTimes = { created_at: '2016-01-01T00:00:00Z', pushed_at: '2026-11-01T00:00:00Z' }
  bazaar.repository('atlas-ghsa-abcd-efgh-ijkl', { ...atTimes, private: true, shown: 'advisory_fork' })
  bazaar.repository('blocked', { ...atTimes, shown: 'blocked' })
  bazaar.repository('legal', { ...atTimes, shown: 'legal' })
  bazaar.repository('no-pulls', { has_pull_requests: false })
  bazaar.repository('no-discussions', { has_discussions: false })
  bazaar.repository('no-issues', { has_issues: false })
  bazaar.repository('empty')
  bazaar.repository('keyed', {
    deploy_keys: [
      {
        id: 77,
        title: 'dateless',
        key: 'ssh-ed25519 AAAA',
        read_only: true,
        added_by: null,
        created_at: null,
        last_used: null,
      },
    ],
  })
  for (const login of [
    'active',
    'commenter',
    'pull-commenter',
    'silent',
    'team-mate',
    'overlord',
    'team-of-the-legal',
  ])
    bazaar.member(login)
  bazaar.collaborator('holder-of-the-blocked', 'blocked', 'write')
  bazaar.collaborator('guest-of-the-fork', 'atlas-ghsa-abcd-efgh-ijkl', 'write')
  bazaar.act('active', 'push')
  bazaar.act('overlord', 'push')
  bazaar.act('commenter', 'issue_comment', { repo: 'no-pulls', n: 4 })
  bazaar.act('active', 'issue', { repo: 'no-pulls', n: 4 })
  bazaar.act('active', 'pull_request', { repo: 'no-discussions', n: 9 })
  bazaar.act('pull-commenter', 'issue_comment', { repo: 'no-discussions', n: 9 })
  bazaar.act('silent', 'push', { at: LONG_AGO })
  bazaar.has(
    'teams',
    { slug: 'makers', name: 'Makers', id: 31, members: [{ login: 'team-mate', role: 'member' }] },
    {
      slug: 'lawyers',
      name: 'Lawyers',
      id: 32,
      members: [{ login: 'team-of-the-legal', role: 'member' }],
      repositories: [{ name: 'legal', permission: 'push' }],
    },
  )
}

describe('an act of somebody known, with a date that nobody can read', () => {
  let chatelaine: Chatelaine
  let accounts: readonly AccountRow[]

  beforeAll(async () => {
    const small = smallWorld()
    const fair = small.organization('fair')
    for (const login of ['undated', 'silent']) fair.member(login)
    fair.act('undated', 'push')
    fair.act('silent', 'push', { at: LONG_AGO })
    chatelaine = await startChatelaine({ world: small.world() })
    const id = chatelaine.world.account('undated')?.id
    chatelaine.github.faults.rewrite({ path: /\/activity$/ }, (body) => {
      for (const row of body) if (row.actor?.id === id) row.timestamp = 'yesterday'
    })
    await chatelaine.audited('fair')
    accounts = await chatelaine.accounts('fair')
  }, 60_000)

  afterAll(() => chatelaine.close())

  it('leaves them in doubt, because they were seen', () => {
    expect(accounts.find(({ login }) => login === 'undated')).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringMatching(/the date of an act could not be read/),
    })
  })

  it('leaves them in doubt the next day, too, when nothing is read again, and the audit is complete', async () => {
    const next = await chatelaine.audited('fair')
    const later = await chatelaine.accounts('fair')
    expect(next.status).toBe('complete')
    expect(next.coverage.map(({ source }) => source)).toContain('odd_acts')
    expect(later.find(({ login }) => login === 'undated')?.verdict).toBe('unknown')
  })

  it('leaves nobody else in doubt', () => {
    expect(accounts.find(({ login }) => login === 'silent')?.verdict).toBe('inactive')
  })
})
