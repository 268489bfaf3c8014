/** Appends to the history: a change and its entry in one transaction. */

import { desc, eq, type SQL, sql } from 'drizzle-orm'
import { type Register, type Statement, together } from '../open.ts'
import { history, historyTexts } from '../schema.ts'
import { type Head, linkAfter } from './chain.ts'
import { type Entry, isSequenceConflict, TRIES, toUnchained } from './entry.ts'

/**
 * Runs `change` and appends `entry` in one batch; the entry is written only if `change` changed at least one row, and always
 * if `change` is null. The statements of `further` run after the entry in the same batch and must carry the condition that
 * they are given, which holds only if the entry was written. Returns whether it was. A sequence conflict rolls everything
 * back and is tried again.
 */
export async function recordChange(
  register: Register,
  orgId: number,
  change: Statement | null,
  entry: Entry,
  further: (recorded: SQL) => readonly Statement[] = () => [],
): Promise<boolean> {
  const { salt, text, ...toChain } = await toUnchained(entry)
  const { ref } = toChain
  for (let attempt = 1; ; attempt += 1) {
    const link = await linkAfter(await findHistoryHead(register, orgId), toChain)
    const recorded = sql`exists (select 1 from ${history} where ${history.orgId} = ${orgId} and ${history.seq} = ${link.seq} and ${history.ref} = ${ref})`
    const append = register
      .insert(history)
      .select(
        sql`select ${orgId}, ${link.seq}, ${link.at}, ${link.act}, ${link.ref}, ${link.digest}, ${link.previous}, ${link.hash}, 1 where ${change === null ? sql`1` : sql`changes() > 0`}`,
      )
      .returning({ seq: history.seq })
    const appendText = register
      .insert(historyTexts)
      .select(sql`select ${ref}, ${orgId}, ${salt}, ${text} where ${recorded}`)
    const before: readonly Statement[] = change === null ? [] : [change]
    try {
      const answers = await together(register, [...before, append, appendText, ...further(recorded)])
      return answers[before.length]?.results.length === 1
    } catch (cause) {
      if (!isSequenceConflict(cause)) throw cause
      if (attempt === TRIES) throw new Error(`The history of organisation ${orgId} is too busy.`, { cause })
    }
  }
}

/** The newest entry's number and hash; null for an empty history. */
export async function findHistoryHead(register: Register, orgId: number): Promise<Head | null> {
  const [row] = await register
    .select({ seq: history.seq, hash: history.hash })
    .from(history)
    .where(eq(history.orgId, orgId))
    .orderBy(desc(history.seq))
    .limit(1)
  return row ?? null
}
