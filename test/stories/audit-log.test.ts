/** Stories of what an owner's export of the audit log changes: it makes people new or active, and nobody inactive. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccountRow } from '../../local/api.ts'
import { hoursAfter } from '../../src/policy/calendar.ts'
import { NOW, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

interface Row extends Omit<AccountRow, 'lastActivity'> {
  readonly lastActivity: { readonly kind: string; readonly source: string; readonly precision: string } | null
}

const TWO_MONTHS_AGO = Date.parse('2026-09-22T10:00:00.000Z')
const LAST_WEEK = Date.parse('2026-11-15T10:00:00.000Z')

const entry = (action: string, actor: string, change: object = {}) => ({
  '@timestamp': LAST_WEEK,
  action,
  actor,
  actor_ip: '203.0.113.7',
  org: 'guild',
  business: 'a-secret-of-the-file',
  ...change,
})

const LOG = [
  entry('org.add_member', 'guild-warden', { user: 'newcomer', '@timestamp': TWO_MONTHS_AGO }),
  entry('repo.add_member', 'guild-warden', {
    user: 'helper',
    repo: 'guild/atlas',
    '@timestamp': TWO_MONTHS_AGO,
  }),
  entry('org.update_member', 'office', { user: 'raised', permission: 'admin', old_permission: 'read' }),
  entry('team.add_member', 'office', { user: 'named-only', team: 'guild/core' }),
  entry('repo.add_member', 'office', { user: 'named-only', repo: 'guild/atlas' }),
  entry('org.remove_member', 'office', { user: 'busy' }),
  entry('repo.create', 'by-an-app', { programmatic_access_type: 'GitHub App user-to-server token' }),
  entry('repo.create', 'a-former-member', { user: 'named-only' }),
]

let chatelaine: Chatelaine
let before: ReadonlyMap<string, Row>
let after: ReadonlyMap<string, Row>
let told: { status: number; body: unknown }

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  for (const login of ['newcomer', 'named-only', 'busy', 'by-an-app']) guild.member(login)
  for (const login of ['office', 'raised']) guild.owner(login)
  guild.collaborator('helper', 'atlas', 'write')
  guild.collaborator('named-only', 'atlas', 'write')
  guild.act('busy', 'push')
  chatelaine = await startChatelaine({ world: small.world() })
  const early = await chatelaine.api('/api/orgs/guild/audit-log', 'POST', LOG)
  expect(early.status).toBe(409)
  await chatelaine.audited('guild')
  before = await rows()
  told = await chatelaine.api('/api/orgs/guild/audit-log', 'POST', LOG)
  expect(verdicts(await rows())).toEqual(verdicts(before))
  await chatelaine.auditedAt(hoursAfter(NOW, 24))
  after = await rows()
}, 60_000)

afterAll(() => chatelaine.close())

async function rows(): Promise<ReadonlyMap<string, Row>> {
  const list = await chatelaine.list<Row>('/api/orgs/guild/accounts')
  return new Map(list.map((row) => [row.login, row]))
}

const verdicts = (of: ReadonlyMap<string, Row>) =>
  [...of].map(([login, { verdict }]) => `${login}: ${verdict}`)
const both = (login: string) => [before.get(login)?.verdict, after.get(login)?.verdict]

describe('the audit log that an owner hands in', () => {
  it('says how many people it was about; the next audit uses it', () => {
    expect(told.body).toMatchObject({
      entries: 8,
      cleared: 2,
      dated: 4,
      unknown: 1,
      leftOut: { by_a_program: 1 },
    })
  })

  it('makes a newcomer new who joined two months ago', () => {
    expect(both('newcomer')).toEqual(['inactive', 'new'])
    expect(after.get('newcomer')?.reason).toContain("since 22 September 2026 by the organisation's audit log")
  })

  it('makes an outside collaborator new whose only repository was given two months ago', () => {
    expect(both('helper')).toEqual(['inactive', 'new'])
  })

  it('makes a member new who was made an owner last week', () => {
    expect(both('raised')).toEqual(['inactive', 'new'])
  })

  it('makes an owner active who only administers, and says where it was seen', () => {
    expect(both('office')).toEqual(['inactive', 'active'])
    expect(after.get('office')).toMatchObject({
      reason: "Last seen with an administrative act, by the organisation's audit log, on 15 November 2026.",
      lastActivity: { kind: 'administration', source: 'audit_log', precision: 'at_least' },
    })
  })

  it('changes nothing for who is named only as the one to whom something was done', () => {
    expect(both('named-only')).toEqual(['inactive', 'inactive'])
  })

  it('changes nothing for somebody in whose name an App acted', () => {
    expect(both('by-an-app')).toEqual(['inactive', 'inactive'])
  })

  it('makes an active person nothing else, though it says that they were removed', () => {
    expect([before.get('busy'), after.get('busy')?.verdict]).toEqual([after.get('busy'), 'active'])
  })

  it('says so in the dossier: the source of the act, and the grant that is new', async () => {
    const office = await chatelaine.api<string>('/orgs/guild/accounts/office')
    expect(office.body).toContain('audit log')
    const { body } = await chatelaine.api<{ grants: { kind: string; verdict: string }[] }>(
      '/api/orgs/guild/accounts/named-only',
    )
    expect(body.grants.find(({ kind }) => kind === 'repository_role')?.verdict).toBe('new')
  })

  it('leaves nothing else of itself in the database', async () => {
    const database = await chatelaine.worker.database()
    const { results } = await database
      .prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'",
      )
      .all<{ name: string }>()
    const tables = await Promise.all(
      results.map(async ({ name }) => (await database.prepare(`SELECT * FROM "${name}"`).all()).results),
    )
    const everything = JSON.stringify(tables)
    for (const other of ['203.0.113.7', 'a-secret-of-the-file', 'a-former-member', 'org.update_member'])
      expect(everything, other).not.toContain(other)
  })
})
