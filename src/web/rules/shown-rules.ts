/** The rules as they are shown: with masked channel addresses, the team by its slug, and whether removals are on. */

import type { Platform } from '../../platform.ts'
import { removalsByDefault } from '../../policy/revocation/in-earnest.ts'
import { type Rules, readRules } from '../../policy/rules/rules.ts'
import type { Id } from '../../policy/words.ts'
import type { Register } from '../../register/open.ts'
import { shownTeam } from '../../register/people/contributing/team-named.ts'
import type { Authorized } from '../permissions/permissions.ts'
import { rulesFor } from '../permissions/seen-by-owners.ts'

/** Shown instead of an address that is set; when sent back, the address stays as it is. */
export const MASKED = {
  slack: 'https://hooks.slack.com/services/hidden',
  discord: 'https://discord.com/api/webhooks/hidden',
} as const

/**
 * The rules as the caller may see them, with masked channel addresses; where the organisation has not set `removals`, the
 * deployment's value stands there.
 */
export async function shownRules(
  authorized: Authorized,
  { register, deployment }: Pick<Platform, 'register' | 'deployment'>,
): Promise<Rules> {
  const { org } = authorized
  const rules = rulesFor(authorized, await masked(register, org.id, readRules(org.rules)))
  return { ...rules, removals: rules.removals ?? removalsByDefault(deployment.apiUrl) }
}

/** Masks the addresses that are set, and names the team of contributors by its slug alone, the one that it has now. */
export async function masked(register: Register, orgId: Id, rules: Rules): Promise<Rules> {
  const mask = (kind: keyof typeof MASKED) => (rules.channels[kind] === null ? null : MASKED[kind])
  return {
    ...rules,
    contributors: {
      ...rules.contributors,
      team: await shownTeam(register, orgId, rules.contributors.team),
    },
    channels: { ...rules.channels, slack: mask('slack'), discord: mask('discord') },
  }
}
