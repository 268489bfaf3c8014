/** Takes an owner's answer to proposals of one organisation: looks at them once more, records what is admitted. It tells nobody and removes nothing. */

import type { Platform } from '../platform.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Instant } from '../policy/words.ts'
import { findProposalsWithVotes, type Proposal } from '../register/reviews/proposals.ts'
import { transitionEach } from '../register/reviews/transitions.ts'
import { staleTransition } from './close-stale.ts'
import { type DecisionContext, readDecisionContext } from './decision-context.ts'
import { type Answer, type ValidAnswer, validateAnswer } from './validate-answer.ts'

/** A proposal that took no answer, and why. */
export interface RefusedAnswer {
  readonly proposalId: string
  readonly refusal: Refusal
}

/**
 * Records one answer to each of these proposals. Each stands for itself, and all are of one organisation, the first one's:
 * the right to answer was asked for there, so another's proposals count as unknown. The register is asked once for all.
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
  const moved = await transition(platform, context, here, drafts, now)
  return {
    recorded: drafts.flatMap((draft) => ('refusal' in draft || !moved.has(draft.proposal.id) ? [] : [draft])),
    refused: drafts.flatMap((draft) => {
      if ('refusal' in draft) return [draft]
      return moved.has(draft.proposal.id) ? [] : [overtaken(draft.proposal.id)]
    }),
  }
}

/** Records what was admitted, and closes what was found out of date; answers the proposals that moved. */
async function transition(
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
