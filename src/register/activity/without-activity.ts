/** Who is still unexplained: accounts that hold something and of whom no act inside the window is known. Judges nobody. */

import { sql } from 'drizzle-orm'
import type { Id, Instant } from '../../policy/words.ts'
import { type Register, rowsOf } from '../open.ts'

/** Grants that make an account one to be judged; an invitation alone does not. */
export const HOLDING = [
  'organization_role',
  'outside_collaborator',
  'repository_role',
  'team_membership',
] as const

export interface AccountWithoutActivity {
  readonly id: Id
  readonly login: string
  readonly nodeId: string | null
}

/** Of the silent those of whom this source was not read from `since` on up to `readTo`. */
export async function findWithoutActivityUnread(
  register: Register,
  orgId: Id,
  cutoff: Instant,
  read: { readonly source: string; readonly since: Instant; readonly readTo: Instant },
  after: Id,
  limit: number,
): Promise<AccountWithoutActivity[]> {
  return register.all<AccountWithoutActivity>(sql`
    select accounts.id as id, accounts.login as login, accounts.node_id as nodeId from accounts
    where accounts.id > ${after} and ${isWithoutActivity(orgId, cutoff)}
      and not exists (select 1 from watermarks where watermarks.org_id = ${orgId} and watermarks.source = ${read.source}
        and watermarks.scope_id = accounts.id and watermarks.since <= ${read.since} and watermarks.read_to >= ${read.readTo})
    order by accounts.id limit ${limit}`)
}

export async function isAnybodyWithoutActivity(
  register: Register,
  orgId: Id,
  cutoff: Instant,
): Promise<boolean> {
  const rows = await register.all(
    sql`select 1 from accounts where ${isWithoutActivity(orgId, cutoff)} limit 1`,
  )
  return rows.length > 0
}

/**
 * Whether somebody was met since the last audit that ended well, for the first time or anew, who will not count as new:
 * what they did before was not kept, because it was a stranger's act then; and what is known of them may grow old while it
 * hides what is not. Before the first complete audit everybody met is such a one.
 */
export async function isSomebodyDiscoveredLate(
  register: Register,
  org: { readonly id: Id; readonly firstCompleteAt: Instant | null },
  asOf: Instant,
): Promise<boolean> {
  const before = sql`coalesce((select max(as_of) from audits where org_id = ${org.id} and status in ('complete', 'partial') and as_of < ${asOf}), '')`
  const earlier = sql`select 1 from grants as held where held.org_id = ${org.id} and held.account_id = met.account_id and held.first_seen <= ${before}`
  const isNotNew = org.firstCompleteAt === null ? sql`true` : sql`exists (${earlier})`
  const rows = await register.all(sql`
    select 1 from grants as met
    where met.org_id = ${org.id} and met.closed_at is null and met.first_seen > ${before} and met.account_id is not null
      and met.kind in (select value from ${rowsOf(HOLDING)}) and ${isNotNew}
      and not exists (${earlier} and (held.closed_at is null or held.closed_at > ${before}))
    limit 1`)
  return rows.length > 0
}

/** An account to be judged, with every span in which it held an organisation role or anything else here. */
export interface Holder extends AccountWithoutActivity {
  readonly type: 'User' | 'Bot'
  readonly createdAt: Instant | null
  /** JSON: `[{kind, role, firstSeen, closedAt}]` of all that it holds or held here; an invitation gives nothing yet. */
  readonly spans: string
  /** When they became a member, where GitHub's event told it. */
  readonly joinedAt: Instant | null
}

export async function findHolders(
  register: Register,
  orgId: Id,
  after: Id,
  limit: number,
): Promise<Holder[]> {
  return register.all<Holder>(sql`
    select accounts.id as id, accounts.login as login, accounts.node_id as nodeId, accounts.type as type, accounts.created_at as createdAt,
      (select json_group_array(json_object('kind', kind, 'role', role, 'firstSeen', first_seen, 'closedAt', closed_at))
        from grants where grants.org_id = ${orgId} and grants.account_id = accounts.id
          and grants.kind in (select value from ${rowsOf(HOLDING)})) as spans,
      (select at from joins where joins.org_id = ${orgId} and joins.account_id = accounts.id) as joinedAt
    from accounts where accounts.id > ${after} and ${holds(orgId)}
    order by accounts.id limit ${limit}`)
}

/** Of one account: it holds something, and no act of it since `cutoff` is known. */
function isWithoutActivity(orgId: Id, cutoff: Instant) {
  return sql`${holds(orgId)}
    and not exists (select 1 from activity where activity.org_id = ${orgId} and activity.account_id = accounts.id and activity.at >= ${cutoff})`
}

/** Of one account, so that whoever asks for a few people reads a few rows. */
function holds(orgId: Id) {
  return sql`exists (select 1 from grants where grants.account_id = accounts.id and grants.org_id = ${orgId}
    and grants.closed_at is null and grants.kind in (${sql.join(
      HOLDING.map((kind) => sql.raw(`'${kind}'`)),
      sql`, `,
    )}))`
}
