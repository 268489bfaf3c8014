/** How many people hold what is stale, of moments that an earlier version froze: counted where it can be, else not known. */

import type { D1Database } from '@cloudflare/workers-types'
import { beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '../../local/migrate.ts'
import { publishedQuarters } from '../../src/policy/stale-access/published.ts'
import { findStaleAccess } from '../../src/register/audits/stale-access.ts'
import { openRegister } from '../../src/register/open.ts'
import { findOrganization } from '../../src/register/organizations.ts'
import { findToPublish } from '../../src/register/rules/publishing.ts'
import { emptyDatabase } from '../fixtures/register/register.ts'

/** The newest migration of the version before. */
const BEFORE = '0018_acts_are_kept_by_month.sql'
const [LAB, PRESS] = [6001, 6002]

let database: D1Database

beforeEach(async () => {
  database = emptyDatabase()
  await migrate(database, BEFORE)
  for (const id of [LAB, PRESS])
    await send(
      'insert into organizations (id, login, node_id, first_seen) values (?1, ?2, ?2, ?3)',
      ...[id, `org-${id}`, '2026-01-01T06:00:00.000Z'],
    )
  for (let id = 1; id <= 7; id += 1)
    await send(
      'insert into accounts (id, login, type) values (?1, ?2, ?3)',
      ...[id, `account-${id}`, id === 7 ? 'Bot' : 'User'],
    )
})

async function send(text: string, ...values: (string | number | null)[]): Promise<void> {
  await database
    .prepare(text)
    .bind(...values)
    .run()
}

/** As the version before counted and froze a moment, by its own statements. */
async function frozenBefore(org: number, name: string, auditId: string): Promise<void> {
  const columns = 'at, audit_id, stale, unknown, total, people, unobservable, change'
  await send(
    `insert into stale_access (org_id, version, name, ${columns})
     values (?1, 1, 'now', ?2, ?3, 30, 0, 90, 40, 0, null)
     on conflict (org_id, version, name) do update set at = excluded.at, audit_id = excluded.audit_id, stale = excluded.stale,
       unknown = excluded.unknown, total = excluded.total, people = excluded.people, unobservable = excluded.unobservable,
       change = excluded.change`,
    ...[org, '2026-04-02T06:00:00.000Z', auditId],
  )
  const holders = ['credential:deploy_key:1', ...[1, 2, 3, 4, 5, 6, 7].map((id) => `account:${id}`)]
  for (const holder of holders)
    await send(
      `insert into stale_targets (org_id, version, name, holder, targets) values (?1, 1, 'now', ?2, '[1,2,3,4,5]')
       on conflict (org_id, version, name, holder) do update set targets = excluded.targets`,
      ...[org, holder],
    )
  await send(
    `insert into stale_access (org_id, version, name, ${columns})
     select org_id, version, ?2, ${columns} from stale_access where org_id = ?1 and version = 1 and name = 'now' and audit_id = ?3
     on conflict (org_id, version, name) do nothing`,
    ...[org, name, auditId],
  )
  await send(`delete from stale_targets where org_id = ?1 and name not in ('now', ?2)`, org, name)
  await send(
    `insert into stale_targets (org_id, version, name, holder, targets)
     select org_id, version, ?2, holder, targets from stale_targets where org_id = ?1 and version = 1 and name = 'now'
     on conflict (org_id, version, name, holder) do nothing`,
    ...[org, name],
  )
}

async function held(org: number): Promise<Record<string, number | null>> {
  const { baseline, quarters, now } = await findStaleAccess(openRegister(database), org)
  const moments = [baseline, ...quarters, now].flatMap((moment) => moment ?? [])
  return Object.fromEntries(moments.map(({ name, stalePeople }) => [name, stalePeople]))
}

describe('after the migration', () => {
  it('people are counted of a moment of which it is still kept who left what unused: no bot, no credential', async () => {
    await frozenBefore(LAB, 'baseline', 'audit-1')
    await migrate(database)
    expect(await held(LAB)).toEqual({ baseline: 6, now: null })
  })

  it('it is not known of an older one, so that nothing exact is shown, and every number is kept', async () => {
    await frozenBefore(LAB, 'baseline', 'audit-1')
    await frozenBefore(LAB, '2026-Q2', 'audit-2')
    await migrate(database)
    expect(await held(LAB)).toEqual({ baseline: null, '2026-Q2': 6, now: null })
    const register = openRegister(database)
    const lab = await findOrganization(register, `org-${LAB}`)
    const found = lab && (await findToPublish(register, lab))
    expect(publishedQuarters(found?.moments ?? [])).toMatchObject([
      { quarter: '2026-Q2', state: 'on_the_way', percent: null, unusedInTen: null },
    ])
    const { baseline } = await findStaleAccess(openRegister(database), LAB)
    expect(baseline).toMatchObject({ stale: 30, total: 90, people: 40 })
  })

  it('it is not known where owners have named a bot, for a machine account may look like a person', async () => {
    await frozenBefore(LAB, 'baseline', 'audit-1')
    await frozenBefore(PRESS, 'baseline', 'audit-2')
    const rules = JSON.stringify({ sponsors: [{ login: 'account-1', id: 1, sponsor: 'account-2' }] })
    await send('update organizations set rules = ?1 where id = ?2', rules, PRESS)
    await migrate(database)
    expect([await held(LAB), await held(PRESS)]).toMatchObject([{ baseline: 6 }, { baseline: null }])
  })
})

it('the version before counts and freezes on the new schema, and what it freezes is not known', async () => {
  await migrate(database)
  await frozenBefore(LAB, 'baseline', 'audit-1')
  expect(await held(LAB)).toEqual({ baseline: null, now: null })
})
