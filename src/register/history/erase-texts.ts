/** Erases texts of the history: the entries stay in the chain, and one more says which texts went, by whom and why. */

import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { counted, listed } from '../../policy/english.ts'
import { Refusal } from '../../policy/refusal.ts'
import { actorFirst } from '../../policy/words/names.ts'
import type { Actor, Id, Instant } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { history, historyTexts } from '../schema.ts'
import { KEPT_ACTS } from './chain.ts'
import { recordChange } from './history.ts'

/** Texts of one call: for each the trigger reads the organisation's history, and D1 counts rows read. */
const MOST = 100

/**
 * Erases the texts with these references, all or none. `reason` is kept for good, so it must name nobody. Refuses texts that
 * are not there, belong to another organisation, or prove something of the chain itself.
 */
export async function eraseTexts(
  register: Register,
  orgId: Id,
  refs: readonly string[],
  by: Actor,
  reason: string,
  now: Instant,
): Promise<void> {
  const wanted = [...new Set(refs)]
  if (wanted.length === 0 || wanted.length > MOST)
    throw new Refusal('invalid', `Name 1 to ${MOST} texts of the history. Nothing was erased.`)
  const entries = await register
    .select({ seq: history.seq, act: history.act })
    .from(history)
    .innerJoin(historyTexts, eq(historyTexts.ref, history.ref))
    .where(and(eq(history.orgId, orgId), named(wanted)))
    .orderBy(history.seq)
  if (entries.length < wanted.length)
    throw new Refusal('not_found', 'At least one of these texts is not there. Nothing was erased.')
  const kept = entries.find(({ act }) => KEPT_ACTS.includes(act))
  if (kept !== undefined)
    throw new Refusal(
      'forbidden',
      `The text of entry ${kept.seq} proves what became of the history and is never erased. Nothing was erased.`,
    )
  const numbers = entries.map(({ seq }) => `${seq}`)
  await recordChange(
    register,
    orgId,
    null,
    {
      at: now,
      act: 'erased',
      actor: by,
      sentence: `${actorFirst(by)} erased the ${counted(numbers.length, 'text')} of ${numbers.length === 1 ? 'entry' : 'entries'} ${listed(numbers)}. Reason: ${reason}`,
      facts: { refs: wanted },
    },
    (recorded) => [eraseStatement(register, orgId, wanted, recorded)],
  )
}

function eraseStatement(register: Register, orgId: Id, refs: readonly string[], recorded: SQL): Statement {
  return register.delete(historyTexts).where(and(eq(historyTexts.orgId, orgId), named(refs), recorded))
}

/** One bound parameter, however many there are. */
function named(refs: readonly string[]): SQL {
  return inArray(historyTexts.ref, sql`(select value from ${rowsOf(refs)})`)
}
