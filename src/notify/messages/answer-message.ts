/** Writes the message that somebody answered a question about themselves. What they answered is for the page alone. */

import type { Actor, Subject } from '../../policy/words.ts'
import type { Message } from '../message.ts'
import { actorInPrint, subjectInPrint } from '../wording.ts'
import { type HistoryHead, historyLine, type MessageContext, page } from './message-context.ts'

/** One answer, by its id. */
export function answered(
  context: MessageContext,
  answer: {
    readonly id: string
    readonly reviewId: string
    readonly subject: Subject
    /** The owner who entered what they were told; null where the person answered here. */
    readonly enteredBy: Actor | null
    readonly history: HistoryHead
  },
): Message {
  const who = context.names ? subjectInPrint(answer.subject, true) : 'somebody'
  const how =
    answer.enteredBy === null
      ? ''
      : ` It was told another way, and ${actorInPrint(answer.enteredBy, context.names)} entered it.`
  return {
    kind: 'answered',
    dedupeKey: answer.id,
    title: `${context.organization.login}: ${who} answered the question about their access`,
    lines: [
      `What they say is on the page, for owners. Please read it before anything is carried out.${how}`,
      ...historyLine(answer.history),
    ],
    link: { label: 'Read the answer', url: page(context, `reviews/${answer.reviewId}`) },
    counts: [{ name: 'Answers', value: 1 }],
    severity: 'ask',
  }
}
