/** The outbox: letters waiting for a channel, each told once. Knows no channel's address and no channel's shape. */

import { and, asc, eq, inArray, lt, lte, sql } from 'drizzle-orm'
import type { Id, Instant } from '../policy/words.ts'
import type { Register } from './open.ts'
import { letters } from './schema/messages.ts'

export type LetterChannel = 'slack' | 'discord'

/** A letter taken out for one try. `attempt` counts from 1 and fences the answer: an older try cannot mark it. */
export interface ClaimedLetter {
  readonly id: string
  readonly orgId: Id
  readonly channel: LetterChannel
  /** As written, in JSON. */
  readonly letter: string
  readonly attempt: number
}

/** Puts a letter into the outbox of each channel; returns to how many it was new. Told before is told. */
export async function writeLetter(
  register: Register,
  orgId: Id,
  letter: { readonly kind: string; readonly occasion: string },
  channels: readonly LetterChannel[],
  now: Instant,
): Promise<number> {
  if (channels.length === 0) return 0
  const written = await register
    .insert(letters)
    .values(
      channels.map((channel) => ({
        id: `${letter.kind}:${letter.occasion}:${channel}`,
        orgId,
        channel,
        kind: letter.kind,
        letter: JSON.stringify(letter),
        status: 'waiting' as const,
        notBefore: sortable(now),
        writtenAt: sortable(now),
      })),
    )
    .onConflictDoNothing()
    .returning({ id: letters.id })
  return written.length
}

/**
 * Takes the oldest due letter for one try, or null. The claim holds until `leaseUntil`; a try that died before it
 * could be marked is due again after that. Two callers never get the same letter.
 */
export async function claimDue(
  register: Register,
  now: Instant,
  leaseUntil: Instant,
): Promise<ClaimedLetter | null> {
  const due = register
    .select({ id: letters.id })
    .from(letters)
    .where(and(inArray(letters.status, UNSENT), lte(letters.notBefore, sortable(now))))
    .orderBy(asc(letters.writtenAt), sql`rowid`)
    .limit(1)
  const [claimed] = await register
    .update(letters)
    .set({ status: 'sending', attempts: sql`${letters.attempts} + 1`, notBefore: sortable(leaseUntil) })
    .where(inArray(letters.id, due))
    .returning({
      id: letters.id,
      orgId: letters.orgId,
      channel: letters.channel,
      letter: letters.letter,
      attempt: letters.attempts,
    })
  return claimed ?? null
}

const UNSENT = ['waiting' as const, 'sending' as const]

/** The channel took it. */
export async function markDelivered(register: Register, claimed: ClaimedLetter, now: Instant): Promise<void> {
  await register
    .update(letters)
    .set({ status: 'delivered', deliveredAt: sortable(now), trouble: null })
    .where(thisTry(claimed))
}

/**
 * The channel did not take it. `again` is when to try once more, null to give it up.
 * Until `restUntil` the channel's other letters wait too: they keep their order and are not refused in a row.
 */
export async function markFailed(
  register: Register,
  claimed: ClaimedLetter,
  trouble: string,
  again: Instant | null,
  restUntil: Instant | null,
): Promise<void> {
  const marked = register
    .update(letters)
    .set(
      again === null
        ? { status: 'given_up', trouble }
        : { status: 'waiting', notBefore: sortable(again), trouble },
    )
    .where(thisTry(claimed))
  await (restUntil === null ? marked : register.batch([marked, rested(register, claimed, restUntil)]))
}

function rested(register: Register, claimed: ClaimedLetter, until: Instant) {
  return register
    .update(letters)
    .set({ notBefore: sortable(until) })
    .where(
      and(
        eq(letters.orgId, claimed.orgId),
        eq(letters.channel, claimed.channel),
        eq(letters.status, 'waiting'),
        lt(letters.notBefore, sortable(until)),
      ),
    )
}

function thisTry(claimed: ClaimedLetter) {
  return and(eq(letters.id, claimed.id), eq(letters.status, 'sending'), eq(letters.attempts, claimed.attempt))
}

/** The outbox compares times inside SQL, as text: always with milliseconds, so that text order is time order. */
function sortable(at: Instant): string {
  return new Date(at).toISOString()
}
