/** Sends one message to one channel, once, without following redirects or showing the address. */

import { channelAddress } from '../policy/rules/rule-values.ts'
import { discordMessage } from './discord.ts'
import type { Message } from './message.ts'
import { slackMessage } from './slack.ts'

export type ChannelKind = 'slack' | 'discord'

/** Where one kind of message goes. `from` says who named it: an owner may name the channel's own hosts only. */
export interface ChannelAddress {
  readonly kind: ChannelKind
  readonly url: string
  readonly from: 'settings' | 'deployment'
}

export const CHANNEL_NAMES: Readonly<Record<ChannelKind, string>> = { slack: 'Slack', discord: 'Discord' }

/** How one try ended; `sentence` is for people and contains no address. */
export type Delivery =
  | { readonly ok: true }
  /** Worth another try, after `retryAfterSeconds` where the channel named a time. */
  | {
      readonly ok: false
      readonly retry: 'later'
      readonly retryAfterSeconds: number | null
      readonly sentence: string
    }
  /** No answer came, so the message may have arrived. Worth another try, but not at once. */
  | {
      readonly ok: false
      readonly retry: 'no_answer'
      readonly retryAfterSeconds: null
      readonly sentence: string
    }
  /** A person has to repair something first. */
  | {
      readonly ok: false
      readonly retry: 'never'
      readonly retryAfterSeconds: null
      readonly sentence: string
    }

/** The longest wait for a channel's answer, in milliseconds. */
const TIMEOUT_MS = 10_000

/** The longest wait before the next try, whatever a header says. */
const LONGEST_WAIT_SECONDS = 24 * 60 * 60

/** Sends the message once and says how that ended. Never throws. */
export async function deliver(
  channel: ChannelAddress,
  message: Message,
  fetch: typeof globalThis.fetch,
): Promise<Delivery> {
  const complaint = addressComplaint(channel)
  if (complaint !== null) return never(complaint)
  const name = CHANNEL_NAMES[channel.kind]
  try {
    const response = await fetch(channel.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(messageFor(channel.kind, message)),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return await deliveryAfter(channel.kind, response)
  } catch (error) {
    // Only the error's name is shown: its message may contain the address.
    const kind = error instanceof Error ? error.name : 'unknown error'
    return {
      ok: false,
      retry: 'no_answer',
      retryAfterSeconds: null,
      sentence: `${name} gave no answer (${kind}).`,
    }
  }
}

/** What is wrong with the address, as a sentence that says what to do; null where nothing is. */
function addressComplaint({ kind, url, from }: ChannelAddress): string | null {
  switch (from) {
    case 'settings':
      return channelAddress(kind, url)
    case 'deployment':
      if (/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return null
      return `${kind.toUpperCase()}_WEBHOOK_URL is no web address: copy the incoming webhook's address again from ${CHANNEL_NAMES[kind]}.`
  }
}

function messageFor(kind: ChannelKind, message: Message): unknown {
  switch (kind) {
    case 'slack':
      return slackMessage(message)
    case 'discord':
      return discordMessage(message)
  }
}

async function deliveryAfter(kind: ChannelKind, response: Response): Promise<Delivery> {
  const name = CHANNEL_NAMES[kind]
  const { status } = response
  if (response.ok) {
    await response.body?.cancel()
    return { ok: true }
  }
  const body = await response.text()
  const answer = `${name} answered ${status}${codeIn(body)}`
  if (status === 429 || status === 408 || status >= 500) {
    return later(`${answer}.`, retryAfter(response.headers, body))
  }
  if (status < 400) {
    return never(
      `${answer}, a redirect, which is not followed. Put the webhook's own address in the settings.`,
    )
  }
  if (status === 400 || status === 413) {
    return never(
      `${answer}: it did not accept the message's form. Please report this with the message's kind.`,
    )
  }
  return never(
    `${answer}: the webhook does not exist any more or does not let us write. Make a new incoming webhook in ${name} and put its address in the settings.`,
  )
}

/** The channel's own error code, one word or number; the rest of the body is not repeated, anybody may have written it. */
function codeIn(body: string): string {
  const word = /^[a-z_]{1,40}$/.exec(body.trim())?.[0] ?? /"code":\s*(\d{1,6})\b/.exec(body)?.[1]
  return word === undefined ? '' : ` ${word}`
}

/**
 * Seconds to wait: the `Retry-After` header (seconds, or a date, compared with the answer's own `Date`) or Discord's
 * `retry_after` in the body (seconds, with fractions), whichever is longer; null where neither is given.
 */
function retryAfter(headers: Headers, body: string): number | null {
  const header = headers.get('retry-after')
  const seconds = [
    /^[\d.]+$/.test(header ?? '')
      ? Number(header)
      : (Date.parse(header ?? '') - Date.parse(headers.get('date') ?? '')) / 1000,
    Number(/"retry_after":\s*(\d+(?:\.\d+)?)/.exec(body)?.[1] ?? Number.NaN),
  ].filter((value) => Number.isFinite(value) && value >= 0)
  return seconds.length === 0 ? null : Math.min(Math.ceil(Math.max(...seconds)), LONGEST_WAIT_SECONDS)
}

function later(sentence: string, retryAfterSeconds: number | null): Delivery {
  return { ok: false, retry: 'later', retryAfterSeconds, sentence }
}

function never(sentence: string): Delivery {
  return { ok: false, retry: 'never', retryAfterSeconds: null, sentence }
}
