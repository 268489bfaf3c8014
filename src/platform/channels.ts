/** Finds the channels that an organisation's messages go to: its own, else the deployment's. */

import type { ChannelAddress, ChannelKind } from '../notify/deliver.ts'
import { type Rules, rulesOrDefaults } from '../policy/rules/rules.ts'
import type { Id } from '../policy/words.ts'
import type { Register } from '../register/open.ts'
import { findOrganizationById } from '../register/organizations.ts'
import type { Deployment } from './deployment.ts'
import { decrypt, isEncrypted } from './encrypt.ts'

/** The kinds of channel that an organisation's messages go to; decrypts no address. */
export async function channelKindsOf(
  register: Register,
  deployment: Deployment,
  orgId: Id,
): Promise<readonly ChannelKind[]> {
  const named = await namedChannels(register, orgId)
  return KINDS.filter((kind) => named[kind] !== null || deployment.channels[kind] !== null)
}

const KINDS: readonly ChannelKind[] = ['slack', 'discord']

/**
 * The address of one kind: the organisation's own, else the deployment's; null where there is none. Throws a Refusal where
 * it cannot be decrypted; the other kinds of channel are not affected.
 */
export async function channelOf(
  register: Register,
  deployment: Deployment,
  orgId: Id,
  kind: ChannelKind,
): Promise<ChannelAddress | null> {
  const own = (await namedChannels(register, orgId))[kind]
  if (own !== null) {
    const url = isEncrypted(own) ? await decrypt(deployment.sessionSecret, own) : own
    return { kind, url, from: 'settings' }
  }
  const url = deployment.channels[kind]
  return url === null ? null : { kind, url, from: 'deployment' }
}

/** The addresses in use now, by kind. One that cannot be read is logged and left out. Never throws. */
export async function currentChannels(
  register: Register,
  deployment: Deployment,
  orgId: Id,
): Promise<ReadonlyMap<ChannelKind, ChannelAddress>> {
  const current = new Map<ChannelKind, ChannelAddress>()
  for (const kind of KINDS) {
    try {
      const address = await channelOf(register, deployment, orgId, kind)
      if (address !== null) current.set(kind, address)
    } catch (error) {
      console.error(JSON.stringify({ event: 'channel_not_read', kind, error: String(error) }))
    }
  }
  return current
}

/** Rules that cannot be read name no channel; the deployment's channels still get the message. */
async function namedChannels(register: Register, orgId: Id): Promise<Rules['channels']> {
  const stored = (await findOrganizationById(register, orgId))?.rules ?? null
  return rulesOrDefaults(stored).channels
}
