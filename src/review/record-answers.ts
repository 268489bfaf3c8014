/** Takes an owner's answer to proposals of one organisation: looks at them once more, records what is admitted. It tells nobody and removes nothing. */

import type { Outside } from '../platform.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Instant } from '../policy/words.ts'
import { askedProposals, type Proposal } from '../register/reviews/proposals.ts'
import { moveEach } from '../register/reviews/transitions.ts'
import { goingStale } from './close-stale.ts'
import { type Ground, groundOf } from './decision-context.ts'
import { type Answer, type Draft, draftOf } from './validate-answer.ts'

/** A proposal that took no answer, and why. */
export interface Untaken {
  readonly proposalId: string
  readonly refusal: Refusal
}

/**
 * Records one answer to each of these proposals. Each stands for itself, and all are of one organisation, the first one's:
 * the right to answer was asked for there, so another's proposals count as unknown. The register is asked once for all.
 */
export async function takeAnswers(
  outside: Pick<Outside, 'register' | 'deployment'>,
  proposalIds: readonly string[],
  answer: Answer,
  bulk: boolean,
  now: Instant,
): Promise<{ readonly taken: readonly Draft[]; readonly refused: readonly Untaken[] }> {
  const known = await askedProposals(outside.register, proposalIds)
  const all = proposalIds.flatMap((id) => known.get(id)?.proposal ?? [])
  const orgId = all[0]?.orgId
  const here = all.filter((proposal) => proposal.orgId === orgId)
  const ground = orgId === undefined ? null : await groundOf(outside, orgId, here, answer.decision, now)
  const drafts = proposalIds.map((proposalId): Draft | Untaken => {
    try {
      return draftOf(ground, known.get(proposalId), answer, bulk, now)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { proposalId, refusal: error }
    }
  })
  const moved = await move(outside, ground, here, drafts, now)
  return {
    taken: drafts.flatMap((draft) => ('refusal' in draft || !moved.has(draft.proposal.id) ? [] : [draft])),
    refused: drafts.flatMap((draft) => {
      if ('refusal' in draft) return [draft]
      return moved.has(draft.proposal.id) ? [] : [overtaken(draft.proposal.id)]
    }),
  }
}

/** Records what was admitted, and closes what was found out of date; answers the proposals that moved. */
async function move(
  outside: Pick<Outside, 'register'>,
  ground: Ground | null,
  here: readonly Proposal[],
  drafts: readonly (Draft | Untaken)[],
  now: Instant,
): Promise<ReadonlySet<string>> {
  if (ground === null) return new Set()
  const closed = here.flatMap((proposal) => {
    const sentence = proposal.stale === null ? ground.stale.get(proposal.id) : undefined
    return sentence === undefined ? [] : [goingStale(proposal, sentence, now)]
  })
  const decided = drafts.flatMap((draft) => ('refusal' in draft ? [] : [draft.move]))
  return moveEach(outside.register, ground.organization.id, [...closed, ...decided])
}

function overtaken(proposalId: string): Untaken {
  const sentence =
    'Somebody has answered this proposal at the same moment. Please look at it again; your answer was not recorded.'
  return { proposalId, refusal: new Refusal('conflict', sentence) }
}
