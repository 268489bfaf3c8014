/** Reads back what the text of a history entry tells: who acted, and the facts. */

import { z } from 'zod'

/** The readable part of an entry. */
export type EntryText = z.infer<typeof TOLD>

const TOLD = z.object({
  actor: z.union([
    z.object({ kind: z.literal('person'), id: z.number(), login: z.string() }),
    z.object({ kind: z.enum(['operator', 'calendar', 'github']) }),
  ]),
  facts: z.record(z.string(), z.unknown()),
})

/** What a text tells; null where it is not of our making. */
export function toldIn(text: string): EntryText | null {
  const read = TOLD.safeParse(parsed(text))
  return read.success ? read.data : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
