/** What a message is before it is written for a channel: plain text without markup. */

import { z } from 'zod'

/** What a message is about. */
export const MESSAGE_KINDS = [
  'audit_finished',
  'new_owner',
  'review_opened',
  'reminder',
  'decided',
  'answered',
  'revoked',
  'given_back',
  'asked_back',
  'erased',
  'rules_changed',
  'token_made',
  'token_ended',
  'rule_change_pending',
  'rule_change_cancelled',
  'weekly_head',
  'queue_day',
  'writer_asleep',
  'trouble',
] as const
export type MessageKind = (typeof MESSAGE_KINDS)[number]

/** `news` informs, `ask` waits for an owner, `done` ends something, `trouble` needs a repair. */
const SEVERITIES = ['news', 'ask', 'done', 'trouble'] as const
export type Severity = (typeof SEVERITIES)[number]

/** A message to the owners. Every text in it is plain: the channel's file escapes it (slack.ts, discord.ts). */
export interface Message {
  readonly kind: MessageKind
  /** Unique within the kind over all organisations: a message with the same kind and key is sent once. */
  readonly dedupeKey: string
  readonly title: string
  /** One sentence or two each, most important first. */
  readonly lines: readonly string[]
  /** The page of this product where the reader goes on. */
  readonly link: { readonly label: string; readonly url: string }
  readonly counts: readonly { readonly name: string; readonly value: number }[]
  readonly severity: Severity
}

/** Reads a message back from the outbox; null where it is not one (written by another version, or damaged). */
export function readMessage(stored: string): Message | null {
  const value = parsed(stored)
  const read = MESSAGE.safeParse(withCurrentNames(value))
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

/** The previous version stored two fields under earlier names; this goes one release later. */
function withCurrentNames(value: unknown): unknown {
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
