/** The rules as they are shown: with masked channel addresses, and whether removals are on. */

import { removalsByDefault } from '../../policy/revocation/in-earnest.ts'
import { type Rules, readRules } from '../../policy/rules/rules.ts'
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
export function shownRules(authorized: Authorized, { apiUrl }: { readonly apiUrl: string }): Rules {
  const rules = rulesFor(authorized, masked(readRules(authorized.org.rules)))
  return { ...rules, removals: rules.removals ?? removalsByDefault(apiUrl) }
}

/** Masks the addresses that are set. */
export function masked(rules: Rules): Rules {
  const mask = (kind: keyof typeof MASKED) => (rules.channels[kind] === null ? null : MASKED[kind])
  return { ...rules, channels: { ...rules.channels, slack: mask('slack'), discord: mask('discord') } }
}
