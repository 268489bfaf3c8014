/** Writes the message that somebody asks for what was taken from them. */

import type { Instant, Subject } from '../../policy/words.ts'
import type { Message } from '../message.ts'
import { subjectInPrint } from '../wording.ts'
import { type HistoryHead, historyLine, type MessageContext, page } from './message-context.ts'

/** Sent at most once a day for one revocation, however often the person withdraws the request and makes it again. */
export function askedBack(
  context: MessageContext,
  asked: {
    readonly proposalId: string
    readonly reviewId: string
    readonly subject: Subject
    readonly at: Instant
    readonly history: HistoryHead
  },
): Message {
  const who = context.names ? subjectInPrint(asked.subject, true) : 'somebody'
  return {
    kind: 'asked_back',
    dedupeKey: `${asked.proposalId}:${asked.at.slice(0, 10)}`,
    title: `${context.organization.login}: ${who} asks to come back`,
    lines: [
      'What was taken from them can be given back with one click. What they write stands on the page.',
      'Nothing happens by itself: an owner gives it back, or declines.',
      ...historyLine(asked.history),
    ],
    link: { label: 'Answer them', url: page(context, `reviews/${asked.reviewId}?view=done`) },
    counts: [],
    severity: 'ask',
  }
}
