/** Appends one entry after a known head: with its change and its text, in one transaction. */

import { type SQL, sql } from 'drizzle-orm'
import { insertFrom, type Register, type Statement, together } from '../open.ts'
import { history, historyTexts } from '../schema.ts'
import { type Head, type Link, linkAfter } from './chain.ts'
import type { Unchained } from './entry.ts'

/** What is written together with an entry. */
export interface WrittenWithEntry {
  /** The entry is written only if this changed a row; null: `holds` says whether. */
  readonly change: Statement | null
  /** Where there is no change: the entry is written only where this holds; absent: always. */
  readonly holds?: SQL
  /** Statements after the entry. They must carry the condition given, which holds only if the entry was written. */
  readonly further: (recorded: SQL) => readonly Statement[]
}

/** Nothing but the entry. */
export const NOTHING_WITH_IT: WrittenWithEntry = { change: null, further: () => [] }

/**
 * Appends the entry after `head`, together with what belongs to it. Returns its link, or null where the change changed
 * nothing. Where another entry has followed `head`, it throws (`isSequenceConflict`), and nothing was written.
 */
export async function appendAfter(
  register: Register,
  orgId: number,
  head: Head | null,
  { salt, text, ...toChain }: Unchained,
  { change, holds = sql`1`, further }: WrittenWithEntry,
): Promise<Link | null> {
  const link = await linkAfter(head, orgId, toChain)
  const recorded = sql`exists (select 1 from ${history} where ${history.orgId} = ${orgId} and ${history.seq} = ${link.seq} and ${history.ref} = ${link.ref})`
  const { seq, at, act, ref, digest, previous, hash, form } = link
  const append = insertFrom(
    register,
    history,
    { orgId, seq, at, act, ref, digest, previous, hash, form },
    sql`where ${change === null ? holds : sql`changes() > 0`}`,
  ).returning({ seq: history.seq })
  const appendText = insertFrom(register, historyTexts, { ref, orgId, salt, text }, sql`where ${recorded}`)
  const before: readonly Statement[] = change === null ? [] : [change]
  const answers = await together(register, [...before, append, appendText, ...further(recorded)])
  return answers[before.length]?.results.length === 1 ? link : null
}
