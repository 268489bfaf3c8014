/** Changes of rules that wait: asked for, agreed to, cancelled, and taking effect when their time is over. */

import { messageContext, ruleChangeCancelled, ruleChangePending } from '../../notify/messages.ts'
import type { Platform } from '../../platform.ts'
import { printedDay } from '../../policy/calendar.ts'
import { voterOf } from '../../policy/decisions/voters.ts'
import { listed } from '../../policy/english.ts'
import { Refusal } from '../../policy/refusal.ts'
import { withChanges } from '../../policy/rules/apply-changes.ts'
import { changeInWords, waitingInWords } from '../../policy/rules/changes-in-words.ts'
import { inLabels } from '../../policy/rules/labels.ts'
import { type LeafChange, leafName } from '../../policy/rules/leaves.ts'
import { isDue, isStop, stoppedProposal } from '../../policy/rules/pending-rules.ts'
import { readRules, rulesOrDefaults } from '../../policy/rules/rules.ts'
import { actorFirst, actorName } from '../../policy/words/names.ts'
import type { Actor } from '../../policy/words.ts'
import { findHistoryHead } from '../../register/history/history.ts'
import { findOrganizationById, type Organization } from '../../register/organizations.ts'
import { findProposal } from '../../register/reviews/proposals.ts'
import { goingOnOf, letRemovalGoOn } from '../../register/revocations/stopped.ts'
import { resume } from '../../register/rules/pause.ts'
import {
  askForRules,
  cancelPendingRule,
  findNewestSignIn,
  findOrganizationsWithPending,
  findPendingRules,
  noteTold,
  type PendingRule,
  sameAsked,
} from '../../register/rules/pending-rules.ts'
import { isStillOwner } from '../decisions/still-owner.ts'
import { changeRules } from './change-rules.ts'

type Posting = Pick<Platform, 'register' | 'deployment' | 'now' | 'post' | 'postToCurrentChannels'>

/** The same, and who owns the organisation now. */
type Effecting = Posting & Pick<Platform, 'organizationRoleOf'>

/** A leaf of the rules, the end of the pause, or that a removal goes on which an owner stopped (`entry`: the proposal). */
export type AskedChange =
  | Pick<LeafChange, 'setting' | 'entry' | 'from' | 'to'>
  | { readonly setting: 'paused'; readonly entry: ''; readonly from: true; readonly to: false }
  | { readonly setting: 'stopped'; readonly entry: string; readonly from: true; readonly to: false }

/**
 * Writes changes that wait, with one history entry and one message for all; returns what their ids begin with. What the
 * same person has asked for already waits on: sent again, it is neither told nor counted anew.
 */
export async function askToChange(
  platform: Posting,
  org: Organization,
  sent: readonly AskedChange[],
  by: Actor,
): Promise<string> {
  const { register, now } = platform
  const pending = await findPendingRules(register, org.id)
  const waitsOf = (change: AskedChange) =>
    sameAsked(pending, { setting: nameOf(change), value: change.to, by })
  const changes = sent.filter((change) => waitsOf(change) === undefined)
  const [again] = sent.flatMap((change) => waitsOf(change) ?? [])
  if (changes.length === 0 && again !== undefined) return askedWith(again)
  const asked = crypto.randomUUID()
  const rows = changes.map((change, at) => ({
    id: `${asked}.${at}`,
    setting: nameOf(change),
    value: change.to,
  }))
  const words = (names: boolean) => changes.map((change) => changeInWords(change, names))
  const entry = {
    by,
    at: now,
    sentence: `${actorFirst(by)} asked for changes that wait: ${listed(words(true))}.`,
    facts: {
      asked,
      changes: rows.map(({ id, setting, value }) => ({ id, setting, value: shown(setting, value) })),
    },
  }
  // Somebody asked at the same moment; a second click finds what the first has asked for.
  if (!(await askForRules(register, org.id, rows, entry, pending)))
    return await askToChange(platform, org, sent, by)
  const context = contextOf(platform, org)
  const message = ruleChangePending(context, {
    id: asked,
    by,
    changes: words(context.names),
    byTime: changes.some((change) => !isStop(nameOf(change))),
    history: await findHistoryHead(register, org.id),
  })
  await platform.post(org.id, message)
  return asked
}

/** What the ids begin with of all that was asked for together. */
function askedWith({ id }: PendingRule): string {
  return id.slice(0, id.lastIndexOf('.'))
}

/**
 * Another owner agrees, so the change takes effect now. Refuses where the rules of now do not allow it, and where whoever
 * asked is no owner any more: then it would hold on one owner's word.
 */
export async function agreeToRule(
  platform: Effecting,
  org: Organization,
  pending: PendingRule,
  by: Actor,
): Promise<void> {
  if (!(await isStillOwner(platform, org, pending.by)))
    throw new Refusal(
      'conflict',
      `${actorName(pending.by)}, who asked for it, is no owner of ${org.login} any more. Nothing was changed: ask for it yourself, and another owner agrees.`,
    )
  const effect = await takeEffect(platform, org, pending, 'agreed', by)
  if (effect.ok) return
  throw new Refusal('conflict', `Nothing was changed. ${effect.complaints.map(inLabels).join(' ')}`, {
    complaints: effect.complaints,
  })
}

