/** Writes the message about changed rules. */

import { listed } from '../../policy/english.ts'
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
    /** The changed settings, without addresses, e.g. `noticeDays is now 0` or `channels`. */
    readonly changed: readonly string[]
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
    severity: 'news',
  }
}
