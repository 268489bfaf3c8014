/** What somebody's answer makes of a proposal about themselves. Nobody spares themselves: at most it is one fresh decision of the owners. */

import { printedDay } from '../calendar.ts'
import type { Vote } from '../decisions/votes.ts'
import { isSameAnswer, resultOf } from '../decisions/votes.ts'
import { type Refused, refused } from '../refusal.ts'
import type { AnswerKind, Choice, Instant, PlanStep, ProposalStatus } from '../words.ts'

/** What the answer depends on. */
export interface AnswerFacts {
  readonly answer: AnswerKind
  /** `themselves`, or the owner who entered what they were told: that is never the person's own vote. */
  readonly from: 'themselves' | 'owner'
  readonly status: ProposalStatus
  /** Why the proposal is closed, as a sentence; null while it is not. */
  readonly stale: string | null
  /** Whether it is about an owner's, administrator's or release right. */
  readonly privileged: boolean
  /** Whether what is carried out takes two votes. */
  readonly needsTwo: boolean
  /** The standing votes. */
  readonly votes: readonly Vote[]
  /** The answers on offer, each with its plan. */
  readonly choices: readonly Choice[]
  /** Whether something of it has been removed already, or may have been. */
  readonly hasRemoved: boolean
  readonly now: Instant
}

/** What becomes of the proposal; `sentence`: what whoever answered is told. */
export type AnswerEffect =
  /** It stays as it is. */
  | { readonly kind: 'recorded'; readonly sentence: string }
  /** It is open, and no vote stands any more. */
  | { readonly kind: 'asked_again'; readonly why: string; readonly sentence: string }
  /** It ends. `why` is seen by more people than the answer is. */
  | { readonly kind: 'ended'; readonly why: string; readonly sentence: string }
  /** The person's own vote, in place of all others. */
  | {
      readonly kind: 'own_vote'
      readonly decision: 'emeritus' | 'revoke'
      readonly plan: readonly PlanStep[]
      readonly status: 'decided' | 'needs_second'
      readonly sentence: string
    }

/** What the answer comes to, or why there is nothing to answer any more. */
export function effectOf(facts: AnswerFacts): AnswerEffect | Refused {
  const { answer, status } = facts
  const over = whyOver(facts)
  if (over !== null) return over
  if (answer === 'step_down' && facts.from === 'themselves') return stepDown(facts)
  // It is kept already: there is nothing to decide afresh, unless they want to give it up.
  if (status === 'kept' && answer !== 'step_down')
    return { kind: 'recorded', sentence: 'Recorded. The owners have decided to keep it.' }
  if (answer === 'away' && !facts.privileged) {
    return {
      kind: 'ended',
      why: ENDED_BY_LEAVE,
      sentence: `Recorded. The question is closed.${alreadyGone(facts)}`,
    }
  }
  return {
    kind: 'asked_again',
    why: `They answered on ${printedDay(facts.now)}. The owners decide afresh.`,
    sentence: `Recorded. The owners read it and decide afresh; until then nothing is taken.${alreadyGone(facts)}`,
  }
}

/** What taking an answer back makes of the proposal; `isReviewOpen`: whether its review still runs. */
export function effectOfWithdrawal(
  facts: Pick<AnswerFacts, 'answer' | 'status' | 'stale' | 'hasRemoved' | 'now'> & {
    readonly isReviewOpen: boolean
  },
): AnswerEffect | Refused {
  const { answer, now } = facts
  // Only the answer itself has closed the question, so that without it the question is there again.
  if (answer === 'away' && facts.stale === ENDED_BY_LEAVE && facts.isReviewOpen)
    return {
      kind: 'asked_again',
      why: `They took their answer back on ${printedDay(now)}. The owners decide afresh.`,
      sentence: `Your answer is taken back, and you are asked again. The owners decide afresh.${alreadyGone(facts)}`,
    }
  const over = whyOver(facts)
  if (over !== null) return over
  if (answer !== 'step_down')
    return { kind: 'recorded', sentence: 'Your answer is taken back. The question stays as it was.' }
  return {
    kind: 'asked_again',
    why: `They took their answer back on ${printedDay(now)}. The owners decide afresh.`,
    sentence: `Your answer is taken back, and your vote with it. The owners decide afresh.${alreadyGone(facts)}`,
  }
}

/** More people read this than may see the leave, so it does not mention it. */
const ENDED_BY_LEAVE = 'They are exempt by now.'

function stepDown(facts: AnswerFacts): AnswerEffect | Refused {
  const { choices, needsTwo, votes } = facts
  const choice =
    choices.find(({ decision }) => decision === 'emeritus') ??
    choices.find(({ decision }) => decision === 'revoke')
  if (choice === undefined || (choice.decision !== 'emeritus' && choice.decision !== 'revoke'))
    return refused('conflict', 'There is nothing left here that you could give up. Nothing was changed.')
  const [first] = votes
  const own = { decision: choice.decision, role: null, repositories: null }
  // The owners have decided the same already: their votes stand, and no period begins again.
  if (first !== undefined && isSameAnswer(first, own) && resultOf(votes, needsTwo) === 'decided')
    return {
      kind: 'recorded',
      sentence: `Thank you. The owners have decided the same.${alreadyGone(facts)}`,
    }
  return {
    kind: 'own_vote',
    decision: choice.decision,
    plan: choice.plan,
    status: needsTwo ? 'needs_second' : 'decided',
    sentence: needsTwo
      ? 'Thank you. One owner has to agree, because it is an owner’s or administrator’s right; then it is carried out.'
      : 'Thank you. It is carried out after the cooling time; until then you can answer otherwise.',
  }
}

/** Why nothing can be answered any more; null while something can. */
function whyOver({ status, stale }: Pick<AnswerFacts, 'status' | 'stale'>): Refused | null {
  switch (status) {
    case 'done':
      return refused(
        'conflict',
        'This has been carried out, so there is nothing to answer any more. You can ask to come back, on the page /me.',
      )
    case 'stale':
      return refused('conflict', `${stale ?? 'The question is closed.'} There is nothing to answer any more.`)
    case 'carried_over':
      return refused(
        'conflict',
        'Nobody decided this in its review, and it was left as it is. The next review asks again; nothing was recorded.',
      )
    case 'open':
    case 'needs_second':
    case 'decided':
    case 'running':
    case 'failed':
    case 'by_hand':
    case 'kept':
      return null
  }
}

function alreadyGone({ hasRemoved }: Pick<AnswerFacts, 'hasRemoved'>): string {
  return hasRemoved
    ? ' It was being carried out: what has been removed already is not given back by this answer. Ask an owner, or ask to come back.'
    : ''
}
