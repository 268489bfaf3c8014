/** Shows and saves an organisation's rules, with channel addresses masked, and pauses its removals. */

import { listed } from '../../policy/english.ts'
import { Refusal } from '../../policy/refusal.ts'
import { parseRules } from '../../policy/rules/parse-rules.ts'
import { type Rules, readRules } from '../../policy/rules/rules.ts'
import { actorFirst, actorName } from '../../policy/words/names.ts'
import type { Actor } from '../../policy/words.ts'
import type { Organization } from '../../register/organizations.ts'
import { setPause } from '../../register/rules.ts'
import { changedKeys, changeRules } from '../../review.ts'
import type { Authorized } from '../access/permissions.ts'
import type { Visit } from '../access/visit.ts'

/** Shown instead of an address that is set; when sent back, the address stays as it is. */
const MASKED = {
  slack: 'https://hooks.slack.com/services/hidden',
  discord: 'https://discord.com/api/webhooks/hidden',
} as const

/** The longest rules, in characters: the history stores them before and after each change, and a row in D1 is limited to 2 MB. */
const MAX_LENGTH = 200_000
const TOO_LONG = `The rules are longer than ${MAX_LENGTH / 1000} kB. Nothing was changed; shorten the lists and their reasons.`

/** The rules with masked channel addresses. */
export function shownRules(org: Organization): Rules {
  return masked(readRules(org.rules))
}

/**
 * Merges what was sent into the current rules; keys that were not sent stay. If anything is invalid, nothing is changed and
 * all complaints are returned at once. `shownVersion` is the version that a form showed: a form sends every key, so it may
 * replace no other version.
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
      'Somebody changed the rules since this page was shown. Nothing of yours was changed. Open the settings again, read the current rules, and make your change there.',
    )
  }
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) {
    throw new Refusal('invalid', 'The rules must be one JSON object. Nothing was changed.')
  }
  if (JSON.stringify(sent).length > MAX_LENGTH) {
    throw new Refusal('invalid', TOO_LONG, { complaints: [TOO_LONG] })
  }
  const before = rulesOrNull(org)
  const merged = merge(before === null ? null : masked(before), sent)
  const parsed = parseRules({
    ...merged,
    ...(isNoticeAlreadyZero(before, merged) ? { confirmNoNotice: true } : {}),
  })
  if (!parsed.ok) {
    throw new Refusal('invalid', `Nothing was changed. ${parsed.complaints.join(' ')}`, {
      complaints: parsed.complaints,
    })
  }
  const after = {
    ...parsed.rules,
    leftOut: leftOutBy(actor, before, parsed.rules),
    channels: await encryptedChannels(c, before, parsed.rules),
  }
  const keys = changedKeys(before, after)
  if (keys.length === 0) return
  if (role === 'operator') refuseOwnersOnly(keys)
  const saved = await changeRules(c.var.platform, org, { before, after, keys, by: actor })
  if (!saved) {
    throw new Refusal(
      'conflict',
      'Somebody else changed the rules at the same moment. Nothing of yours was changed; read their change first.',
    )
  }
}

/** Pauses or resumes every removal; only an owner may resume. */
export async function savePause(c: Visit, { org, actor, role }: Authorized, paused: boolean): Promise<void> {
  const { register, now } = c.var.platform
  if (!paused && role !== 'owner') {
    throw new Refusal('forbidden', 'Only an owner can resume removals. Nothing was changed.')
  }
  const sentence = paused
    ? `${actorFirst(actor)} paused every removal.`
    : `${actorFirst(actor)} let the removals go on.`
  await setPause(register, org.id, paused ? now : null, { by: actor, at: now, sentence })
}

/** The current rules; null where they cannot be read: then every key has to be sent again. */
/** The rules; null where what is stored cannot be read. */
export function rulesOrNull(org: Organization): Rules | null {
  try {
    return readRules(org.rules)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** Who left a repository out is who sent it first, whatever was sent. */
function leftOutBy(actor: Actor, before: Rules | null, { leftOut }: Rules): Rules['leftOut'] {
  return leftOut.map(({ repository, reason }) => {
    const known = before?.leftOut.find((each) => each.repository === repository && each.reason === reason)
    return { repository, reason, by: known?.by ?? actorName(actor) }
  })
}

/** Whether every zero was zero before: it was confirmed when it was set. */
function isNoticeAlreadyZero(before: Rules | null, merged: Readonly<Record<string, unknown>>): boolean {
  if (before === null) return false
  const isConfirmed = (key: 'noticeDays' | 'coolingHours') => merged[key] !== 0 || before[key] === 0
  return isConfirmed('noticeDays') && isConfirmed('coolingHours')
}

/** Encrypts a new address; a masked one leaves the stored address as it is. */
async function encryptedChannels(c: Visit, before: Rules | null, rules: Rules): Promise<Rules['channels']> {
  const toStored = async (kind: keyof typeof MASKED): Promise<string | null> => {
    const sent = rules.channels[kind]
    const current = before?.channels[kind] ?? null
    if (sent === null) return null
    return sent === MASKED[kind] ? current : await c.var.platform.encrypt(sent)
  }
  return { ...rules.channels, slack: await toStored('slack'), discord: await toStored('discord') }
}

function masked(rules: Rules): Rules {
  const mask = (kind: keyof typeof MASKED) => (rules.channels[kind] === null ? null : MASKED[kind])
  return { ...rules, channels: { ...rules.channels, slack: mask('slack'), discord: mask('discord') } }
}

/** Merges what was sent into the current rules, also within the budget and the channels. */
function merge(before: Rules | null, sent: object): Readonly<Record<string, unknown>> {
  if (before === null) return { ...sent }
  const merged: Record<string, unknown> = { ...before, ...sent }
  for (const key of ['removalBudget', 'channels'] as const) {
    const value = merged[key]
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      merged[key] = { ...before[key], ...value }
  }
  return merged
}

/** Who gets messages and what is not read is for owners to decide: the operator's token cannot change it. */
const OWNERS_ONLY: readonly (keyof Rules)[] = ['channels', 'leftOut']

function refuseOwnersOnly(changed: readonly (keyof Rules)[]): void {
  const refused = changed.filter((key) => OWNERS_ONLY.includes(key))
  if (refused.length === 0) return
  throw new Refusal(
    'forbidden',
    `An API token that acts for nobody does not change ${listed(refused)}. Nothing was changed. An owner has to sign in, or make a token of their own.`,
  )
}
