/** Leave that owners know of: written for many at once, and who is away from an organisation now. */

import { and, eq, gt, isNull, or, sql } from 'drizzle-orm'
import type { Actor, Id, Instant } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { leaves } from '../schema.ts'

/** Keeps a leave of this organisation for each who has none of it that stands. */
export function knownLeavesStatement(
  register: Register,
  orgId: Id,
  away: readonly { readonly account: { readonly id: Id }; readonly until: Instant }[],
  by: Actor,
  now: Instant,
): Statement {
  const rows = away.map(({ account, until }) => ({ id: crypto.randomUUID(), account: account.id, until }))
  // The columns are in the table's order: drizzle writes `insert into leaves (…every column…) select …`.
  return register.insert(leaves).select(
    sql`select value ->> 'id', value ->> 'account', ${orgId}, ${now}, value ->> 'until', ${JSON.stringify(by)}, ${now}, null
      from ${rowsOf(rows)} where not exists (select 1 from leaves where account_id = value ->> 'account'
        and org_id = ${orgId} and ended_at is null and until > ${now})`,
  )
}

/** Who is away from the organisation now, until when at the latest. */
export async function findAwayNow(
  register: Register,
  orgId: Id,
  now: Instant,
): Promise<ReadonlyMap<Id, Instant>> {
  const { accountId, until } = leaves
  const rows = await register
    .select({ accountId, until })
    .from(leaves)
    .where(
      and(or(isNull(leaves.orgId), eq(leaves.orgId, orgId)), isNull(leaves.endedAt), gt(leaves.until, now)),
    )
    .orderBy(leaves.until)
  return new Map(rows.map((row) => [row.accountId, row.until]))
}
