/** Rights as GitHub last told them, and the look-ups that are under way: one at a time for each account. */

import { and, eq, sql } from 'drizzle-orm'
import { instant } from '../../policy/calendar.ts'
import type { Id, Instant } from '../../policy/words.ts'
import { builtOnce, type Register } from '../open.ts'
import { rights } from '../schema.ts'

/** What GitHub said of an account in an organisation, and when it was asked. */
export type Right = Pick<typeof rights.$inferSelect, 'role' | 'checkedAt' | 'askedAt'>

/** A look-up that nobody else makes at the same time. */
export interface Claim {
  readonly key: string
  readonly askedAt: Instant
  /** When it was asked before; null: never. */
  readonly askedBefore: Instant | null
}

/** `checkedAt` of a row that has had no answer yet: so old that no version trusts its role. */
const NEVER: Instant = '1970-01-01T00:00:00.000Z'

/** The key of an account's right in an organisation. */
export function rightKey(org: Id, account: Id): string {
  return `${org}:${account}`
}

/** The right as last checked, and the look-up that may be under way; null before the first. */
export async function findRight(register: Register, key: string): Promise<Right | null> {
  return (await byKey(register).get({ key })) ?? null
}

const byKey = builtOnce((register) =>
  register
    .select({ role: rights.role, checkedAt: rights.checkedAt, askedAt: rights.askedAt })
    .from(rights)
    .where(eq(rights.key, sql.placeholder('key')))
    .prepare(),
)

/** Begins a look-up; null, and nothing is written, where somebody else has begun one since the row was read as `seen`. */
export async function claimLookup(
  register: Register,
  key: string,
  seen: Right | null,
  now: Instant,
): Promise<Claim | null> {
  // Always later than the newest answer, whatever clock dated that: an `askedAt` later than `checkedAt` means that GitHub has
  // not answered yet.
  const askedAt = instant(Math.max(Date.parse(now), Date.parse(seen?.checkedAt ?? NEVER) + 1))
  const claimed = await register
    .insert(rights)
    .values({ key, role: 'none', checkedAt: NEVER, askedAt })
    .onConflictDoUpdate({
      target: rights.key,
      set: { askedAt },
      setWhere: sql`${seen === null ? 0 : 1} and ${rights.askedAt} is ${seen?.askedAt ?? null}`,
    })
    .returning({ key: rights.key })
  return claimed.length === 1 ? { key, askedAt, askedBefore: seen?.askedAt ?? null } : null
}

/** Stores what GitHub answered, unless a later look-up has taken over. */
export async function storeRight(
  register: Register,
  { key, askedAt }: Claim,
  role: 'owner' | 'none',
  now: Instant,
): Promise<void> {
  const checkedAt = now < askedAt ? askedAt : now
  await register
    .update(rights)
    .set({ role, checkedAt })
    .where(and(eq(rights.key, key), eq(rights.askedAt, askedAt)))
}

/** Ends a look-up that GitHub did not answer, so that the next request may ask. */
export async function releaseLookup(register: Register, { key, askedAt, askedBefore }: Claim): Promise<void> {
  await register
    .update(rights)
    .set({ askedAt: askedBefore })
    .where(and(eq(rights.key, key), eq(rights.askedAt, askedAt)))
}
