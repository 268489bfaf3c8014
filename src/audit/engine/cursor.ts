/** A stage's cursor: kept as JSON in the checkpoint, and decoded where the stage goes on. */

import { type Decoder, fields, OddValue, whole } from '../../github/http/decode.ts'
import type { Id } from '../../policy/words.ts'
import type { Page, ReadingStage } from './stage.ts'

/** The stage as the engine runs it, which keeps cursors without knowing their form. */
export function withCursor<C>(decode: Decoder<C>, stage: ReadingStage<NoInfer<C>>): ReadingStage {
  return {
    ...stage,
    read: (run, kept) => stage.read(run, decodedCursor(decode, kept)),
    skip: (run, kept, trouble) => stage.skip(run, decodedCursor(decode, kept), trouble),
  }
}

/** The cursor that was kept; null, with which every stage begins, where another version wrote it in another form. */
export function decodedCursor<C>(decode: Decoder<C>, kept: unknown): C | null {
  if (kept === null) return null
  try {
    return decode(kept, [])
  } catch (error) {
    if (error instanceof OddValue) return null
    throw error
  }
}

/** How far a stage has come that asks for several accounts or repositories in one query. */
export interface BatchPosition {
  readonly after: Id
  /** How many the next query asks for. */
  readonly size: number
}

export const batchPosition: Decoder<BatchPosition> = fields({ after: whole, size: whole })

/** The page that continues with queries of half the size; null where a query for one alone was too large. */
export function halved<P extends BatchPosition>(at: P): Page<P> | null {
  return at.size > 1 ? { statements: [], next: { ...at, size: Math.floor(at.size / 2) } } : null
}
