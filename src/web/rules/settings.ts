/** Takes and shows an organisation's rules, and pauses its writes. It never shows a channel's address. */

import { listed } from '../../policy/english.ts'
import { Refusal } from '../../policy/refusal.ts'
import { parseRules } from '../../policy/rules/parse-rules.ts'
import { type Rules, readRules } from '../../policy/rules/rules.ts'
import type { Actor } from '../../policy/words.ts'
import type { Organization } from '../../register/organizations.ts'
import { setPause } from '../../register/rules.ts'
import { changeRules } from '../../review.ts'
import type { Authorized } from '../access/permissions.ts'
import type { Visit } from '../access/visit.ts'

/** What stands in the place of an address that is set; sent back, it leaves the address as it is. */
const MASKED = {
  slack: 'https://hooks.slack.com/services/hidden',
  discord: 'https://discord.com/api/webhooks/hidden',
} as const

/** Characters of an organisation's rules: its history keeps them before and after each change, and a row of D1 ends at 2 MB. */
const LONGEST = 200_000
const TOO_LONG = `The rules are longer than ${LONGEST / 1000} kB. Nothing was changed; shorten the lists and their reasons.`

/** The rules as they may be shown. */
export function shownRules(org: Organization): Rules {
  return masked(readRules(org.rules))
}

/**
 * Saves what was sent over what holds: keys that were not sent stay. Every complaint is told at once, and then nothing is
 * changed. `shownVersion`, of a form, is the version of the rules that it showed: it sends every key, so it replaces no other.
 */
export async function saveRules(
  c: Visit,
  { org, actor, role }: Authorized,
  sent: unknown,
  shownVersion: string | null = null,
): Promise<void> {
  if (shownVersion !== null && shownVersion !== String(org.rulesVersion)) {
    throw new Refusal(
      'conflict',
      'Somebody changed the rules since this page was shown. Nothing of yours was changed. Open the settings again, look at what holds now, and make your change there.',
    )
  }
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) {
    throw new Refusal('invalid', 'The rules must be one JSON object. Nothing was changed.')
  }
  if (JSON.stringify(sent).length > LONGEST) {
    throw new Refusal('invalid', TOO_LONG, { complaints: [TOO_LONG] })
  }
  const before = rulesOrNull(org)
  const asked = over(before === null ? null : masked(before), sent)
  const parsed = parseRules({
    ...asked,
    ...(isNoticeAlreadyZero(before, asked) ? { confirmNoNotice: true } : {}),
  })
  if (!parsed.ok) {
    throw new Refusal('invalid', `Nothing was changed. ${parsed.complaints.join(' ')}`, {
      complaints: parsed.complaints,
    })
  }
  const after = { ...parsed.rules, channels: await encryptedChannels(c, before, parsed.rules) }
  const keys = changedKeys(before, after)
  if (keys.length === 0) return
  if (role === 'operator') refuseOwnersOwn(keys)
  const changed = keys.map((key) => settingInWords(key, after[key]))
  const sentence = `${nameOf(actor)} changed the rules: ${changed.join(', ')}.`
  const facts = { before: withoutChannels(before), after: withoutChannels(after) }
  const names = before?.channels.names ?? false
  const saved = await changeRules(c.var.platform, org, after, { by: actor, sentence, changed, names, facts })
  if (!saved) {
    throw new Refusal(
      'conflict',
      'Somebody else changed the rules at the same moment. Nothing of yours was changed; look at theirs first.',
    )
  }
}

/** Stops every write at once, or lets them go on; only a person who is an owner may do the latter. */
export async function savePause(c: Visit, { org, actor, role }: Authorized, paused: boolean): Promise<void> {
  const { register, now } = c.var.platform
  if (!paused && role !== 'owner') {
    throw new Refusal('forbidden', 'Only an owner can resume removals. Nothing was changed.')
  }
  const sentence = paused
    ? `${nameOf(actor)} paused every removal.`
    : `${nameOf(actor)} let the removals go on.`
  await setPause(register, org.id, paused ? now : null, { by: actor, at: now, sentence })
}

/** Null where the stored rules cannot be read: then everything has to be sent anew. */
function rulesOrNull(org: Organization): Rules | null {
  try {
    return readRules(org.rules)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** A zero that holds already was confirmed when it was set. */
function isNoticeAlreadyZero(before: Rules | null, asked: Readonly<Record<string, unknown>>): boolean {
  if (before === null) return false
  const holds = (key: 'noticeDays' | 'coolingHours') => asked[key] !== 0 || before[key] === 0
  return holds('noticeDays') && holds('coolingHours')
}

/** A new address is sealed, a masked one stays. */
async function encryptedChannels(c: Visit, before: Rules | null, rules: Rules): Promise<Rules['channels']> {
  const kept = async (kind: keyof typeof MASKED): Promise<string | null> => {
    const sent = rules.channels[kind]
    const held = before?.channels[kind] ?? null
    if (sent === null) return null
    return sent === MASKED[kind] ? held : await c.var.platform.encrypt(sent)
  }
  return { ...rules.channels, slack: await kept('slack'), discord: await kept('discord') }
}

function masked(rules: Rules): Rules {
  const mask = (kind: keyof typeof MASKED) => (rules.channels[kind] === null ? null : MASKED[kind])
  return { ...rules, channels: { ...rules.channels, slack: mask('slack'), discord: mask('discord') } }
}

/** What was sent over what holds; of the budget and the channels, too, what was not sent stays. */
function over(before: Rules | null, sent: object): Readonly<Record<string, unknown>> {
  if (before === null) return { ...sent }
  const merged: Record<string, unknown> = { ...before, ...sent }
  for (const key of ['removalBudget', 'channels'] as const) {
    const value = merged[key]
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      merged[key] = { ...before[key], ...value }
  }
  return merged
}

function changedKeys(before: Rules | null, after: Rules): (keyof Rules)[] {
  // The cast: Rules are read strictly, so that they have no other keys.
  return (Object.keys(after) as (keyof Rules)[]).filter(
    (key) => JSON.stringify(after[key]) !== JSON.stringify(before?.[key]),
  )
}

function settingInWords(key: keyof Rules, value: Rules[keyof Rules]): string {
  return typeof value === 'object' && value !== null ? key : `${key} is now ${value ?? 'not set'}`
}

/** Who is told and who has a say is the owners' own: a token that is nobody's does not change it. */
const OWNERS_OWN: readonly (keyof Rules)[] = ['channels', 'guardians']

function refuseOwnersOwn(changed: readonly (keyof Rules)[]): void {
  const own = changed.filter((key) => OWNERS_OWN.includes(key))
  if (own.length === 0) return
  throw new Refusal(
    'forbidden',
    `An API token that acts for nobody does not change ${listed(own)}. Nothing was changed. An owner has to sign in, or make a token of their own.`,
  )
}

function withoutChannels(rules: Rules | null): unknown {
  return rules === null ? null : { ...rules, channels: { names: rules.channels.names } }
}

function nameOf(actor: Actor): string {
  return actor.kind === 'person' ? actor.login : 'The operator'
}
