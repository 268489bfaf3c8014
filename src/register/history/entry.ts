/** An entry of the history on its way into the chain: its text, sealed, and how a lost race for its place shows. It writes nothing. */

import type { Actor, Instant, Subject } from '../../policy/words.ts'
import { digestOf, type Link } from './chain.ts'

/** What is to be written down. */
export interface Entry {
  readonly at: Instant
  /** What happened, as a code: `review_opened`, `decided`, `removed`… */
  readonly act: string
  readonly actor: Actor
  readonly subject?: Subject | null
  readonly sentence: string
  readonly facts?: Readonly<Record<string, unknown>>
}

/** What is known of an entry before its place in the chain is. */
export interface Unchained extends Pick<Link, 'at' | 'act' | 'ref' | 'digest'> {
  readonly salt: string
  readonly text: string
}

/** Puts an entry's text under a random reference, with its salted digest. */
export async function toUnchained(entry: Entry): Promise<Unchained> {
  const salt = crypto.randomUUID()
  const text = JSON.stringify({
    actor: entry.actor,
    subject: entry.subject ?? null,
    sentence: entry.sentence,
    facts: entry.facts ?? {},
  })
  const digest = await digestOf(salt, text)
  return { at: entry.at, act: entry.act, ref: crypto.randomUUID(), salt, text, digest }
}

/** How often two writers may meet at the same sequence number before we give up. */
export const TRIES = 20

/** Whether an error says that another entry took the place in the chain first; then the whole batch was rolled back. */
export function isSequenceConflict(cause: unknown): boolean {
  for (let error = cause; error instanceof Error; error = error.cause) {
    if (/history sequence conflict|UNIQUE constraint failed: history\./.test(error.message)) return true
  }
  return false
}
