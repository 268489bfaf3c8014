/** Sends one message to one channel, once, without following redirects or showing the address. */

import { channelAddress } from '../policy/rules/channel-address.ts'
import { discordMessage } from './discord.ts'
import type { Message } from './message.ts'
import { type DeliveryResult, deliveryAfter, failedForGood } from './retry-delivery.ts'
import { slackMessage } from './slack.ts'

export type ChannelKind = 'slack' | 'discord'

/** Where one kind of message goes. `from` says who named it: an owner may name the channel's own hosts only. */
export interface ChannelAddress {
  readonly kind: ChannelKind
  readonly url: string
  readonly from: 'settings' | 'deployment'
}

export const CHANNEL_NAMES: Readonly<Record<ChannelKind, string>> = { slack: 'Slack', discord: 'Discord' }

/** The longest wait for a channel's answer, in milliseconds. */
const TIMEOUT_MS = 10_000

/** Sends the message once and says how that ended. Never throws. */
export async function deliver(
  channel: ChannelAddress,
  message: Message,
  fetch: typeof globalThis.fetch,
): Promise<DeliveryResult> {
  const complaint = addressComplaint(channel)
  if (complaint !== null) return failedForGood(complaint)
  const name = CHANNEL_NAMES[channel.kind]
  try {
    const response = await fetch(channel.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(messageFor(channel.kind, message)),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return await deliveryAfter(name, response)
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
