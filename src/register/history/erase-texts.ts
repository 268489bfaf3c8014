/** Erases texts of the history: the entries stay in the chain, and one more says which texts went, and why. */

import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { counted, listed } from '../../policy/english.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Id, Instant } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { history, historyTexts } from '../schema.ts'
import { KEPT_ACTS } from './chain.ts'
import { recordChange } from './history.ts'

/** Texts of one call: for each the trigger reads the organisation's erasures, and D1 counts rows read. */
export const MOST_TEXTS = 500

/** The most entries that are named by their numbers. */
const NAMED = 20

/** What is erased, together with an entry that says so. */
export interface Erasure {
  /** References of the texts. */
  readonly refs: readonly string[]
  /** Versions of the rules that lose what they say of people. */
  readonly rules?: readonly number[]
  /** Why, as a sentence without anybody's name: this text is kept for good. */
  readonly reason: string
  /** What goes beside the texts; these must carry the condition given, which holds only if the entry was written. */
  readonly further?: ((recorded: SQL) => readonly Statement[]) | undefined
}

/**
 * Erases the texts with these references, all or none, together with what goes beside them. Its own entry names nobody,
 * because it is kept for good: who asked for it stands in an entry of its own. Refuses texts that are not there, belong to
 * another organisation, or prove something of the chain itself.
 */
export async function eraseTexts(
  register: Register,
  orgId: Id,
  { refs, rules = [], reason, further }: Erasure,
  now: Instant,
): Promise<void> {
  const wanted = [...new Set(refs)]
  if (wanted.length > MOST_TEXTS || (wanted.length === 0 && further === undefined))
    throw new Refusal('invalid', `Name 1 to ${MOST_TEXTS} texts of the history. Nothing was erased.`)
  const entries = await findEntries(register, orgId, wanted)
  if (entries.length < wanted.length)
    throw new Refusal('not_found', 'At least one of these texts is not there. Nothing was erased.')
  const kept = entries.find(({ act }) => KEPT_ACTS.includes(act))
  if (kept !== undefined)
    throw new Refusal(
      'forbidden',
      `The text of entry ${kept.seq} proves what became of the history and is never erased. Nothing was erased.`,
    )
  await recordChange(
    register,
    orgId,
    null,
    {
      at: now,
      act: 'erased',
      actor: { kind: 'calendar' },
      sentence: `${whatIn(entries, rules)} Reason: ${reason}`,
      facts: { refs: wanted, ...(rules.length > 0 && { rules }) },
    },
    (recorded) => [
      register.delete(historyTexts).where(and(eq(historyTexts.orgId, orgId), named(wanted), recorded)),
      ...(further?.(recorded) ?? []),
    ],
  )
}

function findEntries(register: Register, orgId: Id, refs: readonly string[]) {
  return register
    .select({ seq: history.seq, act: history.act })
    .from(history)
    .innerJoin(historyTexts, eq(historyTexts.ref, history.ref))
    .where(and(eq(history.orgId, orgId), named(refs)))
    .orderBy(history.seq)
}

function whatIn(entries: readonly { readonly seq: number }[], rules: readonly number[]): string {
  const numbers = entries.map(({ seq }) => `${seq}`)
  const which =
    numbers.length <= NAMED
      ? `${numbers.length === 1 ? 'entry' : 'entries'} ${listed(numbers)}`
      : `entries between ${numbers[0]} and ${numbers.at(-1)}`
  const texts = numbers.length === 0 ? [] : [`the ${counted(numbers.length, 'text')} of ${which}`]
  const versions =
    rules.length === 0 ? [] : [`what ${counted(rules.length, 'version')} of the rules said of people`]
  const what = listed([...texts, ...versions])
  return what === ''
    ? 'Erased what was about somebody; no text of the history named them.'
    : `Erased: ${what}.`
}

/** One bound parameter, however many there are. */
function named(refs: readonly string[]): SQL {
  return inArray(historyTexts.ref, sql`(select value from ${rowsOf(refs)})`)
}
