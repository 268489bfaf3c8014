/** Validates and records one owner's answer to proposals of one organisation. */

import type { Platform } from '../platform.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Instant } from '../policy/words.ts'
import { findProposalsWithVotes, type Proposal } from '../register/reviews/proposals.ts'
import { transitionEach } from '../register/reviews/transitions.ts'
import { staleTransition } from './close-stale.ts'
import { type DecisionContext, readDecisionContext } from './decision-context.ts'
import { type Answer, type ValidAnswer, validateAnswer } from './validate-answer.ts'

/** A proposal that was not decided, and why. */
export interface RefusedAnswer {
  readonly proposalId: string
  readonly refusal: Refusal
}

/**
 * Records one answer to each of these proposals; one that is refused does not stop the others. All belong to the first
 * one's organisation: the right to answer was checked there, so proposals of another one count as unknown. The register is
 * read once for all.
 */
export async function recordAnswers(
  platform: Pick<Platform, 'register' | 'deployment'>,
  proposalIds: readonly string[],
  answer: Answer,
  bulk: boolean,
  now: Instant,
): Promise<{ readonly recorded: readonly ValidAnswer[]; readonly refused: readonly RefusedAnswer[] }> {
  const known = await findProposalsWithVotes(platform.register, proposalIds)
  const all = proposalIds.flatMap((id) => known.get(id)?.proposal ?? [])
  const orgId = all[0]?.orgId
  const here = all.filter((proposal) => proposal.orgId === orgId)
  const context =
    orgId === undefined ? null : await readDecisionContext(platform, orgId, here, answer.decision, now)
  const drafts = proposalIds.map((proposalId): ValidAnswer | RefusedAnswer => {
    try {
      return validateAnswer(context, known.get(proposalId), answer, bulk, now)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { proposalId, refusal: error }
    }
  })
  const recorded = await recordTransitions(platform, context, here, drafts, now)
  return {
    recorded: drafts.flatMap((draft) =>
      'refusal' in draft || !recorded.has(draft.proposal.id) ? [] : [draft],
    ),
    refused: drafts.flatMap((draft) => {
      if ('refusal' in draft) return [draft]
      return recorded.has(draft.proposal.id) ? [] : [overtaken(draft.proposal.id)]
    }),
  }
}

/** Records the valid answers and closes what is out of date; returns the ids of the proposals that changed. */
async function recordTransitions(
  platform: Pick<Platform, 'register'>,
  context: DecisionContext | null,
  here: readonly Proposal[],
  drafts: readonly (ValidAnswer | RefusedAnswer)[],
  now: Instant,
): Promise<ReadonlySet<string>> {
  if (context === null) return new Set()
  const closed = here.flatMap((proposal) => {
    const sentence = proposal.stale === null ? context.stale.get(proposal.id) : undefined
    return sentence === undefined ? [] : [staleTransition(proposal, sentence, now)]
  })
  const decided = drafts.flatMap((draft) => ('refusal' in draft ? [] : [draft.transition]))
  return transitionEach(platform.register, context.organization.id, [...closed, ...decided])
}

function overtaken(proposalId: string): RefusedAnswer {
  const sentence =
    'Somebody has answered this proposal at the same moment. Please look at it again; your answer was not recorded.'
  return { proposalId, refusal: new Refusal('conflict', sentence) }
}
