/** Delivers the messages in the outbox to their channels, each once; a failing channel stops nothing else. */

import { CHANNEL_NAMES, type ChannelAddress, type ChannelKind, deliver } from '../notify/deliver.ts'
import { readMessage } from '../notify/message.ts'
import {
  type DeliveryResult,
  PAUSE_AFTER_FAILURE_SECONDS,
  secondsUntilRetry,
} from '../notify/retry-delivery.ts'
import { instant } from '../policy/calendar.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Id, Instant } from '../policy/words.ts'
import { type ClaimedMessage, claimDue, markDelivered, markFailed } from '../register/messages.ts'
import type { Register } from '../register/open.ts'

/** Finds the address of an organisation's channel of this kind, decrypted; null where it has none. */
export type ChannelOf = (orgId: Id, kind: ChannelKind) => Promise<ChannelAddress | null>

/** How long a claim on a message lasts: far longer than a try (10 s), and over before the next hourly run. */
const LEASE_SECONDS = 120

/** Tries per run of the Worker: the Free plan allows 50 requests an invocation, and other code makes some too. */
export const MOST_TRIES = 20

/** Tries right after a message was written: an audit's instance may have sent 40 requests before. What is left, the hourly run tries. */
export const TRIES_AFTER_WRITING = 4

/** How long one call waits in all for channels that ask for a short wait. */
const MOST_WAIT_SECONDS = 5

/**
 * Delivers what is due at `now` in at most `mostTries` tries, waiting for busy channels up to `mostWaitSeconds`; a longer wait
 * is left to a later call. Returns how many tries it made. Never throws.
 */
export async function deliverOutbox(
  register: Register,
  channelOf: ChannelOf,
  now: Instant,
  fetch: typeof globalThis.fetch,
  mostWaitSeconds = MOST_WAIT_SECONDS,
  mostTries = MOST_TRIES,
): Promise<number> {
  let tries = 0
  try {
    let waited = 0
    let soonest = Number.POSITIVE_INFINITY
    while (tries < mostTries) {
      const claimed = await claimDue(register, after(now, waited), after(now, waited + LEASE_SECONDS))
      if (claimed !== null) {
        tries += 1
        const wait = await tryOnce(register, channelOf, claimed, after(now, waited), fetch)
        if (wait !== null) soonest = Math.min(soonest, waited + wait)
      } else if (soonest <= mostWaitSeconds) {
        await pause(soonest - waited)
        waited = soonest
        soonest = Number.POSITIVE_INFINITY
      } else {
        break
      }
    }
  } catch (error) {
    console.error(JSON.stringify({ event: 'messages_not_delivered', error: String(error) }))
  }
  return tries
}

/** Tries one message once; returns the seconds until it is due again, null where no try will follow. */
async function tryOnce(
  register: Register,
  channelOf: ChannelOf,
  claimed: ClaimedMessage,
  now: Instant,
  fetch: typeof globalThis.fetch,
): Promise<number | null> {
  const delivery = await deliverClaimed(channelOf, claimed, fetch)
  if (delivery.ok) {
    await markDelivered(register, claimed, now)
    return null
  }
  const wait = secondsUntilRetry(delivery, claimed.attempt)
  const again = wait === null ? null : after(now, wait)
  const restUntil =
    wait === null
      ? null
      : after(now, delivery.retryAfterSeconds ?? Math.min(wait, PAUSE_AFTER_FAILURE_SECONDS))
  await markFailed(register, claimed, delivery.sentence, again, restUntil)
  const event = wait === null ? 'message_given_up' : 'message_waits'
  console.warn(
    JSON.stringify({ event, message: claimed.id, attempt: claimed.attempt, trouble: delivery.sentence }),
  )
  return wait
}

async function deliverClaimed(
  channelOf: ChannelOf,
  claimed: ClaimedMessage,
  fetch: typeof globalThis.fetch,
): Promise<DeliveryResult> {
  const name = CHANNEL_NAMES[claimed.channel]
  const message = readMessage(claimed.message)
  if (message === null) {
    return refused('never', 'The message in the outbox cannot be read any more. Nothing was sent.')
  }
  try {
    const address = await channelOf(claimed.orgId, claimed.channel)
    if (address === null) {
      return refused(
        'never',
        `There is no ${name} address any more. Put one in the settings to be told again.`,
      )
    }
    return await deliver(address, message, fetch)
  } catch (error) {
    // A Refusal's sentence is made for people; any other error's message may contain the address.
    if (error instanceof Refusal) return refused('no_answer', error.sentence)
    const kind = error instanceof Error ? error.name : 'unknown error'
    return refused('no_answer', `The ${name} address could not be read (${kind}).`)
  }
}

function refused(retry: 'no_answer' | 'never', sentence: string): DeliveryResult {
  return { ok: false, retry, retryAfterSeconds: null, sentence }
}

function after(at: Instant, seconds: number): Instant {
  return instant(Date.parse(at) + seconds * 1000)
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000))
}
