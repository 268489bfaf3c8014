/** Writes the message of how a revocation ended. */

import { counted } from '../../policy/english.ts'
import type { Subject } from '../../policy/words.ts'
import type { Message } from '../message.ts'
import { subjectInPrint } from '../wording.ts'
import { type HistoryHead, historyLine, type MessageContext, page } from './message-context.ts'

/** `by_hand`: steps wait for a person, nothing is verified yet. `stopped`: it ended before anything was changed. */
export type MessagedEnding = 'done' | 'by_hand' | 'failed' | 'stopped' | 'withdrawn' | 'rehearsed'

/** An attempt of a revocation ended, in whichever way; each attempt has a message of its own. */
export function revoked(
  context: MessageContext,
  revocation: {
    readonly proposalId: string
    readonly reviewId: string
    readonly attempt: number
    readonly subject: Subject
    readonly status: MessagedEnding
    readonly outcomes: {
      readonly done: number
      readonly alreadyGone: number
      readonly failed: number
      readonly byHand: number
      readonly rehearsed: number
      /** Steps that were sent, but GitHub could not be read again to see whether they are done. */
      readonly unanswered: number
    }
    /** Why it failed or was withdrawn; shown only where names are on. */
    readonly reason: string | null
    readonly history: HistoryHead
  },
): Message {
  const { outcomes } = revocation
  const ending = ENDINGS[revocation.status]
  return {
    kind: 'revoked',
    dedupeKey: `${revocation.proposalId}:${revocation.attempt}`,
    title: `${context.organization.login}: the access of ${subjectInPrint(revocation.subject, context.names)} ${ending.title}`,
    lines: [
      ending.line,
      ...(revocation.status === 'by_hand' && outcomes.done + outcomes.alreadyGone === 0
        ? ['Nothing was changed on GitHub yet.']
        : []),
      ...(revocation.reason !== null && context.names ? [revocation.reason] : []),
      ...(outcomes.byHand > 0
        ? [
            `${counted(outcomes.byHand, 'step waits', 'steps wait')} for an owner's own hand: the page links to where each is done.`,
          ]
        : []),
      ...historyLine(revocation.history),
    ],
    link: { label: 'See every step', url: page(context, `reviews/${revocation.reviewId}`) },
    counts: [
      { name: 'Removed', value: outcomes.done },
      { name: 'Already gone', value: outcomes.alreadyGone },
      { name: 'Failed', value: outcomes.failed },
      { name: 'Rehearsed', value: outcomes.rehearsed },
      { name: 'Not known whether done', value: outcomes.unanswered },
    ].filter(({ value }) => value > 0),
    severity: ending.severity,
  }
}

const ENDINGS: Readonly<
  Record<MessagedEnding, Pick<Message, 'title' | 'severity'> & { readonly line: string }>
> = {
  done: {
    title: 'was taken back',
    line: 'Reading GitHub again showed nothing left of it.',
    severity: 'done',
  },
  failed: {
    title: 'could not be taken back in full',
    line: 'At least one step failed or was held back, or something was left when GitHub was read again. The page says which and what to do next.',
    severity: 'trouble',
  },
  by_hand: {
    title: "waits for an owner's hand",
    line: 'It is not taken back until an owner has done the steps on the page; the next audit looks whether it is.',
    severity: 'ask',
  },
  stopped: {
    title: 'was not taken back',
    line: 'It was stopped before its first step, so nothing was changed. The page says by what; it can be started again.',
    severity: 'trouble',
  },
  withdrawn: {
    title: 'was left as it is',
    line: 'The revocation was withdrawn before its end; the page says why.',
    severity: 'news',
  },
  rehearsed: {
    title: 'would have been taken back',
    line: 'This was a rehearsal: nothing was changed on GitHub.',
    severity: 'done',
  },
}
