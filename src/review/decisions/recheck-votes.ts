/** Looks at the votes on a proposal again before it is carried out: whoever is no owner any more takes their vote along. */

import type { Platform } from '../../platform.ts'
import { isOwnCase } from '../../policy/decisions/voters.ts'
import { decidedVote, resultOf, type Vote } from '../../policy/decisions/votes.ts'
import { actorName } from '../../policy/words/names.ts'
import type { Instant } from '../../policy/words.ts'
import type { Organization } from '../../register/organizations.ts'
import type { VoteEnd } from '../../register/reviews/decisions.ts'
import type { Proposal, ProposalWithVotes } from '../../register/reviews/proposals.ts'
import { type Transition, transitionEach } from '../../register/reviews/transitions.ts'
import { findEndedTokens } from '../../register/sign-in/bearer-tokens.ts'

/** What the votes come to now. */
export type Recheck =
  | { readonly kind: 'decided'; readonly vote: Vote; readonly decidedAt: Instant }
  /** Not enough votes stand; `sentence` says why. */
  | { readonly kind: 'not_decided'; readonly sentence: string }

/**
 * Asks GitHub whether each voter is an owner now, and the register whether a person has ended the token that voted; a token
 * that merely expired keeps its vote. A vote on one's own case needs no right, because it can only be to step down. Where too
 * few votes are left, the proposal is open again and says why.
 */
export async function recheckVotes(
  platform: Pick<Platform, 'register' | 'deployment' | 'organizationRoleOf'>,
  organization: Organization,
  { proposal, votes }: ProposalWithVotes,
  needsTwo: boolean,
  now: Instant,
): Promise<Recheck> {
  const ended = await fallenAmong(
    platform,
    organization,
    votes.filter(({ by }) => !isOwnCase(proposal, by)),
  )
  const standing = votes.filter(({ id }) => !ended.some((vote) => vote.id === id))
  const result = resultOf(standing, needsTwo)
  if (ended.length > 0) {
    const isDecided = result === 'decided'
    const sentence = ended.map((vote) => whyFallen(vote, organization.login)).join(' ')
    const transition = fallenTransition(proposal, votes, ended, isDecided, sentence, now)
    await transitionEach(platform.register, organization.id, [transition])
    if (!isDecided) {
      return {
        kind: 'not_decided',
        sentence: `${sentence} So the proposal is open again, and an owner has to decide; nothing was removed.`,
      }
    }
  }
  const decided = decidedVote(standing, needsTwo)
  if (decided !== null) return { kind: 'decided', ...decided }
  return {
    kind: 'not_decided',
    sentence: result === 'needs_second' ? NO_SECOND_VOTE : NOT_DECIDED,
  }
}

const NO_SECOND_VOTE =
  "An owner's or administrator's right is not removed without a second vote, and there is none yet. Nothing was removed."
const NOT_DECIDED =
  'Only a proposal that was decided can be carried out, and this one is not. Nothing was removed.'

/** A vote that has fallen away, and why. */
interface Fallen extends Pick<Vote, 'id' | 'by'> {
  readonly because: VoteEnd
}

async function fallenAmong(
  {
    register,
    deployment,
    organizationRoleOf,
  }: Pick<Platform, 'register' | 'deployment' | 'organizationRoleOf'>,
  organization: Organization,
  votes: readonly Vote[],
): Promise<readonly Fallen[]> {
  const tokens = votes.flatMap(({ by }) => (by.kind === 'person' && by.token !== undefined ? [by.token] : []))
  const endedTokens = await findEndedTokens(register, tokens)
  const fallen: Fallen[] = []
  for (const { id, by } of votes) {
    if (by.kind === 'operator' && deployment.apiToken === null)
      fallen.push({ id, by, because: 'token_ended' })
    if (by.kind !== 'person') continue
    if (by.token !== undefined && endedTokens.has(by.token)) fallen.push({ id, by, because: 'token_ended' })
    else if ((await organizationRoleOf(organization, { id: by.id, login: by.login })) === 'none')
      fallen.push({ id, by, because: 'no_owner' })
  }
  return fallen
}

function whyFallen({ by, because }: Fallen, login: string): string {
  return because === 'no_owner'
    ? `${actorName(by)}, who had decided it, is no owner of ${login} any more.`
    : `The token by which ${actorName(by)} had decided it was ended.`
}

function fallenTransition(
  proposal: Proposal,
  votes: readonly Vote[],
  ended: readonly Fallen[],
  isDecided: boolean,
  sentence: string,
  now: Instant,
): Transition {
  return {
    proposalId: proposal.id,
    from: [proposal.status],
    to: isDecided ? proposal.status : 'open',
    stale: null,
    reopened: isDecided ? null : { kind: 'vote', why: sentence, at: now },
    votes: {
      kind: 'fell_away',
      ended: ended.map(({ id, because }) => ({ id, because })),
      at: now,
      standing: votes.map(({ id }) => id),
    },
    entry: {
      at: now,
      act: 'vote_fell_away',
      actor: { kind: 'calendar' },
      subject: proposal.subject,
      sentence: isDecided ? `${sentence} Other votes stand.` : `${sentence} The proposal is open again.`,
      facts: { proposal: proposal.id, decisions: ended.map(({ id }) => id) },
    },
  }
}
