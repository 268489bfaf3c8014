/** A history entry before it is chained, and how a sequence conflict is recognised. */

import type { Actor, Instant, Subject } from '../../policy/words.ts'
import { digestOf, type Link } from './chain.ts'

/** A history entry to write. */
export interface Entry {
  readonly at: Instant
  /** What happened, as a code: `review_opened`, `decided`, `removed`… */
  readonly act: string
  readonly actor: Actor
  readonly subject?: Subject | null
  readonly sentence: string
  readonly facts?: Readonly<Record<string, unknown>>
}

/** What is known of an entry before its sequence number is. */
export interface Unchained extends Pick<Link, 'at' | 'act' | 'ref' | 'digest'> {
  readonly salt: string
  readonly text: string
}

/** Gives the entry's text a random reference and a salted digest. */
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

/** How often an append is tried when other writers take the sequence number first. */
export const TRIES = 20

/** Whether an error means that another entry took the sequence number; then the whole batch was rolled back. */
export function isSequenceConflict(cause: unknown): boolean {
  for (let error = cause; error instanceof Error; error = error.cause) {
    if (/history sequence conflict|UNIQUE constraint failed: history\./.test(error.message)) return true
  }
  return false
}
