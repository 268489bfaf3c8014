/** Reads the history page by page, and verifies its chain. */

import { and, asc, desc, eq, gt, lt } from 'drizzle-orm'
import type { Actor, Subject } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import { history, historyTexts } from '../schema.ts'
import { followChain, type Head, type Link, type TextedLink } from './chain.ts'

/** A history entry with its text. After an erasure only the chain's fields are left. */
export interface HistoryEntry extends Link {
  readonly actor: Actor | null
  readonly subject: Subject | null
  readonly sentence: string | null
  readonly facts: Readonly<Record<string, unknown>>
  readonly erased: boolean
}

/** Rows verified per query: far below D1's limits. */
const PAGE = 500

/** Entries, newest first. `cursor`: the sequence number of the previous page's last entry. */
export async function findHistoryPage(
  register: Register,
  orgId: number,
  cursor: string | null,
  limit: number,
): Promise<{ readonly items: readonly HistoryEntry[]; readonly nextCursor: string | null }> {
  const before = cursor === null ? null : Number(cursor)
  const rows = await selectLinks(register)
    .where(and(eq(history.orgId, orgId), before === null ? undefined : lt(history.seq, before)))
    .orderBy(desc(history.seq))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(toHistoryEntry)
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.seq) : null }
}

/** Recomputes the whole chain. Returns its head, or the first entry that does not fit and why. */
export async function verifyHistory(
  register: Register,
  orgId: number,
): Promise<
  | {
      readonly ok: true
      readonly entries: number
      readonly head: Head | null
    }
  | { readonly ok: false; readonly at: number; readonly sentence: string }
> {
  let head: Head | null = null
  for (;;) {
    const rows: readonly TextedLink[] = await selectLinks(register)
      .where(and(eq(history.orgId, orgId), gt(history.seq, head?.seq ?? 0)))
      .orderBy(asc(history.seq))
      .limit(PAGE)
    const followed = await followChain(head, rows)
    if (!followed.ok) return followed
    head = followed.head
    if (rows.length < PAGE) return { ok: true, entries: head?.seq ?? 0, head }
  }
}

function selectLinks(register: Register) {
  return register
    .select({
      seq: history.seq,
      at: history.at,
      act: history.act,
      ref: history.ref,
      digest: history.digest,
      previous: history.previous,
      hash: history.hash,
      salt: historyTexts.salt,
      text: historyTexts.text,
    })
    .from(history)
    .leftJoin(historyTexts, eq(historyTexts.ref, history.ref))
}

function toHistoryEntry({ salt: _salt, text, ...link }: TextedLink): HistoryEntry {
  if (text === null) return { ...link, actor: null, subject: null, sentence: null, facts: {}, erased: true }
  // The cast is safe: only `toUnchained` makes these texts.
  const fields = JSON.parse(text) as Pick<HistoryEntry, 'actor' | 'subject' | 'sentence' | 'facts'>
  return { ...link, ...fields, erased: false }
}
