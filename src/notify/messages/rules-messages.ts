/** The letter about changed rules. It tells which, never an address, and no name unless the settings say so. */

import { listed } from '../../policy/english.ts'
import type { Actor } from '../../policy/words.ts'
import type { Message } from '../message.ts'
import { actorInPrint } from '../wording.ts'
import { chain, type HistoryHead, type MessageContext, page } from './message-context.ts'

/** Somebody changed what holds for audits, reviews and removals. */
export function rulesChanged(
  head: MessageContext,
  change: {
    /** The rules' version, which counts their changes. */
    readonly version: number
    readonly by: Actor
    /** The settings that were changed, e.g. `noticeDays is now 0` or `channels`. */
    readonly changed: readonly string[]
    readonly history: HistoryHead
  },
): Message {
  return {
    kind: 'rules_changed',
    dedupeKey: `${head.organization.id}:${change.version}`,
    title: `${head.organization.login}: the rules were changed`,
    lines: [
      `Changed by ${actorInPrint(change.by, head.names)}: ${listed(change.changed)}.`,
      'They hold from now on. If this was not meant, any owner can pause every removal under Settings, and change it back there.',
      ...chain(change.history),
    ],
    link: { label: 'See the settings', url: page(head, 'settings') },
    counts: [],
    severity: 'news',
  }
}
