/** Many changes of one organisation, each with its own entry, in one batch. It never makes a change without its entry, nor writes one for nothing. */

import { type SQL, sql } from 'drizzle-orm'
import { type Register, rowsOf, type Statement, together } from '../open.ts'
import { history, historyTexts } from '../schema.ts'
import { type Head, type Link, linkAfter } from './chain.ts'
import { type Entry, isSequenceConflict, TRIES, toUnchained, type Unchained } from './entry.ts'

/** An entry with its place in the chain, of the row that its change is about. */
interface Chained extends Unchained, Link {
  readonly of: string
}

/**
 * Makes the changes that `entries` tell of, by the id of the row that each is about, in one transaction. Each stands for
 * itself: one whose row no longer allows it is left out, entry and all, and the others are written.
 *
 * `standing` selects, as `id`, the rows that still allow their change; `changing` makes the changes, of the rows alone that
 * `recorded` selects. Answers the ids of what was recorded.
 */
export async function recordEach(
  register: Register,
  orgId: number,
  entries: ReadonlyMap<string, Entry>,
  stillOpen: SQL,
  changing: (recorded: SQL) => readonly Statement[],
): Promise<ReadonlySet<string>> {
  const unchainedEntries = await Promise.all(
    [...entries].map(async ([of, entry]) => ({ of, ...(await toUnchained(entry)) })),
  )
  for (let attempt = 1; ; attempt += 1) {
    const { head, ids } = await headAndOpen(register, orgId, stillOpen)
    if (ids.size === 0) return ids
    const chain = await chainAfter(
      head,
      unchainedEntries.filter(({ of }) => ids.has(of)),
    )
    try {
      const [appended = { results: [] }] = await together(register, [
        ...appending(register, orgId, chain, stillOpen),
        ...changing(recordedOf(orgId, chain)),
      ])
      // The cast: the first statement returns the numbers of the entries that it wrote.
      const written = new Set((appended.results as readonly { seq: number }[]).map(({ seq }) => seq))
      return new Set(chain.filter(({ seq }) => written.has(seq)).map(({ of }) => of))
    } catch (cause) {
      // A stranger's entry, or a gap where a row has moved on since it was looked at: nothing was written.
      if (!isSequenceConflict(cause)) throw cause
      if (attempt === TRIES) throw new Error(`The history of organisation ${orgId} is too busy.`, { cause })
    }
  }
}

/** The end of the chain and the rows that allow their change, as of one moment. */
async function headAndOpen(register: Register, orgId: number, stillOpen: SQL) {
  const rows = await register.all<{ id: string; seq: number | null; hash: string | null }>(sql`
    select standing.id, head.seq, head.hash from (${stillOpen}) as standing
    left join (select seq, hash from history where org_id = ${orgId} order by seq desc limit 1) as head on true`)
  const [first] = rows
  const head =
    first === undefined || first.seq === null || first.hash === null
      ? null
      : { seq: first.seq, hash: first.hash }
  return { head, ids: new Set(rows.map(({ id }) => id)) }
}

async function chainAfter(
  head: Head | null,
  unchainedEntries: readonly (Unchained & { readonly of: string })[],
): Promise<readonly Chained[]> {
  const chain: Chained[] = []
  for (const { of, salt, text, ...entry } of unchainedEntries) {
    const link = await linkAfter(chain.at(-1) ?? head, entry)
    chain.push({ of, salt, text, ...link })
  }
  return chain
}

/** Appends the chain where every row in it still allows its change: one that is left out leaves a gap, which the register refuses. */
function appending(
  register: Register,
  orgId: number,
  chain: readonly Chained[],
  stillOpen: SQL,
): readonly Statement[] {
  const links = chain.map(({ salt: _salt, text: _text, ...link }) => link)
  const texts = chain.map(({ of, ref, salt, text }) => ({ of, ref, salt, text }))
  // Column order is the tables' own: drizzle writes `insert into history (…every column…) select …`.
  return [
    register
      .insert(history)
      .select(
        sql`select ${orgId}, link.value ->> 'seq', link.value ->> 'at', link.value ->> 'act', link.value ->> 'ref',
          link.value ->> 'digest', link.value ->> 'previous', link.value ->> 'hash'
        from ${rowsOf(links)} as link where link.value ->> 'of' in (${stillOpen}) order by link.value ->> 'seq'`,
      )
      .returning({ seq: history.seq }),
    register.insert(historyTexts).select(
      sql`select entry.value ->> 'ref', ${orgId}, entry.value ->> 'salt', entry.value ->> 'text'
        from ${rowsOf(texts)} as entry where entry.value ->> 'of' in (${recordedOf(orgId, chain)})`,
    ),
  ]
}

/** Selects the rows whose entry was written. */
function recordedOf(orgId: number, chain: readonly Chained[]): SQL {
  const places = chain.map(({ of, seq, ref }) => ({ of, seq, ref }))
  return sql`select place.value ->> 'of' from ${rowsOf(places)} as place
    join history on history.org_id = ${orgId} and history.seq = place.value ->> 'seq' and history.ref = place.value ->> 'ref'`
}
