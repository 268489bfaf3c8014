/** What the standing votes on a proposal come to: nothing yet, two opinions, kept, a second vote wanted, or decided. */

import { latest } from '../calendar.ts'
import { listed } from '../english.ts'
import { actorName } from '../words/names.ts'
import type { Actor, DecisionKind, Id, Instant, LowerRole, ProposalStatus } from '../words.ts'

/** A standing vote: neither replaced by another answer of its voter's nor fallen away. */
export interface Vote {
  /** The decision's id. */
  readonly id: string
  readonly by: Actor
  readonly decision: DecisionKind
  readonly role: LowerRole | null
  /** What an outside collaborator keeps, in the order of their ids; null where all stay, and for every other answer. */
  readonly repositories: readonly Id[] | null
  readonly until: Instant | null
  readonly at: Instant
  /** When its voter confirmed it as the only active owner; else null. */
  readonly confirmedAt: Instant | null
}

/** What the standing votes come to. */
export type VoteResult = 'none' | 'two_opinions' | 'kept' | 'needs_second' | 'decided'

/** The result. `needsTwo`: it is an owner's or administrator's right, which nothing takes on one vote. */
export function resultOf(votes: readonly Vote[], needsTwo: boolean): VoteResult {
  const [first] = votes
  if (first === undefined) return 'none'
  if (votes.some((vote) => !isSameAnswer(vote, first))) return 'two_opinions'
  // *Keep* removes nothing, so it needs no second vote.
  if (first.decision === 'keep') return 'kept'
  const isEnough = !needsTwo || votes.length > 1 || first.confirmedAt !== null
  return isEnough ? 'decided' : 'needs_second'
}

/** The status of a proposal with this result. */
export function statusAfter(result: VoteResult): ProposalStatus {
  switch (result) {
    case 'none':
    case 'two_opinions':
      return 'open'
    case 'kept':
    case 'needs_second':
    case 'decided':
      return result
  }
}

/** The same decision, and for *downgrade* the same role and repositories; of two days the earlier one counts. */
export function isSameAnswer(a: AnswerToCompare, b: AnswerToCompare): boolean {
  return a.decision === b.decision && a.role === b.role && a.repositories?.join() === b.repositories?.join()
}

type AnswerToCompare = Pick<Vote, 'decision' | 'role' | 'repositories'>

/** The vote that is carried out, the first of those that agree, and since when it was decided: cooling time runs from there. */
export function decidedVote<V extends Vote>(
  votes: readonly V[],
  needsTwo: boolean,
): { readonly vote: V; readonly decidedAt: Instant } | null {
  const inOrder = [...votes].sort((a, b) => a.at.localeCompare(b.at))
  const [vote] = inOrder
  if (vote === undefined || resultOf(inOrder, needsTwo) !== 'decided') return null
  const moments = needsTwo ? inOrder.flatMap(({ at, confirmedAt }) => [at, confirmedAt]) : [vote.at]
  return { vote, decidedAt: latest(...moments) ?? vote.at }
}

/** Two opinions in words: who said what. */
export function opinionsInWords(votes: readonly Vote[]): string {
  const opinions = votes.map((vote) => `${actorName(vote.by)} ${answerInWords(vote)}`)
  return `Owners answered differently: ${listed(opinions)}. Nothing is carried out until they agree.`
}

function answerInWords({ decision, role }: Vote): string {
  return role === null ? decision : `${decision} to ${role.replace('_', ' ')}`
}
