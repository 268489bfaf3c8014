/** Appends to the history: a change and its entry in one transaction. */

import { desc, eq, type SQL, sql } from 'drizzle-orm'
import type { Register, Statement } from '../open.ts'
import { history } from '../schema.ts'
import { appendAfter } from './append.ts'
import { carriedOver } from './carry-over.ts'
import type { Head } from './chain.ts'
import { type Entry, isSequenceConflict, TRIES, toUnchained } from './entry.ts'

/**
 * Appends `entry` in one batch with what belongs to it, as `WrittenWithEntry` says; returns whether it was written. A sequence
 * conflict rolls everything back and is tried again.
 */
export async function recordChange(
  register: Register,
  orgId: number,
  change: Statement | null,
  entry: Entry,
  further: (recorded: SQL) => readonly Statement[] = () => [],
  holds: SQL = sql`1`,
): Promise<boolean> {
  const unchained = await toUnchained(entry)
  for (let attempt = 1; ; attempt += 1) {
    try {
      const head = await findHistoryHead(register, orgId)
      const current = await carriedOver(register, orgId, head, entry.at)
      return (await appendAfter(register, orgId, current, unchained, { change, holds, further })) !== null
    } catch (cause) {
      if (!isSequenceConflict(cause)) throw cause
      if (attempt === TRIES) throw new Error(`The history of organisation ${orgId} is too busy.`, { cause })
    }
  }
}

/** The newest entry's number and hash; null for an empty history. */
export async function findHistoryHead(register: Register, orgId: number): Promise<Head | null> {
  const [row] = await register
    .select({ seq: history.seq, hash: history.hash, form: history.form })
    .from(history)
    .where(eq(history.orgId, orgId))
    .orderBy(desc(history.seq))
    .limit(1)
  return row ?? null
}
