/** Which addresses a letter may be sent to. Never shows an address: it is a secret. */

import { channelAddress } from '../policy/rules/rule-values.ts'

export type ChannelKind = 'slack' | 'discord'

/** Where one kind of letter goes. `from` tells who named it: owners are held to the channel's own hosts. */
export interface ChannelAddress {
  readonly kind: ChannelKind
  readonly url: string
  readonly from: 'settings' | 'deployment'
}

export const CHANNEL_NAMES: Readonly<Record<ChannelKind, string>> = { slack: 'Slack', discord: 'Discord' }

/** What is wrong with the address, as a sentence that says what to do; null where nothing is. */
export function addressComplaint({ kind, url, from }: ChannelAddress): string | null {
  switch (from) {
    case 'settings':
      return channelAddress(kind, url)
    case 'deployment':
      if (/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return null
      return `${kind.toUpperCase()}_WEBHOOK_URL is no web address: copy the incoming webhook's address again from ${CHANNEL_NAMES[kind]}.`
  }
}
