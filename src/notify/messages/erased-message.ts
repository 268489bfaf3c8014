/** Writes the message that an owner had somebody erased: it names nobody who went, and cannot be undone. */

import { counted } from '../../policy/english.ts'
import type { Actor } from '../../policy/words.ts'
import type { Message } from '../message.ts'
import { actorInPrint } from '../wording.ts'
import { type HistoryHead, historyLine, type MessageContext, page } from './message-context.ts'

/** `id`: of this erasure, so that it is told once. `reason`: a sentence's end, with its stop. */
export function erased(
  context: MessageContext,
  what: {
    readonly id: string
    readonly by: Actor
    readonly reason: string
    readonly texts: number
    readonly history: HistoryHead
  },
): Message {
  const { id, by, reason, texts, history } = what
  return {
    kind: 'erased',
    dedupeKey: id,
    title: `${context.organization.login}: somebody who holds nothing any more was erased`,
    lines: [
      `It was done by ${actorInPrint(by, context.names)}: ${reason} ${counted(texts, 'text')} of the history went, and entries of their own say which.`,
      'It does not come back. If it was not meant, a session may have been stolen: look at what else was done.',
      ...historyLine(history),
    ],
    link: { label: 'See the history', url: page(context, 'history') },
    counts: [],
    severity: 'news',
  }
}
