/** Saves an organisation's rules: what tightens holds at once, what loosens waits for another owner. */

import { counted, listed } from '../../policy/english.ts'
import { teamLabel } from '../../policy/people/contributing/named-team.ts'
import { Refusal } from '../../policy/refusal.ts'
import { removalsByDefault } from '../../policy/revocation/in-earnest.ts'
import { withChanges } from '../../policy/rules/apply-changes.ts'
import { changeInWords } from '../../policy/rules/changes-in-words.ts'
import { directedChanges } from '../../policy/rules/directions.ts'
import { LABELS } from '../../policy/rules/labels.ts'
import { leafName } from '../../policy/rules/leaves.ts'
import { parseRules } from '../../policy/rules/parse-rules.ts'
import { isStop } from '../../policy/rules/pending-rules.ts'
import { DEFAULT_RULES, type Rules, readableRules } from '../../policy/rules/rules.ts'
import { actorName } from '../../policy/words/names.ts'
import type { Actor } from '../../policy/words.ts'
import { findOpenTeams } from '../../register/access/teams.ts'
import type { Organization } from '../../register/organizations.ts'
import { findNewestQuarter } from '../../register/reviews/reviews.ts'
import { findPendingRules } from '../../register/rules/pending-rules.ts'
import { askToChange, changedKeys, changeRules } from '../../review.ts'
import { requireFreshSignIn } from '../access/fresh-sign-in.ts'
import type { Visit } from '../access/visit.ts'
import type { Authorized } from '../permissions/permissions.ts'
import { resolveEntries } from './entries.ts'
import { complaintsAboutNames } from './name-complaints.ts'
import { MASKED, masked } from './shown-rules.ts'
import { withStoredReasons } from './stored-reasons.ts'

/** The longest rules, in characters: the history stores them before and after each change, and a row in D1 is limited to 2 MB. */
const MAX_LENGTH = 200_000
const TOO_LONG = `The rules are longer than ${MAX_LENGTH / 1000} kB. Nothing was changed; shorten the lists and their reasons.`

/** The version of the rules that a save made, and by which id it asked for what waits; null where it did not. */
export interface Saved {
  readonly version: number | null
  readonly asked: string | null
}

/** A leaf that differs, with its direction. */
type Directed = ReturnType<typeof directedChanges>[number]

/**
 * Merges what was sent into the current rules; keys that were not sent stay. If anything is invalid, nothing is changed and
 * all complaints are returned at once. From the first review on, what loosens only waits (policy/rules/directions.ts).
 * `shownVersion` is the version that a form showed: a form sends every key, so it may replace no other version.
 */
export async function saveRules(
  c: Visit,
  authorized: Authorized,
  sent: unknown,
  shownVersion: string | null = null,
): Promise<Saved> {
  const { org, actor, role } = authorized
  const { platform } = c.var
  if (shownVersion !== null && shownVersion !== String(org.rulesVersion)) throw changedMeanwhile()
  const { before, after, isPrivileged } = await readSentRules(c, authorized, sent)
  const { slack, discord } = platform.deployment.channels
  const changes = directedChanges(before ?? DEFAULT_RULES, after, {
    now: platform.now,
    by: actor,
    isPrivileged,
    deploymentChannels: { slack: slack !== null, discord: discord !== null },
    removalsByDefault: removalsByDefault(platform.deployment.apiUrl),
  })
  if (before !== null && changes.length === 0) return { version: null, asked: null }
  refuseOwnEntries(changes)
  if (role === 'operator') refuseOwnersOnly(changedKeys(before, after))
  const hasBegun = (await findNewestQuarter(platform.register, org.id)) !== null
  const pending =
    hasBegun && before !== null ? changes.filter(({ direction }) => direction === 'pending') : []
  if (pending.length > 0 || (hasBegun && before === null)) requireWhoLoosens(c, pending)
  const waiting = pending.map(({ to, ...leaf }) => ({ setting: leafName(leaf), value: to }))
  // Where the rules before could not be read, there is nothing to compare with, so nothing can be said to loosen.
  const now = before === null ? after : withoutWaiting(after, pending)
  await refuseContradictions(c, org, now, changes, waiting)
  const isChanged = changedKeys(before, now).length > 0
  if (isChanged) {
    const replaces = changes.map(leafName)
    const saved = await changeRules(platform, org, { before, after: now, by: actor, replaces })
    if (!saved) throw changedMeanwhile()
  }
  const asked = pending.length > 0 ? await askToChange(platform, org, pending, actor) : null
  return { version: isChanged ? org.rulesVersion + 1 : null, asked }
}

/** What was sent, merged into the rules before, with its entries resolved and its addresses encrypted. */
export async function readSentRules(c: Visit, { org, actor }: Authorized, sent: unknown) {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) {
    throw new Refusal('invalid', 'The rules must be one JSON object. Nothing was changed.')
  }
  if (JSON.stringify(sent).length > MAX_LENGTH) {
    throw new Refusal('invalid', TOO_LONG, { complaints: [TOO_LONG] })
  }
  // Where what is stored cannot be read, every key has to be sent again.
  const stored = readableRules(org.rules)
  const { register } = c.var.platform
  const shown = stored === null ? null : await masked(register, org.id, stored)
  const merged = withStoredReasons(stored, merge(shown, sent))
  const parsed = parseRules({
    ...merged,
    ...(isNoticeAlreadyZero(stored, merged) ? { confirmNoNotice: true } : {}),
  })
  if (!parsed.ok) throw invalid(parsed.complaints)
  const entries = await resolveEntries(c, org, actor, stored, parsed.rules)
  const aboutNames = await complaintsAboutNames(register, org.id, shown, parsed.rules)
  if (!entries.ok) throw invalid([...entries.complaints, ...aboutNames])
  if (aboutNames.length > 0) throw invalid(aboutNames)
  const { before, rules, isPrivileged } = entries
  const after: Rules = {
    ...rules,
    leftOut: leftOutBy(actor, before, rules),
    contributors: { ...rules.contributors, team: await teamSent(c, org, rules, { stored, shown }) },
    channels: await encryptedChannels(c, before, rules),
    removals: removalsSent(c, before, rules),
  }
  return { before, after, isPrivileged }
}

