/** Where an organisation's letters go: its own channels, else the deployment's. Never shows an address. */

import type { ChannelAddress } from '../notify/address.ts'
import { Refusal } from '../policy/refusal.ts'
import { DEFAULT_RULES, type Rules, readRules } from '../policy/rules.ts'
import type { Id } from '../policy/words.ts'
import type { Register } from '../register/open.ts'
import { organizationById } from '../register/organizations.ts'
import type { Deployment } from './deployment.ts'
import { isSealed, unseal } from './seal.ts'

/** The deployment's channels, and those of the organisation's own settings, at most one of each kind. */
export async function channelsOf(
  register: Register,
  deployment: Deployment,
  orgId: Id,
): Promise<readonly ChannelAddress[]> {
  const named = await namedChannels(register, orgId)
  const channels: ChannelAddress[] = []
  for (const kind of ['slack', 'discord'] as const) {
    const own = named[kind]
    const url = own === null ? null : isSealed(own) ? await unseal(deployment.sessionSecret, own) : own
    if (url !== null) channels.push({ kind, url, from: 'settings' })
    else if (deployment.channels[kind] !== null)
      channels.push({ kind, url: deployment.channels[kind], from: 'deployment' })
  }
  return channels
}

/** Rules that cannot be read name no channel; the deployment's own still hear of it. */
async function namedChannels(register: Register, orgId: Id): Promise<Rules['channels']> {
  try {
    return readRules((await organizationById(register, orgId))?.rules ?? null).channels
  } catch (error) {
    if (error instanceof Refusal) return DEFAULT_RULES.channels
    throw error
  }
}
