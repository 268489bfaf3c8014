/** Compares rows with the entries that tell of them, both ways. Pure. */

import type { EntryText } from '../told.ts'

/** A compared entry; `told` is null where its text was erased. */
export interface ComparedEntry {
  readonly seq: number
  readonly at: string
  readonly act: string
  readonly told: EntryText | null
}

/** One kind of row, and the entries that tell of it. */
export interface Comparison<Row> {
  readonly acts: readonly string[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** Whether the row is nothing without an entry. */
  readonly needsEntry: (row: Row) => boolean
  /** The keys of the rows that the entry tells of. */
  readonly keysIn: (entry: ComparedEntry, told: EntryText) => readonly string[]
  /** Whether the entry tells the row as it is. */
  readonly fits: (row: Row, entry: ComparedEntry, told: EntryText) => boolean
  /** The row in words, by its key. */
  readonly named: (key: string) => string
}

/** A sentence for each row that does not match what the entries tell. `until`: the newest entry whose rows were read. */
export function compare<Row>(
  { entries, until }: { readonly entries: readonly ComparedEntry[]; readonly until: number },
  { acts, rows, keyOf, needsEntry, keysIn, fits, named }: Comparison<Row>,
): readonly string[] {
  const ofThese = entries.filter(({ act }) => acts.includes(act))
  const byKey = Map.groupBy(
    ofThese.flatMap((entry) => {
      const { told } = entry
      return told === null ? [] : keysIn(entry, told).map((key) => ({ key, entry, told }))
    }),
    ({ key }) => key,
  )
  const known = new Set(rows.map(keyOf))
  const untold = rows.filter(needsEntry).flatMap((row) => {
    const telling = byKey.get(keyOf(row))
    if (telling === undefined) return [`The register has ${named(keyOf(row))}, of which no entry tells.`]
    if (telling.some(({ entry, told }) => fits(row, entry, told))) return []
    const { seq } = telling.at(-1)?.entry ?? {}
    return [`The register has ${named(keyOf(row))} otherwise than entry ${seq} tells it.`]
  })
  // Each entry whose text was erased may have told of one of these rows.
  const erased = ofThese.filter(({ told }) => told === null).length
  const gone = [...byKey].flatMap(([key, [first]]) =>
    known.has(key) || first === undefined || first.entry.seq > until
      ? []
      : [`Entry ${first.entry.seq} tells of ${named(key)}, which the register does not have.`],
  )
  return [...(untold.length > erased ? untold : []), ...gone]
}
