/** The letter of act III: how a revocation ended. It never promises more than the re-reading showed. */

import { counted } from '../../policy/english.ts'
import type { Subject } from '../../policy/words.ts'
import type { Message } from '../message.ts'
import { subjectInPrint } from '../wording.ts'
import { chain, type HistoryHead, type MessageContext, page } from './message-context.ts'

/** `by_hand`: steps wait for a person, nothing is proven. `held`: it was stopped before anything was changed. */
export type MessagedEnding = 'done' | 'by_hand' | 'failed' | 'held' | 'withdrawn' | 'rehearsed'

/** A revocation came to its end, whichever. `attempt` tells a second try from the first. */
export function revoked(
  head: MessageContext,
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
    }
    /** Why it failed or was withdrawn; shown only where names are. */
    readonly reason: string | null
    readonly history: HistoryHead
  },
): Message {
  const { outcomes } = revocation
  const ending = ENDINGS[revocation.status]
  return {
    kind: 'revoked',
    dedupeKey: `${revocation.proposalId}:${revocation.attempt}`,
    title: `${head.organization.login}: the access of ${subjectInPrint(revocation.subject, head.names)} ${ending.title}`,
    lines: [
      ending.line,
      ...(revocation.status === 'by_hand' && outcomes.done + outcomes.alreadyGone === 0
        ? ['Nothing was changed on GitHub yet.']
        : []),
      ...(revocation.reason !== null && head.names ? [revocation.reason] : []),
      ...(outcomes.byHand > 0
        ? [
            `${counted(outcomes.byHand, 'step waits', 'steps wait')} for an owner's own hand: the page links to where each is done.`,
          ]
        : []),
      ...chain(revocation.history),
    ],
    link: { label: 'See every step', url: page(head, `reviews/${revocation.reviewId}`) },
    counts: [
      { name: 'Removed', value: outcomes.done },
      { name: 'Already gone', value: outcomes.alreadyGone },
      { name: 'Failed', value: outcomes.failed },
      { name: 'Rehearsed', value: outcomes.rehearsed },
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
  held: {
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
