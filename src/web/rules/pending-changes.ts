/** Shows the changes of rules that wait, and takes an owner's agreement or cancellation. */

import { Refusal } from '../../policy/refusal.ts'
import { withChanges } from '../../policy/rules/apply-changes.ts'
import { waitingInWords } from '../../policy/rules/changes-in-words.ts'
import { inLabels } from '../../policy/rules/labels.ts'
import { leafNamed } from '../../policy/rules/leaves.ts'
import { effectiveFrom, isDue, isStop, type WaitsFor, waitsForOf } from '../../policy/rules/pending-rules.ts'
import { type Rules, rulesOrDefaults } from '../../policy/rules/rules.ts'
import { actorName } from '../../policy/words/names.ts'
import type { Actor, Instant } from '../../policy/words.ts'
import type { Organization } from '../../register/organizations.ts'
import { shownTeam } from '../../register/people/contributing/team-named.ts'
import { findPendingRules, markSeen, noteTold, type PendingRule } from '../../register/rules/pending-rules.ts'
import { agreeToRule, cancelRule } from '../../review.ts'
import { requireFreshSignIn } from '../access/fresh-sign-in.ts'
import type { Visit } from '../access/visit.ts'
import type { Authorized } from '../permissions/permissions.ts'
import { MASKED, masked } from './shown-rules.ts'

/** A change that waits, as pages and API show it. */
export interface PendingChange {
  readonly id: string
  /** As the settings are named; `paused` is the end of a pause, `stopped:…` that one removal goes on. */
  readonly setting: string
  /** Of a list: the account's id or the repository; null for every other setting. */
  readonly entry: string | null
  readonly value: unknown
  readonly inWords: string
  readonly by: Actor
  readonly at: Instant
  /** Null while nobody else could know of it, and where time alone is not enough. */
  readonly effectiveFrom: Instant | null
  readonly waitsFor: WaitsFor
  /** Why the rules of now do not allow it; empty where they do. */
  readonly complaints: string[]
  /** When another owner first saw it. */
  readonly seen: Instant | null
  /** When a channel took the message. */
  readonly told: Instant | null
}

/** What waits, oldest first. An owner who looks, signed in, has seen what others asked for. */
export async function pendingChanges(c: Visit, { org, actor, role }: Authorized): Promise<PendingChange[]> {
  const { register, now } = c.var.platform
  if ((await findPendingRules(register, org.id)).length === 0) return []
  // A program that acts for an owner is nobody who has read it.
  const isReader = role === 'owner' && actor.kind === 'person' && actor.token === undefined
  if (isReader) await markSeen(register, org.id, actor.id, now)
  await noteTold(register, org.id)
  const rules = await masked(register, org.id, rulesOrDefaults(org.rules))
  const pending = await findPendingRules(register, org.id)
  const team = await shownTeam(register, org.id, pending.find(isTeam)?.value)
  return pending.map((row) => toChange(isTeam(row) ? { ...row, value: team } : row, rules, now))
}

function isTeam({ setting }: PendingRule): boolean {
  return setting === 'contributors.team'
}

/** Another owner, who signed in lately, agrees: the change takes effect now. */
export async function agree(c: Visit, { org, actor, role }: Authorized, id: string): Promise<void> {
  const pending = await findOpen(c, org, id)
  if (role !== 'owner' || actor.kind !== 'person') {
    throw new Refusal('forbidden', 'Only an owner agrees to a change of the rules. Nothing was changed.')
  }
  requireFreshSignIn(c, 'agreeing to a change of the rules')
  if (pending.by.kind === 'person' && pending.by.id === actor.id) {
    throw new Refusal(
      'forbidden',
      'You asked for this change yourself: another owner has to agree. Nothing was changed.',
    )
  }
  const leaf = leafNamed(pending.setting)
  const isEntry = leaf?.setting === 'exemptions' || leaf?.setting === 'sponsors'
  if (isEntry && pending.value !== null && leaf.entry === String(actor.id)) {
    throw new Refusal(
      'forbidden',
      'Nobody spares themselves: this entry is about your own account. Nothing was changed. Another owner has to agree.',
    )
  }
  await agreeToRule(c.var.platform, org, pending, actor)
}

/** Any owner cancels a change that waits, also by a token: it loosens nothing. */
export async function cancel(c: Visit, { org, actor, role }: Authorized, id: string): Promise<void> {
  const pending = await findOpen(c, org, id)
  if (role !== 'owner') {
    throw new Refusal('forbidden', 'Only an owner cancels a change of the rules. Nothing was changed.')
  }
  await cancelRule(c.var.platform, org, pending, actor)
}

async function findOpen(c: Visit, org: Organization, id: string): Promise<PendingRule> {
  const found = (await findPendingRules(c.var.platform.register, org.id)).find((each) => each.id === id)
  if (found !== undefined) return found
  throw new Refusal('not_found', 'No such change waits here (any more). Nothing was changed.')
}

function toChange(row: PendingRule, rules: Rules, now: Instant): PendingChange {
  const { id, setting, value, by, at, seenAt, toldAt } = row
  const leaf = leafNamed(setting)
  const applied = isStop(setting) ? { ok: true as const } : withChanges(rules, [row])
  const complaints = applied.ok ? [] : [...applied.complaints]
  const isOver = isDue(row, null, now)
  return {
    id,
    setting: leaf?.setting ?? setting,
    entry: leaf === null || leaf.entry === '' ? null : leaf.entry,
    value: withoutAddress(setting, value),
    inWords: waitingInWords(row, rules, true),
    by,
    at,
    effectiveFrom: effectiveFrom(row),
    waitsFor: isOver && complaints.length > 0 ? 'contradiction' : waitsForOf(row, now),
    complaints,
    seen: seenAt,
    told: toldAt,
  }
}

function withoutAddress(setting: string, value: unknown): unknown {
  if (value === null) return null
  if (setting === 'channels.slack') return MASKED.slack
  return setting === 'channels.discord' ? MASKED.discord : value
}

/** Who asked, and for what it waits, in sentences; the page adds the moment from which it holds by itself. */
export function waitsInWords(change: PendingChange): string {
  const asked = `${actorName(change.by)} asked for it.`
  switch (change.waitsFor) {
    case 'another_owner':
      return isStop(change.setting)
        ? `${asked} It takes effect when another owner agrees, and never by itself.`
        : `${asked} It takes effect when another owner agrees; no other owner could know of it yet.`
    case 'time':
      return `${asked} It takes effect when another owner agrees.`
    case 'sign_in':
      return `${asked} No other owner could know of it for 30 days: it takes effect when another owner agrees, or in the hour after ${actorName(change.by)} signs in anew.`
    case 'contradiction':
      return `${asked} Its time is over, but the rules of now do not allow it: ${change.complaints.map(inLabels).join(' ')}`
  }
}
