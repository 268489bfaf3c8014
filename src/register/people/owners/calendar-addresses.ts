/** The private calendar addresses of owners: made, found, ended; only the digest of each is stored. */

import { and, desc, eq, isNull, lte, or, sql } from 'drizzle-orm'
import { hoursAfter } from '../../../policy/calendar.ts'
import type { Id, Instant } from '../../../policy/words.ts'
import type { Register } from '../../open.ts'
import { calendarAddresses } from '../../schema.ts'
import type { Person } from '../../sign-in/sessions.ts'

/** How many of one person's work at the same time: a telephone, a computer, and one to spare. */
export const MOST_ADDRESSES = 3

/** An address without its secret part. */
export type CalendarAddress = Pick<typeof calendarAddresses.$inferSelect, 'hash' | 'createdAt' | 'lastReadAt'>

/** Stores a new address; false where the person has as many as they may. */
export async function keepAddress(
  register: Register,
  { hash, person }: { readonly hash: string; readonly person: Person },
  now: Instant,
): Promise<boolean> {
  const kept = await register.all(sql`
    insert into calendar_addresses (hash, account_id, login, created_at)
    select ${hash}, ${person.id}, ${person.login}, ${now}
    where (select count(*) from calendar_addresses where account_id = ${person.id} and ended_at is null) < ${MOST_ADDRESSES}
    returning hash`)
  return kept.length === 1
}

/** The person's addresses that work, newest first. */
export function findAddresses(register: Register, account: Id): Promise<CalendarAddress[]> {
  const { hash, createdAt, lastReadAt } = calendarAddresses
  return register
    .select({ hash, createdAt, lastReadAt })
    .from(calendarAddresses)
    .where(and(eq(calendarAddresses.accountId, account), isNull(calendarAddresses.endedAt)))
    .orderBy(desc(createdAt), hash)
}

/** Whose address it is; null where there is none, or it was ended. */
export async function findAddressee(register: Register, hash: string): Promise<Id | null> {
  const [row] = await register
    .select({ account: calendarAddresses.accountId })
    .from(calendarAddresses)
    .where(and(eq(calendarAddresses.hash, hash), isNull(calendarAddresses.endedAt)))
  return row?.account ?? null
}

/** Notes that it was read, at most once an hour: programs read every few minutes, and each note is a write. */
export async function noteRead(register: Register, hash: string, now: Instant): Promise<void> {
  const { lastReadAt } = calendarAddresses
  await register
    .update(calendarAddresses)
    .set({ lastReadAt: now })
    .where(
      and(eq(calendarAddresses.hash, hash), or(isNull(lastReadAt), lte(lastReadAt, hoursAfter(now, -1)))),
    )
}

/** Ends an address of the person's; false where they have no such address that works. */
export async function endAddress(
  register: Register,
  { hash, account }: { readonly hash: string; readonly account: Id },
  now: Instant,
): Promise<boolean> {
  const ended = await register
    .update(calendarAddresses)
    .set({ endedAt: now })
    .where(
      and(
        eq(calendarAddresses.hash, hash),
        eq(calendarAddresses.accountId, account),
        isNull(calendarAddresses.endedAt),
      ),
    )
    .returning({ hash: calendarAddresses.hash })
  return ended.length === 1
}