/** The rules that hold now, while these changes wait. */
function withoutWaiting(after: Rules, pending: readonly Directed[]): Rules {
  const undone = withChanges(
    after,
    pending.map(({ from, ...leaf }) => ({ setting: leafName(leaf), value: from })),
  )
  if (!undone.ok) throw invalid(undone.complaints)
  return undone.rules
}

/** What waits, and what would wait now, must be possible together with the rules of now. */
async function refuseContradictions(
  c: Visit,
  org: Organization,
  now: Rules,
  changes: readonly Directed[],
  waiting: readonly { setting: string; value: unknown }[],
): Promise<void> {
  const replaced = changes.map(leafName)
  const others = (await findPendingRules(c.var.platform.register, org.id)).filter(
    ({ setting }) => !isStop(setting) && !replaced.includes(setting),
  )
  const later = withChanges(now, [...others, ...waiting])
  if (later.ok) return
  throw invalid(later.complaints.map((complaint) => `Together with the changes that wait: ${complaint}`))
}

/** No entry spares whoever sends it, whatever login it names them by. */
function refuseOwnEntries(changes: readonly Directed[]): void {
  const own = changes.filter(({ direction }) => direction === 'own')
  if (own.length === 0) return
  throw new Refusal(
    'forbidden',
    `Nobody spares themselves: ${quoted(own)} would name your own account. Nothing was changed. Please ask another owner.`,
    {
      complaints: own.map(
        ({ setting }) =>
          `${setting}: nobody spares themselves, and this names your own account. Please ask another owner.`,
      ),
    },
  )
}

function quoted(changes: readonly Directed[]): string {
  return listed([...new Set(changes.map(({ setting }) => `“${LABELS[setting]}”`))])
}

/** Only an owner who signed in lately asks for what loosens; it waits all the same. */
function requireWhoLoosens(c: Visit, pending: readonly Directed[]): void {
  const what = quoted(pending) || 'the rules'
  if (c.var.caller.kind === 'operator') {
    throw new Refusal(
      'forbidden',
      `An API token that acts for nobody does not loosen rules once the first review has opened: ${listed(pending.map((change) => changeInWords(change, true))) || what}. Nothing was changed. An owner has to sign in.`,
      { settings: pending.map(({ setting }) => setting) },
    )
  }
  requireFreshSignIn(
    c,
    `${counted(pending.length, 'change', 'changes')} that another owner agrees to (${what})`,
  )
}

/**
 * The team of contributors as it is to be stored, by its id, whatever id was sent. What comes back as it was shown is the
 * team that was meant, also where another has its slug by now.
 */
async function teamSent(
  c: Visit,
  org: Organization,
  { contributors }: Rules,
  before: { readonly stored: Rules | null; readonly shown: Rules | null },
): Promise<Rules['contributors']['team']> {
  const slug = teamLabel(contributors.team)
  const { stored, shown } = before
  if (stored !== null && slug === teamLabel(shown?.contributors.team)) return stored.contributors.team
  if (slug === null) return null
  const { register, teamAtGitHub } = c.var.platform
  const seen = (await findOpenTeams(register, org.id)).find((each) => each.slug === slug)
  // Before the first audit only GitHub knows which one it is.
  const team = seen ?? (await teamAtGitHub(org, slug))
  if (team === null) throw invalid([`contributors.team: GitHub knows no team ${slug} in ${org.login}.`])
  return { id: team.id, slug: team.slug }
}

/** Who left a repository out is who sent it first, whatever was sent. */
function leftOutBy(actor: Actor, before: Rules | null, { leftOut }: Rules): Rules['leftOut'] {
  return leftOut.map(({ repository, reason }) => {
    const known = before?.leftOut.find((each) => each.repository === repository && each.reason === reason)
    return { repository, reason, by: known?.by ?? actorName(actor) }
  })
}

/** The rule `removals` as it is to be stored: where it is unset and comes back as it was shown, it stays unset. */
function removalsSent(c: Visit, before: Rules | null, { removals }: Rules): Rules['removals'] {
  const isUnset = before !== null && before.removals === null
  return isUnset && removals === removalsByDefault(c.var.platform.deployment.apiUrl) ? null : removals
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

/**
 * Merges what was sent into the current rules, key by key also within the budget, the contributors and the channels. `pending`
 * is only shown, so it is dropped where it is sent back.
 */
function merge(before: Rules | null, sent: object): Readonly<Record<string, unknown>> {
  const merged: Record<string, unknown> = { ...before, ...sent }
  delete merged.pending
  if (before === null) return merged
  for (const key of ['removalBudget', 'contributors', 'channels'] as const) {
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

function invalid(complaints: readonly string[]): Refusal {
  return new Refusal('invalid', `Nothing was changed. ${complaints.join(' ')}`, { complaints })
}

function changedMeanwhile(): Refusal {
  return new Refusal(
    'conflict',
    'Somebody changed the rules since they were shown to you. Nothing of yours was changed. Open the settings again, read the current rules, and make your change there.',
  )
}
