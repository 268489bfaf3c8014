/** Decoders for answers that are odd in part, or from which something may be missing. */

import { type Decoder, type OddRow, OddValue } from './decode.ts'

/** A list without its odd rows. `came` counts them too: that one was left out must not look like the end of the list. */
export interface CountedRows<T> {
  readonly rows: readonly T[]
  readonly came: number
}

/** What `page` makes of a list, and how many rows there were. */
export function withCount<T>(page: Decoder<readonly T[]>): Decoder<CountedRows<T>> {
  return (value, odd) => {
    const rows = page(value, odd)
    return { rows, came: Array.isArray(value) ? value.length : rows.length }
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

/** Null where GitHub says null. A field that is missing is odd: taken for null, it would look like an absence. */
export function orNull<T>(decode: Decoder<T>): Decoder<T | null> {
  return (value, odd) => (value === null ? null : decode(value, odd))
}
