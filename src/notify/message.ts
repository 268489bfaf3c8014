/** What a letter is before it has the shape of any channel: plain text in, never markup, never an address. */

import { z } from 'zod'

/** Why we write: one word per occasion that people asked to hear of. */
const LETTER_KINDS = [
  'audit_finished',
  'review_opened',
  'reminder',
  'decided',
  'revoked',
  'rules_changed',
  'trouble',
] as const
type LetterKind = (typeof LETTER_KINDS)[number]

/** How it should feel: `news` tells, `ask` waits for an owner, `done` closes, `trouble` needs mending. */
const TONES = ['news', 'ask', 'done', 'trouble'] as const
export type Tone = (typeof TONES)[number]

/** A letter to the owners. Every text in it is plain: the channel escapes it (slack.ts, discord.ts). */
export interface Letter {
  readonly kind: LetterKind
  /** What it is about, unique within its kind over all organisations: the same occasion is told once. */
  readonly occasion: string
  readonly title: string
  /** One sentence or two each, most important first. */
  readonly lines: readonly string[]
  /** The page where the reader goes on; always one of ours. */
  readonly link: { readonly label: string; readonly url: string }
  readonly counts: readonly { readonly name: string; readonly value: number }[]
  readonly tone: Tone
}

/** Reads a letter back from the outbox; null where it is not one (written by another version, or damaged). */
export function readLetter(stored: string): Letter | null {
  const value = parsed(stored)
  const read = LETTER.safeParse(value)
  return read.success ? read.data : null
}

const LETTER: z.ZodType<Letter> = z.object({
  kind: z.enum(LETTER_KINDS),
  occasion: z.string(),
  title: z.string(),
  lines: z.array(z.string()),
  link: z.object({ label: z.string(), url: z.string() }),
  counts: z.array(z.object({ name: z.string(), value: z.number() })),
  tone: z.enum(TONES),
})

function parsed(stored: string): unknown {
  try {
    return JSON.parse(stored)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
