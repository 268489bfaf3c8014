/** Writes the message that somebody has become an owner. */

import { counted, listed } from '../../policy/english.ts'
import type { Account } from '../../policy/words.ts'
import type { Message } from '../message.ts'
import { type HistoryHead, historyLine, type MessageContext, page } from './message-context.ts'

/** An audit saw them as owners first; never sent about the first complete audit, in which everybody is new. */
export function newOwner(
  context: MessageContext,
  seen: {
    readonly auditId: string
    readonly owners: readonly Pick<Account, 'login'>[]
    readonly history: HistoryHead
  },
): Message {
  const { owners } = seen
  return {
    kind: 'new_owner',
    dedupeKey: seen.auditId,
    title: `${context.organization.login}: ${counted(owners.length, 'owner is', 'owners are')} new`,
    lines: [
      context.names
        ? `Owner now and not before: ${listed(owners.map(({ login }) => login))}.`
        : `${counted(owners.length, 'account is an owner', 'accounts are owners')} now and not before; the page names them.`,
      'If you do not know of it, look into it at once: an owner can remove all others. Who made them one stands in the audit log of the organisation on GitHub.',
      ...historyLine(seen.history),
    ],
    link: { label: 'See the owners', url: page(context, 'accounts?role=owner') },
    counts: [],
    severity: 'ask',
  }
}
