/** Stale access as of now and at frozen moments: its sums, and what each holder left unused. */

import { and, eq, lte, type SQL, sql } from 'drizzle-orm'
import { STALE_ACCESS_VERSION, type Target } from '../../policy/stale-access/pairs.ts'
import type { FrozenName } from '../../policy/stale-access/sums.ts'
import type { Id } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { staleAccess, staleTargets } from '../schema.ts'

/** The numbers of one moment. */
export type StaleAccess = Omit<typeof staleAccess.$inferSelect, 'orgId'>

/** What an organisation's curve holds, oldest first. */
export interface StaleAccessCurve {
  readonly baseline: StaleAccess | null
  /** One for each quarter that ended since. */
  readonly quarters: readonly StaleAccess[]
  readonly now: StaleAccess | null
  /** What was frozen by earlier ways of judging: curves of their own, which nothing joins to this one. */
  readonly earlier: readonly EarlierCurve[]
}

/** What one earlier way of judging has frozen, oldest first, its baseline among it. */
export interface EarlierCurve {
  readonly version: number
  readonly moments: readonly StaleAccess[]
}

/** Everything that was counted, in one statement. */
export async function findStaleAccess(register: Register, orgId: Id): Promise<StaleAccessCurve> {
  const rows = await register
    .select()
    .from(staleAccess)
    .where(and(eq(staleAccess.orgId, orgId), lte(staleAccess.version, STALE_ACCESS_VERSION)))
    .orderBy(staleAccess.version, staleAccess.at)
  const all = rows.map(({ orgId: _, ...row }) => row)
  const moments = all.filter(({ version }) => version === STALE_ACCESS_VERSION)
  const frozenBefore = all.filter(({ version, name }) => version < STALE_ACCESS_VERSION && name !== 'now')
  return {
    baseline: moments.find(({ name }) => name === 'baseline') ?? null,
    quarters: moments.filter(({ name }) => name !== 'baseline' && name !== 'now'),
    now: moments.find(({ name }) => name === 'now') ?? null,
    earlier: [...Map.groupBy(frozenBefore, ({ version }) => version)].map(([version, of]) => ({
      version,
      moments: of,
    })),
  }
}

/** What each holder left unused at this moment. */
export async function findStaleTargets(
  register: Register,
  orgId: Id,
  name: string,
): Promise<ReadonlyMap<string, readonly Target[]>> {
  const rows = await register
    .select({ holder: staleTargets.holder, targets: staleTargets.targets })
    .from(staleTargets)
    .where(
      and(
        eq(staleTargets.orgId, orgId),
        eq(staleTargets.version, STALE_ACCESS_VERSION),
        eq(staleTargets.name, name),
      ),
    )
  return new Map(rows.map(({ holder, targets }) => [holder, targets]))
}

/** Writes what holds now. A holder whose targets are the same is not written. */
export function staleNowStatements(
  register: Register,
  orgId: Id,
  now: Omit<StaleAccess, 'version' | 'name' | 'stalePeople'>,
  targets: ReadonlyMap<string, readonly Target[]>,
): Statement[] {
  const { at, auditId, stale, unknown, total, people, unobservable } = now
  const change = now.change === null ? null : JSON.stringify(now.change)
  const holders = [...targets].map(([holder, of]) => ({ holder, targets: of }))
  return [
    register.run(sql`
      insert into stale_access (org_id, version, name, at, audit_id, stale, unknown, total, people, unobservable, change)
      values (${orgId}, ${STALE_ACCESS_VERSION}, 'now', ${at}, ${auditId}, ${stale}, ${unknown}, ${total}, ${people}, ${unobservable}, ${change})
      on conflict (org_id, version, name) do update set at = excluded.at, audit_id = excluded.audit_id, stale = excluded.stale,
        unknown = excluded.unknown, total = excluded.total, people = excluded.people, unobservable = excluded.unobservable,
        change = excluded.change`),
    ...inParts(holders).map((part) =>
      register.run(sql`
        insert into stale_targets (org_id, version, name, holder, targets)
        select ${orgId}, ${STALE_ACCESS_VERSION}, 'now', value->>'holder', value->'targets' from ${rowsOf(part)} where true
        on conflict (org_id, version, name, holder) do update set targets = excluded.targets
        where targets is not excluded.targets`),
    ),
    register.run(sql`
      delete from stale_targets where org_id = ${orgId} and version = ${STALE_ACCESS_VERSION} and name = 'now'
        and holder not in (select value from ${rowsOf([...targets.keys()])})`),
  ]
}

/**
 * Keeps the numbers of now under a name, with how many people hold what is stale; does nothing where they are not this audit's,
 * or the name has its numbers. `bots`: whom owners have named as one; a credential is nobody, either.
 */
export function freezeStatement(
  register: Register,
  orgId: Id,
  auditId: string,
  name: FrozenName,
  bots: readonly { readonly id?: Id | undefined; readonly login: string }[],
): Statement {
  return register.run(sql`
    insert into stale_access (org_id, version, name, at, audit_id, stale, unknown, total, people, unobservable, change, stale_people)
    select org_id, version, ${name}, at, audit_id, stale, unknown, total, people, unobservable, change, (
      select count(*) from stale_targets as unused
      join accounts on unused.holder like 'account:%' and accounts.id = cast(substr(unused.holder, 9) as integer)
      where unused.org_id = ${orgId} and unused.version = ${STALE_ACCESS_VERSION} and unused.name = 'now'
        and accounts.type = 'User' and not exists (select 1 from ${rowsOf(bots)} where value->>'id' = accounts.id
          or (value->>'id' is null and lower(value->>'login') = lower(accounts.login)))
    ) from stale_access
    where org_id = ${orgId} and version = ${STALE_ACCESS_VERSION} and name = 'now' and audit_id = ${auditId}
    on conflict (org_id, version, name) do nothing`)
}

/** Keeps with them what each holder left unused, and deletes that of the frozen moments before; only where `recorded` holds. */
export function freezeTargetsStatements(
  register: Register,
  orgId: Id,
  name: FrozenName,
  recorded: SQL,
): Statement[] {
  return [
    register.run(sql`
      delete from stale_targets where org_id = ${orgId} and name not in ('now', ${name}) and ${recorded}`),
    register.run(sql`
      insert into stale_targets (org_id, version, name, holder, targets)
      select org_id, version, ${name}, holder, targets from stale_targets
      where org_id = ${orgId} and version = ${STALE_ACCESS_VERSION} and name = 'now' and ${recorded}
      on conflict (org_id, version, name, holder) do nothing`),
  ]
}

/** So many targets fit into one bound parameter. */
const TARGETS_PER_STATEMENT = 20_000

function inParts<Row extends { readonly targets: readonly Target[] }>(rows: readonly Row[]): Row[][] {
  const parts: Row[][] = []
  let size = TARGETS_PER_STATEMENT
  for (const row of rows) {
    if (size + row.targets.length > TARGETS_PER_STATEMENT) {
      parts.push([])
      size = 0
    }
    parts.at(-1)?.push(row)
    size += row.targets.length
  }
  return parts
}
