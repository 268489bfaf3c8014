/** The outbox: messages to Slack and Discord, each delivered once per channel, and the channels that fail. */

import { and, asc, eq, inArray, lt, lte, sql } from 'drizzle-orm'
import type { Id, Instant } from '../policy/words.ts'
import type { Register } from './open.ts'
import { messages } from './schema/messages.ts'

export type MessageChannel = 'slack' | 'discord'

/** A message claimed for one attempt. `attempt` counts from 1 and is the fencing token: an older attempt cannot mark the message. */
export interface ClaimedMessage {
  readonly id: string
  readonly orgId: Id
  readonly channel: MessageChannel
  /** As stored, in JSON. */
  readonly message: string
  readonly attempt: number
}

/**
 * Puts a message into the outbox of each channel, to be sent at once or collected for Monday. Returns for how many channels
 * it was new: a known dedupe key writes nothing.
 */
export async function writeMessage(
  register: Register,
  orgId: Id,
  message: { readonly kind: string; readonly dedupeKey: string; readonly severity: string },
  channels: readonly MessageChannel[],
  now: Instant,
  when: 'at_once' | 'monday' = 'at_once',
): Promise<number> {
  if (channels.length === 0) return 0
  // The previous version reads two of the fields by their earlier names. Those go one release later.
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
        status: when === 'at_once' ? ('waiting' as const) : ('collected' as const),
        notBefore: now,
        writtenAt: now,
      })),
    )
    .onConflictDoNothing()
    .returning({ id: messages.id })
  return written.length
}

/**
 * Claims the oldest due message for one attempt; null when none is due. The claim lasts until `leaseUntil`: an attempt
 * that died before it was marked is due again after that. Two callers never get the same message.
 */
export async function claimDue(
  register: Register,
  now: Instant,
  leaseUntil: Instant,
): Promise<ClaimedMessage | null> {
  const due = register
    .select({ id: messages.id })
    .from(messages)
    .where(and(inArray(messages.status, UNSENT), lte(messages.notBefore, now)))
    .orderBy(asc(messages.writtenAt), sql`rowid`)
    .limit(1)
  const [claimed] = await register
    .update(messages)
    .set({ status: 'sending', attempts: sql`${messages.attempts} + 1`, notBefore: leaseUntil })
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

/** The channel accepted the message. */
export async function markDelivered(
  register: Register,
  claimed: ClaimedMessage,
  now: Instant,
): Promise<void> {
  await register
    .update(messages)
    .set({ status: 'delivered', deliveredAt: now, trouble: null })
    .where(isClaimedBy(claimed))
}

/**
 * The channel did not accept the message. `retryAt` is when to try again, null to give up. Until `pauseUntil` the channel's
 * other messages wait too, so that they keep their order and are not refused one after another.
 */
export async function markFailed(
  register: Register,
  claimed: ClaimedMessage,
  trouble: string,
  retryAt: Instant | null,
  pauseUntil: Instant | null,
): Promise<void> {
  const marked = register
    .update(messages)
    .set(
      retryAt === null ? { status: 'given_up', trouble } : { status: 'waiting', notBefore: retryAt, trouble },
    )
    .where(isClaimedBy(claimed))
  await (pauseUntil === null
    ? marked
    : register.batch([marked, postponeOthers(register, claimed, pauseUntil)]))
}

/** A channel whose newest message was given up, and why. */
export interface ChannelTrouble {
  readonly channel: 'slack' | 'discord'
  /** When that message was written. */
  readonly writtenAt: Instant
  readonly trouble: string
}

/** The channels to which no message has been delivered since one was given up. */
export async function findChannelTroubles(register: Register, orgId: Id): Promise<ChannelTrouble[]> {
  return await register.rows<ChannelTrouble>(sql`
    select channel, max(written_at) as writtenAt, trouble from letters as failed
    where org_id = ${orgId} and status = 'given_up' and trouble is not null and not exists (
      select 1 from letters as later where later.org_id = failed.org_id and later.channel = failed.channel
        and later.status = 'delivered' and later.written_at > failed.written_at)
    group by channel order by channel`)
}

function postponeOthers(register: Register, claimed: ClaimedMessage, until: Instant) {
  return register
    .update(messages)
    .set({ notBefore: until })
    .where(
      and(
        eq(messages.orgId, claimed.orgId),
        eq(messages.channel, claimed.channel),
        eq(messages.status, 'waiting'),
        lt(messages.notBefore, until),
      ),
    )
}

function isClaimedBy(claimed: ClaimedMessage) {
  return and(
    eq(messages.id, claimed.id),
    eq(messages.status, 'sending'),
    eq(messages.attempts, claimed.attempt),
  )
}
