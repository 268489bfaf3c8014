/** Hands one letter to one channel, once. Never throws, never follows a redirect, never tells the address. */

import { addressComplaint, CHANNEL_NAMES, type ChannelAddress, type ChannelKind } from './channel-address.ts'
import { discordMessage } from './discord.ts'
import type { Message } from './message.ts'
import { slackMessage } from './slack.ts'

export type Delivery =
  | { readonly ok: true }
  /** Worth another try, not before `retryAfterSeconds` where the channel named a time. */
  | {
      readonly ok: false
      readonly retry: 'later'
      readonly retryAfterSeconds: number | null
      readonly sentence: string
    }
  /** No answer came: nobody knows whether it arrived. Worth another try, but not in the same breath. */
  | {
      readonly ok: false
      readonly retry: 'no_answer'
      readonly retryAfterSeconds: null
      readonly sentence: string
    }
  /** A person must mend it first. */
  | {
      readonly ok: false
      readonly retry: 'never'
      readonly retryAfterSeconds: null
      readonly sentence: string
    }

/** Longer than this a channel does not keep us waiting. */
const TIMEOUT_MS = 10_000

/** Nobody is asked to wait longer than a day, whatever a header says. */
const LONGEST_WAIT_SECONDS = 24 * 60 * 60

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
    return await judged(channel.kind, response)
  } catch (error) {
    // Only the error's kind is told: its message may carry the address.
    const kind = error instanceof Error ? error.name : 'unknown error'
    return {
      ok: false,
      retry: 'no_answer',
      retryAfterSeconds: null,
      sentence: `${name} gave no answer (${kind}).`,
    }
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

async function judged(kind: ChannelKind, response: Response): Promise<Delivery> {
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
    return never(`${answer}: it did not accept the letter's form. Please report this with the letter's kind.`)
  }
  return never(
    `${answer}: the webhook does not exist any more or does not let us write. Make a new incoming webhook in ${name} and put its address in the settings.`,
  )
}

/** The channel's own word for what is wrong, where it is one word or number: bodies of strangers are not repeated. */
function codeIn(body: string): string {
  const word = /^[a-z_]{1,40}$/.exec(body.trim())?.[0] ?? /"code":\s*(\d{1,6})\b/.exec(body)?.[1]
  return word === undefined ? '' : ` ${word}`
}

/**
 * Seconds to wait: the `Retry-After` header (seconds, or a date against the answer's own `Date`) or Discord's
 * `retry_after` in the body (seconds, with fractions), whichever is longer.
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
