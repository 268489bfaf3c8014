/** What a letter is before it has the shape of any channel: plain text in, never markup, never an address. */

import { z } from 'zod'

/** Why we write: one word per dedupeKey that people asked to hear of. */
const MESSAGE_KINDS = [
  'audit_finished',
  'review_opened',
  'reminder',
  'decided',
  'revoked',
  'rules_changed',
  'trouble',
] as const
type MessageKind = (typeof MESSAGE_KINDS)[number]

/** How it should feel: `news` tells, `ask` waits for an owner, `done` closes, `trouble` needs mending. */
const SEVERITIES = ['news', 'ask', 'done', 'trouble'] as const
export type Severity = (typeof SEVERITIES)[number]

/** A letter to the owners. Every text in it is plain: the channel escapes it (slack.ts, discord.ts). */
export interface Message {
  readonly kind: MessageKind
  /** What it is about, unique within its kind over all organisations: the same dedupeKey is told once. */
  readonly dedupeKey: string
  readonly title: string
  /** One sentence or two each, most important first. */
  readonly lines: readonly string[]
  /** The page where the reader goes on; always one of ours. */
  readonly link: { readonly label: string; readonly url: string }
  readonly counts: readonly { readonly name: string; readonly value: number }[]
  readonly severity: Severity
}

/** Reads a letter back from the outbox; null where it is not one (written by another version, or damaged). */
export function readMessage(stored: string): Message | null {
  const value = parsed(stored)
  const read = MESSAGE.safeParse(withPresentNames(value))
  return read.success ? read.data : null
}

const MESSAGE: z.ZodType<Message> = z.object({
  kind: z.enum(MESSAGE_KINDS),
  dedupeKey: z.string(),
  title: z.string(),
  lines: z.array(z.string()),
  link: z.object({ label: z.string(), url: z.string() }),
  counts: z.array(z.object({ name: z.string(), value: z.number() })),
  severity: z.enum(SEVERITIES),
})

/** What the previous version has stored bears two earlier names of fields; they go one release later. */
function withPresentNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('occasion' in value) || !('tone' in value))
    return value
  return { dedupeKey: value.occasion, severity: value.tone, ...value }
}

function parsed(stored: string): unknown {
  try {
    return JSON.parse(stored)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
