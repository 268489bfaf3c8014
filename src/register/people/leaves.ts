/** When people are away, everywhere or in one organisation. */

import { and, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import type { Actor, Id, Instant } from '../../policy/words.ts'
import { insertFrom, type Register, rowsOf, type Statement } from '../open.ts'
import { leaves } from '../schema.ts'

/** One leave; `orgId` null: everywhere. */
export type LeaveRow = Readonly<typeof leaves.$inferSelect>

/** Every leave of the account, earliest first, those that are over or ended too. */
export async function findLeavesOf(register: Register, account: Id): Promise<readonly LeaveRow[]> {
  return register.select().from(leaves).where(eq(leaves.accountId, account)).orderBy(leaves.since, leaves.id)
}

/** Who is away from the organisation now, each with the leave that ends last. */
export async function findLeavesNow(
  register: Register,
  orgId: Id,
  now: Instant,
): Promise<ReadonlyMap<Id, LeaveRow>> {
  const rows = await register
    .select()
    .from(leaves)
    .where(isLeaveNow(sql`${orgId}`, now))
    .orderBy(leaves.until)
  return new Map(rows.map((row) => [row.accountId, row]))
}

/** Selects who is away from the organisation now, as a JSON list of account and day, for another statement to join. */
export function awayNow(orgId: Id, now: Instant): SQL {
  return sql`select json_group_array(json_object('account', account_id, 'until', until)) from (
    select account_id, max(until) as until from leaves where ${isLeaveNow(sql`${orgId}`, now)} group by account_id)`
}

/** Whether a row of `leaves` stands at `now` and holds for the organisation. */
export function isLeaveNow(orgId: SQL, now: Instant): SQL {
  return sql`(leaves.ended_at is null and leaves.until > ${now} and (leaves.org_id is null or leaves.org_id = ${orgId}))`
}

/** Holds where no leave of the same scope stands until the same day: set again, it is the same leave. */
export function isNewLeave({
  accountId,
  orgId,
  until,
}: Pick<LeaveRow, 'accountId' | 'orgId' | 'until'>): SQL {
  return sql`not exists (select 1 from leaves where account_id = ${accountId} and org_id is ${orgId}
    and until = ${until} and ended_at is null)`
}

/** Records a leave in place of the one that stood for the same scope. Only where `recorded` holds. */
export function leaveStatements(
  register: Register,
  row: LeaveRow,
  recorded: SQL = sql`true`,
): readonly Statement[] {
  return [
    endLeaveStatement(register, row, row.setAt, recorded),
    insertFrom(register, leaves, { ...row, by: JSON.stringify(row.by) }, sql`where ${recorded}`),
  ]
}

/**
 * Ends the leave that stands: of one organisation, or (null) the one that holds everywhere. What somebody has set themselves
 * ends by nobody else, so that no owner takes the protection away that it gives.
 */
export function endLeaveStatement(
  register: Register,
  { accountId, orgId, by }: Pick<LeaveRow, 'accountId' | 'orgId' | 'by'>,
  at: Instant,
  recorded: SQL = sql`true`,
): Statement {
  const isOwn = by.kind === 'person' && by.id === accountId
  return register
    .update(leaves)
    .set({ endedAt: at })
    .where(
      and(
        eq(leaves.accountId, accountId),
        orgId === null ? isNull(leaves.orgId) : eq(leaves.orgId, orgId),
        isNull(leaves.endedAt),
        gt(leaves.until, at),
        isOwn ? undefined : sql`${leaves.by} ->> 'id' is not ${leaves.accountId}`,
        recorded,
      ),
    )
}

/** Ends every leave that stands of the account. */
export function endLeavesStatement(register: Register, account: Id, at: Instant): Statement {
  return register
    .update(leaves)
    .set({ endedAt: at })
    .where(and(eq(leaves.accountId, account), isNull(leaves.endedAt), gt(leaves.until, at)))
}

/** Keeps a leave of this organisation for each who has none of it that stands. */
export function knownLeavesStatement(
  register: Register,
  orgId: Id,
  away: readonly { readonly account: { readonly id: Id }; readonly until: Instant }[],
  by: Actor,
  now: Instant,
): Statement {
  const rows = away.map(({ account, until }) => ({ id: crypto.randomUUID(), account: account.id, until }))
  return insertFrom(
    register,
    leaves,
    {
      id: sql`value ->> 'id'`,
      accountId: sql`value ->> 'account'`,
      orgId,
      since: now,
      until: sql`value ->> 'until'`,
      by: JSON.stringify(by),
      setAt: now,
      endedAt: null,
    },
    sql`from ${rowsOf(rows)} where not exists (select 1 from leaves where account_id = value ->> 'account'
      and org_id = ${orgId} and ended_at is null and until > ${now})`,
  )
}
