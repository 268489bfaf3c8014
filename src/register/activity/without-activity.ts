/** Finds accounts with access, and those of them without a known act inside the window. */

import { sql } from 'drizzle-orm'
import type { Id, Instant } from '../../policy/words.ts'
import { type Register, rowsOf } from '../open.ts'
import { isLeaveNow } from '../people/leaves.ts'

/** Grants that make an account one to judge; an invitation alone does not. */
export const JUDGED_GRANT_KINDS = [
  'organization_role',
  'outside_collaborator',
  'repository_role',
  'team_membership',
] as const

/** An account with access and without a known act inside the window. */
export interface AccountWithoutActivity {
  readonly id: Id
  readonly login: string
  readonly nodeId: string | null
}

/** Accounts without activity for which this source was not read from `since` to `readTo`, by id after `after`. */
export async function findWithoutActivityUnread(
  register: Register,
  orgId: Id,
  cutoff: Instant,
  read: { readonly source: string; readonly since: Instant; readonly readTo: Instant },
  after: Id,
  limit: number,
): Promise<AccountWithoutActivity[]> {
  return register.rows<AccountWithoutActivity>(sql`
    select accounts.id as id, accounts.login as login, accounts.node_id as nodeId from accounts
    where accounts.id > ${after} and ${isWithoutActivity(orgId, cutoff)}
      and not exists (select 1 from watermarks where watermarks.org_id = ${orgId} and watermarks.source = ${read.source}
        and watermarks.scope_id = accounts.id and watermarks.since <= ${read.since} and watermarks.read_to >= ${read.readTo})
    order by accounts.id limit ${limit}`)
}

/** Whether any account with access has no known act since `cutoff`. */
export async function isAnybodyWithoutActivity(
  register: Register,
  orgId: Id,
  cutoff: Instant,
): Promise<boolean> {
  const rows = await register.rows(
    sql`select 1 from accounts where ${isWithoutActivity(orgId, cutoff)} limit 1`,
  )
  return rows.length > 0
}

/**
 * Whether somebody got access since the last complete or partial audit, for the first time or again, and will not be judged
 * `new`. Their earlier acts need a backfill: acts of accounts without access are not stored, and the stored ones of who
 * came back may be older than what was missed. Before the first complete audit this holds for everybody discovered.
 */
export async function isSomebodyDiscoveredLate(
  register: Register,
  org: { readonly id: Id; readonly firstCompleteAt: Instant | null },
  asOf: Instant,
): Promise<boolean> {
  const lastAudit = sql`coalesce((select max(as_of) from audits where org_id = ${org.id} and status in ('complete', 'partial') and as_of < ${asOf}), '')`
  const earlierGrant = sql`select 1 from grants as earlier where earlier.org_id = ${org.id} and earlier.account_id = discovered.account_id and earlier.first_seen <= ${lastAudit}`
  const isNotNew = org.firstCompleteAt === null ? sql`true` : sql`exists (${earlierGrant})`
  const rows = await register.rows(sql`
    select 1 from grants as discovered
    where discovered.org_id = ${org.id} and discovered.closed_at is null and discovered.first_seen > ${lastAudit}
      and discovered.account_id is not null
      and discovered.kind in (select value from ${rowsOf(JUDGED_GRANT_KINDS)}) and ${isNotNew}
      and not exists (${earlierGrant} and (earlier.closed_at is null or earlier.closed_at > ${lastAudit}))
    limit 1`)
  return rows.length > 0
}

/** An account to judge, with every span of its grants in the organisation. */
export interface Holder extends AccountWithoutActivity {
  readonly type: 'User' | 'Bot'
  readonly createdAt: Instant | null
  /** JSON: `[{kind, target, role, firstSeen, closedAt}]` of its open and closed grants, without invitations, which give nothing yet. */
  readonly spans: string
  /** When they became a member; null where no webhook told it. */
  readonly joinedAt: Instant | null
  /** Until when they are away; null while they are not. */
  readonly awayUntil: Instant | null
  /** JSON: `[{kind, target, at}]`, what an audit log dates that an owner handed in. */
  readonly logged: string
}

/** Accounts with access, by id after `after`; who of them is away as of `now`. */
export async function findHolders(
  register: Register,
  orgId: Id,
  after: Id,
  limit: number,
  now: Instant,
): Promise<Holder[]> {
  return register.rows<Holder>(sql`
    select accounts.id as id, accounts.login as login, accounts.node_id as nodeId, accounts.type as type, accounts.created_at as createdAt,
      (select json_group_array(json_object('kind', kind, 'target', coalesce(team_id, repository_id, 0), 'role', role, 'firstSeen', first_seen, 'closedAt', closed_at))
        from grants where grants.org_id = ${orgId} and grants.account_id = accounts.id
          and grants.kind in (select value from ${rowsOf(JUDGED_GRANT_KINDS)})) as spans,
      (select max(until) from leaves where leaves.account_id = accounts.id and ${isLeaveNow(sql`${orgId}`, now)}) as awayUntil,
      (select at from joins where joins.org_id = ${orgId} and joins.account_id = accounts.id) as joinedAt,
      (select json_group_array(json_object('kind', kind, 'target', target_id, 'at', at)) from logged_dates
        where logged_dates.org_id = ${orgId} and logged_dates.account_id = accounts.id) as logged
    from accounts where accounts.id > ${after} and ${hasAccess(orgId)}
    order by accounts.id limit ${limit}`)
}

/** Condition on one row of `accounts`: it has access, and no act since `cutoff` is known. */
function isWithoutActivity(orgId: Id, cutoff: Instant) {
  return sql`${hasAccess(orgId)}
    and not exists (select 1 from activity where activity.org_id = ${orgId} and activity.account_id = accounts.id and activity.at >= ${cutoff})`
}

/** Condition on one row of `accounts`: it has access. Correlated, so that a query for a few accounts reads a few rows. */
function hasAccess(orgId: Id) {
  return sql`exists (select 1 from grants where grants.account_id = accounts.id and grants.org_id = ${orgId}
    and grants.closed_at is null and grants.kind in (${sql.join(
      JUDGED_GRANT_KINDS.map((kind) => sql.raw(`'${kind}'`)),
      sql`, `,
    )}))`
}
