/** The append-only journal: who did what to whom, why, when. It never changes or removes an entry. */

import { and, asc, desc, eq, gt, lt, type SQL, sql } from 'drizzle-orm'
import type { Actor, Instant, Subject } from '../policy/words.ts'
import { followChain, type Link, linkAfter, type TextedLink } from './chain.ts'
import { isSequenceConflict, unchained } from './entry.ts'
import { type Register, type Statement, together } from './open.ts'
import { history, historyTexts } from './schema.ts'

/** What is to be written down. */
export interface Entry {
  readonly at: Instant
  /** What happened, as a code: `review_opened`, `decided`, `removed`… */
  readonly act: string
  readonly actor: Actor
  readonly subject?: Subject | null
  readonly sentence: string
  readonly facts?: Readonly<Record<string, unknown>>
}

/** An entry as it is read back. After an erasure only the chain's part is left. */
export interface HistoryEntry extends Link {
  readonly actor: Actor | null
  readonly subject: Subject | null
  readonly sentence: string | null
  readonly facts: Readonly<Record<string, unknown>>
  readonly erased: boolean
}

/** How often two writers may meet at the same sequence number before we give up. */
const TRIES = 20

/** Rows verified per query: far below D1's limits. */
const PAGE = 500

/**
 * Runs `change` and appends `entry` in one batch; the entry only where the change changed at least one row. `change` null:
 * the entry is always appended. `further` are changes that belong to it: they run in the same batch after the entry and
 * must carry the condition that they are given, which holds only where the entry was written.
 * Answers whether anything was recorded. A sequence conflict rolls everything back and is tried again.
 */
export async function recordChange(
  register: Register,
  orgId: number,
  change: Statement | null,
  entry: Entry,
  further: (recorded: SQL) => readonly Statement[] = () => [],
): Promise<boolean> {
  const { salt, text, ...toChain } = await unchained(entry)
  const { ref } = toChain
  for (let attempt = 1; ; attempt += 1) {
    const link = await linkAfter(await historyHead(register, orgId), toChain)
    const recorded = sql`exists (select 1 from ${history} where ${history.orgId} = ${orgId} and ${history.seq} = ${link.seq} and ${history.ref} = ${ref})`
    const append = register
      .insert(history)
      .select(
        sql`select ${orgId}, ${link.seq}, ${link.at}, ${link.act}, ${link.ref}, ${link.digest}, ${link.previous}, ${link.hash} where ${change === null ? sql`1` : sql`changes() > 0`}`,
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

/** The newest entries first. `cursor` is the sequence number of the last entry of the page before. */
export async function historyPage(
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
  const items = rows.slice(0, limit).map(entryOf)
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.seq) : null }
}

/** The newest entry's number and hash: what a letter prints so that a rewrite shows. Null while nothing is written. */
export async function historyHead(
  register: Register,
  orgId: number,
): Promise<{ readonly seq: number; readonly hash: string } | null> {
  const [row] = await register
    .select({ seq: history.seq, hash: history.hash })
    .from(history)
    .where(eq(history.orgId, orgId))
    .orderBy(desc(history.seq))
    .limit(1)
  return row ?? null
}

/** Computes the whole chain anew. Answers its head, or the first entry that does not fit. */
export async function verifyHistory(
  register: Register,
  orgId: number,
): Promise<
  | {
      readonly ok: true
      readonly entries: number
      readonly head: { readonly seq: number; readonly hash: string } | null
    }
  | { readonly ok: false; readonly at: number; readonly sentence: string }
> {
  let head: { readonly seq: number; readonly hash: string } | null = null
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

function entryOf({ salt: _salt, text, ...link }: TextedLink): HistoryEntry {
  if (text === null) return { ...link, actor: null, subject: null, sentence: null, facts: {}, erased: true }
  // The cast: recordChange is the only writer of these texts.
  const told = JSON.parse(text) as Pick<HistoryEntry, 'actor' | 'subject' | 'sentence' | 'facts'>
  return { ...link, ...told, erased: false }
}
