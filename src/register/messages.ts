/** The outbox: letters waiting for a channel, each told once. Knows no channel's address and no channel's shape. */

import { and, asc, eq, inArray, lt, lte, sql } from 'drizzle-orm'
import type { Id, Instant } from '../policy/words.ts'
import type { Register } from './open.ts'
import { messages } from './schema/messages.ts'

export type MessageChannel = 'slack' | 'discord'

/** A letter taken out for one try. `attempt` counts from 1 and fences the answer: an older try cannot mark it. */
export interface ClaimedMessage {
  readonly id: string
  readonly orgId: Id
  readonly channel: MessageChannel
  /** As written, in JSON. */
  readonly message: string
  readonly attempt: number
}

/** Puts a letter into the outbox of each channel; returns to how many it was new. Told before is told. */
export async function writeMessage(
  register: Register,
  orgId: Id,
  message: { readonly kind: string; readonly dedupeKey: string; readonly severity: string },
  channels: readonly MessageChannel[],
  now: Instant,
): Promise<number> {
  if (channels.length === 0) return 0
  // The previous version reads two of the fields under their earlier names; they go one release later.
  const stored = JSON.stringify({ ...message, occasion: message.dedupeKey, tone: message.severity })
  const written = await register
    .insert(messages)
    .values(
      channels.map((channel) => ({
        id: `${message.kind}:${message.dedupeKey}:${channel}`,
        orgId,
        channel,
        kind: message.kind,
        message: stored,
        status: 'waiting' as const,
        notBefore: sortable(now),
        writtenAt: sortable(now),
      })),
    )
    .onConflictDoNothing()
    .returning({ id: messages.id })
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
): Promise<ClaimedMessage | null> {
  const due = register
    .select({ id: messages.id })
    .from(messages)
    .where(and(inArray(messages.status, UNSENT), lte(messages.notBefore, sortable(now))))
    .orderBy(asc(messages.writtenAt), sql`rowid`)
    .limit(1)
  const [claimed] = await register
    .update(messages)
    .set({ status: 'sending', attempts: sql`${messages.attempts} + 1`, notBefore: sortable(leaseUntil) })
    .where(inArray(messages.id, due))
    .returning({
      id: messages.id,
      orgId: messages.orgId,
      channel: messages.channel,
      message: messages.message,
      attempt: messages.attempts,
    })
  return claimed ?? null
}

const UNSENT = ['waiting' as const, 'sending' as const]

/** The channel took it. */
export async function markDelivered(
  register: Register,
  claimed: ClaimedMessage,
  now: Instant,
): Promise<void> {
  await register
    .update(messages)
    .set({ status: 'delivered', deliveredAt: sortable(now), trouble: null })
    .where(thisTry(claimed))
}

/**
 * The channel did not take it. `again` is when to try once more, null to give it up.
 * Until `restUntil` the channel's other letters wait too: they keep their order and are not refused in a row.
 */
export async function markFailed(
  register: Register,
  claimed: ClaimedMessage,
  trouble: string,
  again: Instant | null,
  restUntil: Instant | null,
): Promise<void> {
  const marked = register
    .update(messages)
    .set(
      again === null
        ? { status: 'given_up', trouble }
        : { status: 'waiting', notBefore: sortable(again), trouble },
    )
    .where(thisTry(claimed))
  await (restUntil === null ? marked : register.batch([marked, rested(register, claimed, restUntil)]))
}

/** A channel whose newest letter was given up, and why. */
export interface ChannelTrouble {
  readonly channel: 'slack' | 'discord'
  readonly writtenAt: Instant
  readonly trouble: string
}

/** The channels to which no letter has been delivered since one was given up. */
export async function findChannelTroubles(register: Register, orgId: Id): Promise<ChannelTrouble[]> {
  return await register.all<ChannelTrouble>(sql`
    select channel, max(written_at) as writtenAt, trouble from letters given
    where org_id = ${orgId} and status = 'given_up' and trouble is not null and not exists (
      select 1 from letters later where later.org_id = given.org_id and later.channel = given.channel
        and later.status = 'delivered' and later.written_at > given.written_at)
    group by channel order by channel`)
}

function rested(register: Register, claimed: ClaimedMessage, until: Instant) {
  return register
    .update(messages)
    .set({ notBefore: sortable(until) })
    .where(
      and(
        eq(messages.orgId, claimed.orgId),
        eq(messages.channel, claimed.channel),
        eq(messages.status, 'waiting'),
        lt(messages.notBefore, sortable(until)),
      ),
    )
}

function thisTry(claimed: ClaimedMessage) {
  return and(
    eq(messages.id, claimed.id),
    eq(messages.status, 'sending'),
    eq(messages.attempts, claimed.attempt),
  )
}

/** The outbox compares times inside SQL, as text: always with milliseconds, so that text order is time order. */
function sortable(at: Instant): string {
  return new Date(at).toISOString()
}
