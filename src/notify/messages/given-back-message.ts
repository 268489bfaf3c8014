/** Writes the message of how a giving back ended, or for what it waits. */

import type { Subject } from '../../policy/words.ts'
import type { Message } from '../message.ts'
import { subjectInPrint } from '../wording.ts'
import { type HistoryHead, historyLine, type MessageContext, page } from './message-context.ts'

/** An attempt of giving back ended; `number` tells the attempts apart. */
export function givenBack(
  context: MessageContext,
  given: {
    readonly proposalId: string
    readonly reviewId: string
    readonly number: string
    readonly subject: Subject
    readonly status: 'done' | 'invited' | 'by_hand' | 'failed'
    /** For what it waits, or why it failed; shown only where names are on. */
    readonly reason: string | null
    readonly history: HistoryHead
  },
): Message {
  const ending = ENDINGS[given.status]
  return {
    kind: 'given_back',
    dedupeKey: given.number,
    title: `${context.organization.login}: the access of ${subjectInPrint(given.subject, context.names)} ${ending.title}`,
    lines: [
      ending.line,
      ...(given.reason !== null && context.names ? [given.reason] : []),
      ...historyLine(given.history),
    ],
    link: { label: 'See every step', url: page(context, `reviews/${given.reviewId}?view=done`) },
    counts: [],
    severity: ending.severity,
  }
}

const ENDINGS: Readonly<
  Record<
    'done' | 'invited' | 'by_hand' | 'failed',
    Pick<Message, 'title' | 'severity'> & { readonly line: string }
  >
> = {
  done: {
    title: 'was given back',
    line: 'Reading GitHub again showed all of it held again.',
    severity: 'done',
  },
  invited: {
    title: 'is on its way back',
    line: 'GitHub has invited them and waits for them to accept; an invitation lapses after seven days.',
    severity: 'news',
  },
  by_hand: {
    title: "waits for an owner's hand to come back",
    line: 'The page links to where each step is done; it is looked at again every hour.',
    severity: 'ask',
  },
  failed: {
    title: 'could not be given back in full',
    line: 'At least one step failed, was held back, or an invitation was declined or lapsed. The page says which; one click sends it again.',
    severity: 'trouble',
  },
}
