/** Says when a change of rules that waits takes effect, and what it waits for. */

import { daysAfter, isBefore, printedDay } from '../calendar.ts'
import type { Instant } from '../words.ts'

/** Days after another owner could know of it. */
const KNOWN_DAYS = 7
/** Days after which a new sign-in of whoever asked is enough, where nobody else could know of it. */
const UNKNOWN_DAYS = 30

/** What the settings page says of every change that waits. */
export const WHAT_WAITS = `Once the first review has opened, what waits for another owner holds when one agrees; else ${KNOWN_DAYS} days after another owner could know of it; else after ${UNKNOWN_DAYS} days and a new sign-in of whoever asked. Any owner cancels it.`

/** When a change that waits takes effect, said to whoever asked for it. */
export function startInWords(from: Instant | null): string {
  return from === null
    ? `It starts when another owner agrees, else ${KNOWN_DAYS} days after another owner could know of it.`
    : `It starts on ${printedDay(from)}, or when another owner agrees.`
}

/** What is known of a change that waits. */
export interface Waiting {
  readonly setting: string
  readonly at: Instant
  /** When a channel took the message; null where none has. */
  readonly toldAt: Instant | null
  /** When another owner first saw it; null where none has. */
  readonly seenAt: Instant | null
}

/**
 * `another_owner`: to agree, to see it, or a channel to take the message; `time`: until `effectiveFrom`; `sign_in`: a new one
 * of whoever asked; `contradiction`: its time is over, but the rules of now do not allow it.
 */
export type WaitsFor = 'another_owner' | 'time' | 'sign_in' | 'contradiction'

/** Whether the change that waits starts again what an owner stopped: time alone never does that. */
export function isStop(setting: string): boolean {
  return setting === 'paused' || stoppedProposal(setting) !== null
}

/** The proposal whose removal would start again; null for every other change. */
export function stoppedProposal(setting: string): string | null {
  return /^stopped:(.+)$/.exec(setting)?.[1] ?? null
}

/** From when on it takes effect though nobody agrees; null while nobody else could know of it, and for what an owner stopped. */
export function effectiveFrom({ setting, toldAt, seenAt }: Waiting): Instant | null {
  // Sorted as text: moments have one form.
  const [known] = [toldAt, seenAt].filter((at) => at !== null).sort()
  return isStop(setting) || known === undefined ? null : daysAfter(known, KNOWN_DAYS)
}

/** Whether its time is over. `signedInAt` is the newest sign-in of whoever asked. */
export function isDue(change: Waiting, signedInAt: Instant | null, now: Instant): boolean {
  if (isStop(change.setting)) return false
  const from = effectiveFrom(change)
  if (from !== null) return !isBefore(now, from)
  const unknownFrom = daysAfter(change.at, UNKNOWN_DAYS)
  // A sign-in dated in the future comes from another clock, so it does not count as one after those days.
  return signedInAt !== null && !isBefore(signedInAt, unknownFrom) && !isBefore(now, signedInAt)
}

/** What it waits for, where the rules of now allow it. */
export function waitsForOf(change: Waiting, now: Instant): Exclude<WaitsFor, 'contradiction'> {
  if (effectiveFrom(change) !== null) return 'time'
  if (isStop(change.setting) || isBefore(now, daysAfter(change.at, UNKNOWN_DAYS))) return 'another_owner'
  return 'sign_in'
}
