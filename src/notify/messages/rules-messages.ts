/** Writes the messages about rules: changed, a change that waits, and one that was cancelled. */

import { listed, listedBriefly } from '../../policy/english.ts'
import type { Actor } from '../../policy/words.ts'
import type { Message } from '../message.ts'
import { actorInPrint } from '../wording.ts'
import { type HistoryHead, historyLine, type MessageContext, page } from './message-context.ts'

/** Somebody changed the rules of audits, reviews and removals. */
export function rulesChanged(
  context: MessageContext,
  change: {
    /** The rules' version, one higher with each change. */
    readonly version: number
    readonly by: Actor
    /** What changed, without addresses: `“Days of notice” from 14 to 10`. */
    readonly changed: readonly string[]
    /** Whether a channel is among it. */
    readonly channels: boolean
    readonly history: HistoryHead
  },
): Message {
  return {
    kind: 'rules_changed',
    dedupeKey: `${context.organization.id}:${change.version}`,
    title: `${context.organization.login}: the rules were changed`,
    lines: [
      `Changed by ${actorInPrint(change.by, context.names)}: ${listed(change.changed)}.`,
      'They hold from now on. If this was not meant, any owner can pause every removal under Settings, and change it back there.',
      ...historyLine(change.history),
    ],
    link: { label: 'See the settings', url: page(context, 'settings') },
    counts: [],
    // Told through the channels before the change, which hear nothing later.
    severity: change.channels ? 'ask' : 'news',
  }
}

/** Somebody asked for changes that wait for another owner or for their time. */
export function ruleChangePending(
  context: MessageContext,
  change: {
    /** One id for all the changes that were asked for together. */
    readonly id: string
    readonly by: Actor
    /** `“Days of notice” from 14 to 7`. */
    readonly changes: readonly string[]
    /** Whether they take effect by themselves even if nobody agrees. */
    readonly byTime: boolean
    readonly history: HistoryHead
  },
): Message {
  const one = change.changes.length === 1
  return {
    kind: 'rule_change_pending',
    dedupeKey: change.id,
    title: `${context.organization.login}: ${one ? 'a change of the rules waits' : 'changes of the rules wait'}`,
    lines: [
      `Asked for by ${actorInPrint(change.by, context.names)}: ${listedBriefly(change.changes)}.`,
      change.byTime
        ? `${one ? 'It takes' : 'Each takes'} effect when another owner agrees, else by itself seven days after another owner could read this.`
        : 'It takes effect only when another owner agrees.',
      'If this was not meant, any owner cancels it under Settings.',
      ...historyLine(change.history),
    ],
    link: { label: 'Agree or cancel', url: page(context, 'settings') },
    counts: [],
    severity: 'ask',
  }
}

export function ruleChangeCancelled(
  context: MessageContext,
  change: {
    readonly id: string
    readonly by: Actor
    readonly change: string
    readonly history: HistoryHead
  },
): Message {
  return {
    kind: 'rule_change_cancelled',
    dedupeKey: change.id,
    title: `${context.organization.login}: a change of the rules was cancelled`,
    lines: [
      `Cancelled by ${actorInPrint(change.by, context.names)}: ${change.change}. The rules stay as they are.`,
      ...(change.by.kind === 'calendar' ? ['Whoever asked for it is no owner any more.'] : []),
      ...historyLine(change.history),
    ],
    link: { label: 'See the settings', url: page(context, 'settings') },
    counts: [],
    severity: 'done',
  }
}