/** Ends a change without effect, and tells the owners. Refuses where it has ended already. */
export async function cancelRule(
  platform: Posting,
  org: Organization,
  pending: PendingRule,
  by: Actor,
): Promise<void> {
  const why = by.kind === 'calendar' ? ` ${actorName(pending.by)} is no owner of ${org.login} any more.` : ''
  const { register, now } = platform
  const cancelled = await cancelPendingRule(register, org.id, pending.id, {
    by,
    at: now,
    sentence: `${actorFirst(by)} cancelled a change that waited: ${inWords(org, pending, true)}.${why}`,
    facts: { pending: pending.id, setting: pending.setting },
  })
  if (!cancelled) throw ended()
  const context = contextOf(platform, org)
  const message = ruleChangeCancelled(context, {
    id: pending.id,
    by,
    change: inWords(org, pending, context.names),
    history: await findHistoryHead(register, org.id),
  })
  await platform.post(org.id, message)
}

/**
 * Puts into effect what has waited long enough, in every organisation that is served; what somebody asked for who is no owner
 * any more is cancelled. Idempotent.
 */
export async function applyDueRules(platform: Effecting): Promise<void> {
  const { register } = platform
  for (const orgId of await findOrganizationsWithPending(register)) {
    try {
      await noteTold(register, orgId)
      // GitHub is asked once about each who asked, however much they asked for.
      const isOwner = new Map<string, boolean>()
      for (const pending of await findPendingRules(register, orgId)) {
        const org = await findOrganizationById(register, orgId)
        if (org === undefined || org.closedAt !== null) break
        if (!(await isOver(platform, pending))) continue
        const asker = voterOf(pending.by)
        const holds = isOwner.get(asker) ?? (await isStillOwner(platform, org, pending.by))
        isOwner.set(asker, holds)
        if (holds) await takeEffect(platform, org, pending, 'waited', CALENDAR)
        else await cancelRule(platform, org, pending, CALENDAR)
      }
    } catch (error) {
      // One organisation's error must not stop the others.
      console.error(
        JSON.stringify({ event: 'pending_rules_failed', organization: orgId, error: String(error) }),
      )
    }
  }
}

const CALENDAR = { kind: 'calendar' } as const

type Effect = { readonly ok: true } | { readonly ok: false; readonly complaints: readonly string[] }

async function takeEffect(
  platform: Posting,
  org: Organization,
  pending: PendingRule,
  because: 'agreed' | 'waited',
  by: Actor,
): Promise<Effect> {
  const { register, now } = platform
  const waited = { id: pending.id, because }
  const sentence = sentenceOf(org, pending, because, by)
  if (pending.setting === 'paused') {
    const change = { by, at: now, sentence, facts: { pending: pending.id, because } }
    if (await resume(register, org.id, org.pausedBy, change, waited)) return { ok: true }
    throw ended()
  }
  const proposal = stoppedProposal(pending.setting)
  if (proposal !== null) {
    const found = await findProposal(register, proposal)
    if (found !== null) {
      const change = { proposal: found, by, at: now, sentence }
      if (await letRemovalGoOn(register, org.id, change, waited)) return { ok: true }
    }
    throw ended()
  }
  const before = readRules(org.rules)
  const applied = withChanges(before, [pending])
  if (!applied.ok) return applied
  const changed = await changeRules(platform, org, {
    before,
    after: applied.rules,
    by,
    sentence,
    waited,
  })
  if (!changed) throw ended()
  return { ok: true }
}

/** The name under which a change waits. */
function nameOf(change: AskedChange): string {
  if (change.setting === 'paused') return change.setting
  return change.setting === 'stopped' ? goingOnOf(change.entry) : leafName(change)
}

async function isOver({ register, now }: Posting, pending: PendingRule): Promise<boolean> {
  const { by } = pending
  const signedInAt = by.kind === 'person' ? await findNewestSignIn(register, by.id) : null
  return isDue(pending, signedInAt, now)
}

function sentenceOf(
  org: Organization,
  pending: PendingRule,
  because: 'agreed' | 'waited',
  by: Actor,
): string {
  const what = inWords(org, pending, true)
  const asked = `${actorName(pending.by)} asked for it on ${printedDay(pending.at)}`
  switch (because) {
    case 'agreed':
      return `${actorFirst(by)} agreed to a change that waited: ${what}; ${asked}.`
    case 'waited':
      return `A change took effect because its time was over: ${what}; ${asked}.`
  }
}

function inWords(org: Organization, pending: PendingRule, names: boolean): string {
  return waitingInWords(pending, rulesOrDefaults(org.rules), names)
}

function contextOf({ deployment }: Posting, org: Organization) {
  return messageContext(deployment.publicUrl, org, rulesOrDefaults(org.rules))
}

/** The history keeps no address of a channel. */
function shown(setting: string, value: unknown): unknown {
  return setting.startsWith('channels.') && typeof value === 'string' ? 'an address' : value
}

function ended(): Refusal {
  return new Refusal(
    'conflict',
    'This change does not wait any more, or somebody changed the rules at the same moment. Nothing of yours was changed; read the settings again.',
  )
}
