/** Makes many changes of one organisation, each with its own history entry, in one transaction. */

import { type SQL, sql } from 'drizzle-orm'
import { insertFrom, type Register, rowsOf, type Statement, together } from '../open.ts'
import { history, historyTexts } from '../schema.ts'
import { carriedOver } from './carry-over.ts'
import { type Head, type Link, linkAfter } from './chain.ts'
import { type Entry, isSequenceConflict, TRIES, toUnchained, type Unchained } from './entry.ts'

/** A chained entry, and the id of the row that its change is about. */
interface Chained extends Unchained, Link {
  readonly rowId: string
}

/**
 * Writes `entries`, keyed by the id of the row that each is about, together with their changes. A row that no longer allows
 * its change is left out with its entry; the others are written.
 *
 * `stillOpen` selects, as `id`, the rows that still allow their change. `changing` builds the changes, which must be limited
 * to the rows that `recorded` selects. Returns the ids of the rows whose entry was written.
 */
export async function recordEach(
  register: Register,
  orgId: number,
  entries: ReadonlyMap<string, Entry>,
  stillOpen: SQL,
  changing: (recorded: SQL) => readonly Statement[],
): Promise<ReadonlySet<string>> {
  const [first] = entries.values()
  if (first === undefined) return new Set()
  const unchainedEntries = await Promise.all(
    [...entries].map(async ([rowId, entry]) => ({ rowId, ...(await toUnchained(entry)) })),
  )
  for (let attempt = 1; ; attempt += 1) {
    const { head, ids } = await headAndOpen(register, orgId, stillOpen)
    if (ids.size === 0) return ids
    try {
      const chain = await chainAfter(
        await carriedOver(register, orgId, head, first.at),
        orgId,
        unchainedEntries.filter(({ rowId }) => ids.has(rowId)),
      )
      const [appended = { results: [] }] = await together(register, [
        ...appending(register, orgId, chain, stillOpen),
        ...changing(recordedOf(orgId, chain)),
      ])
      // The cast is safe: the first statement returns the sequence numbers of the entries that it wrote.
      const written = new Set((appended.results as readonly { seq: number }[]).map(({ seq }) => seq))
      return new Set(chain.filter(({ seq }) => written.has(seq)).map(({ rowId }) => rowId))
    } catch (cause) {
      // Another writer's entry came first, or a row changed after it was read and left a gap: nothing was written.
      if (!isSequenceConflict(cause)) throw cause
      if (attempt === TRIES) throw new Error(`The history of organisation ${orgId} is too busy.`, { cause })
    }
  }
}

/** The chain's head and the rows that still allow their change, read in one query. */
async function headAndOpen(register: Register, orgId: number, stillOpen: SQL) {
  const rows = await register.rows<{ id: string; seq: number | null; hash: string; form: number }>(sql`
    select still_open.id, head.seq, head.hash, head.form from (${stillOpen}) as still_open
    left join (select seq, hash, form from history where org_id = ${orgId} order by seq desc limit 1) as head on true`)
  const [first] = rows
  const head =
    first === undefined || first.seq === null ? null : { seq: first.seq, hash: first.hash, form: first.form }
  return { head, ids: new Set(rows.map(({ id }) => id)) }
}

async function chainAfter(
  head: Head | null,
  orgId: number,
  unchainedEntries: readonly (Unchained & { readonly rowId: string })[],
): Promise<readonly Chained[]> {
  const chain: Chained[] = []
  for (const { rowId, salt, text, ...entry } of unchainedEntries) {
    const link = await linkAfter(chain.at(-1) ?? head, orgId, entry)
    chain.push({ rowId, salt, text, ...link })
  }
  return chain
}

/** Appends the chain. A row that no longer allows its change leaves a gap in the numbers, which a trigger refuses. */
function appending(
  register: Register,
  orgId: number,
  chain: readonly Chained[],
  stillOpen: SQL,
): readonly Statement[] {
  const links = chain.map(({ salt: _salt, text: _text, ...link }) => link)
  const texts = chain.map(({ rowId, ref, salt, text }) => ({ rowId, ref, salt, text }))
  return [
    insertFrom(
      register,
      history,
      {
        orgId,
        seq: sql`link.value ->> 'seq'`,
        at: sql`link.value ->> 'at'`,
        act: sql`link.value ->> 'act'`,
        ref: sql`link.value ->> 'ref'`,
        digest: sql`link.value ->> 'digest'`,
        previous: sql`link.value ->> 'previous'`,
        hash: sql`link.value ->> 'hash'`,
        form: sql`link.value ->> 'form'`,
      },
      sql`from ${rowsOf(links)} as link where link.value ->> 'rowId' in (${stillOpen}) order by link.value ->> 'seq'`,
    ).returning({ seq: history.seq }),
    insertFrom(
      register,
      historyTexts,
      {
        ref: sql`entry.value ->> 'ref'`,
        orgId,
        salt: sql`entry.value ->> 'salt'`,
        text: sql`entry.value ->> 'text'`,
      },
      sql`from ${rowsOf(texts)} as entry where entry.value ->> 'rowId' in (${recordedOf(orgId, chain)})`,
    ),
  ]
}

/** Selects the ids of the rows whose entry was written. */
function recordedOf(orgId: number, chain: readonly Chained[]): SQL {
  const entries = chain.map(({ rowId, seq, ref }) => ({ rowId, seq, ref }))
  return sql`select written.value ->> 'rowId' from ${rowsOf(entries)} as written
    join history on history.org_id = ${orgId} and history.seq = written.value ->> 'seq' and history.ref = written.value ->> 'ref'`
}
