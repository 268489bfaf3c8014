/** Decoders for answers of which an odd part costs only itself, where it must still be known that something is missing. */

import { type Decoder, type OddRow, OddValue, rows } from '../../http/decode.ts'

/** A list without its odd rows. `came` counts them too: that one was left out must not look like the end of the list. */
export interface CountedRows<T> {
  readonly rows: readonly T[]
  readonly came: number
}

/** `rows(…)`, and how many there were. */
export function countedRows<T>(row: Decoder<T>): Decoder<CountedRows<T>> {
  const decode = rows(row)
  return (value, odd) => {
    const kept = decode(value, odd)
    return { rows: kept, came: Array.isArray(value) ? value.length : kept.length }
  }
}

/** A part that counts as not shown (null) where it is odd: for queries that ask for several things at once. */
export function unlessOdd<T>(decode: Decoder<T>): Decoder<T | null> {
  return (value, odd) => {
    const inside: OddRow[] = []
    try {
      const part = decode(value, inside)
      odd.push(...inside)
      return part
    } catch (error) {
      if (!(error instanceof OddValue)) throw error
      return null
    }
  }
}
