/** Reads the history page by page, and verifies it. */

import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { Actor, Subject } from '../../policy/words.ts'
import { builtJson, type Register, together } from '../open.ts'
import { history, historyTexts } from '../schema.ts'
import type { Link, TextedLink } from './chain.ts'
import { type HistoryFilter, type HistoryView, historyMatches, viewOfAct } from './history-filter.ts'
import { type Verification, verifyHistoryBy } from './verify.ts'

/** A history entry with its text. After an erasure only the chain's fields are left. */
export interface HistoryEntry extends Link {
  readonly actor: Actor | null
  readonly subject: Subject | null
  readonly sentence: string | null
  readonly facts: Readonly<Record<string, unknown>>
  readonly erased: boolean
}

/** Entries, newest first. `cursor`: the sequence number of the previous page's last entry. */
export async function findHistoryPage(
  register: Register,
  orgId: number,
  cursor: string | null,
  limit: number,
  filter: HistoryFilter = EVERYTHING,
): Promise<{ readonly items: readonly HistoryEntry[]; readonly nextCursor: string | null }> {
  const before = cursor === null ? null : Number(cursor)
  const rows = await selectLinks(register)
    .where(and(historyMatches(orgId, filter), before === null ? undefined : lt(history.seq, before)))
    .orderBy(desc(history.seq))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(toHistoryEntry)
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.seq) : null }
}

const EVERYTHING: HistoryFilter = { view: 'all' }

/** How many entries each view has under the filter, in one statement. */
export async function countHistory(
  register: Register,
  orgId: number,
  filter: HistoryFilter,
): Promise<Readonly<Record<HistoryView, number>>> {
  const texts =
    (filter.q ?? '') === '' ? sql`` : sql`left join history_texts on history_texts.ref = history.ref`
  const rows = await register.rows<{ act: string; n: number }>(sql`
    select history.act, count(*) as n from history ${texts}
    where ${historyMatches(orgId, { ...filter, view: 'all' })} group by history.act`)
  const counts = { decisions: 0, rules: 0, audits: 0, looked: 0, all: 0 }
  for (const { act, n } of rows) {
    counts[viewOfAct(act)] += n
    counts.all += n
  }
  return counts
}

/** All entries that match, oldest first. */
export async function findWholeHistory(
  register: Register,
  orgId: number,
  filter: HistoryFilter = EVERYTHING,
): Promise<readonly HistoryEntry[]> {
  const entries: HistoryEntry[] = []
  for (let cursor: string | null = null; ; ) {
    const page = await findHistoryPage(register, orgId, cursor, 500, filter)
    entries.push(...page.items)
    if (page.nextCursor === null) return entries.reverse()
    cursor = page.nextCursor
  }
}

/** Verifies the whole history against its hashes, its erasures and the rest of the register. */
export function verifyHistory(register: Register, orgId: number): Promise<Verification> {
  return verifyHistoryBy(
    // The cast is safe: an answer per statement, with the columns that its text selects.
    async (statements) =>
      (
        await together(
          register,
          statements.map((text) => register.run(sql.raw(text))),
        )
      ).map(({ results }) => results) as never,
    orgId,
  )
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
      form: history.form,
      salt: historyTexts.salt,
      text: historyTexts.text,
    })
    .from(history)
    .leftJoin(historyTexts, eq(historyTexts.ref, history.ref))
}

function toHistoryEntry({ salt: _salt, text, ...link }: TextedLink): HistoryEntry {
  if (text === null) return { ...link, actor: null, subject: null, sentence: null, facts: {}, erased: true }
  // The cast is safe: only `toUnchained` makes these texts.
  const fields = builtJson<Pick<HistoryEntry, 'actor' | 'subject' | 'sentence' | 'facts'>>(text)
  return { ...link, ...fields, erased: false }
}
