/** Records owners' answers to proposals and sends messages about them; carrying out is revoke.ts. */

import type { Platform } from '../../platform.ts'
import { type Decided, type DecisionToMake, decideOn } from '../../policy/decisions/decide.ts'
import type { DecisionInput } from '../../policy/decisions/terms.ts'
import { type Refusal, type Refused, refused } from '../../policy/refusal.ts'
import type { Id, Instant } from '../../policy/words.ts'
import { findProposalsWithVotes, type ProposalWithVotes } from '../../register/reviews/proposals.ts'
import { transitionEach } from '../../register/reviews/transitions.ts'
import { leaveByHand } from '../by-hand/leave-by-hand.ts'
import { outdatedTransition } from '../close-stale.ts'
import { notifyOfDecisions } from './decided-message.ts'
import { type DecisionContext, decisionAbout, readDecisionContext } from './decision-context.ts'
import { decisionTransition, type Valid } from './decision-transition.ts'

/** Who answers. `voterRole` was read from GitHub for this very answer. */
export type Giver = Pick<DecisionToMake, 'by' | 'voterRole' | 'signIn'>

/** What is answered, from the form or the API. */
interface Given extends Pick<DecisionInput, 'reason'> {
  readonly decision: DecisionInput['kind']
  /** Until when `keep` lasts: a day or a moment, as text. */
  readonly until?: string | null | undefined
  /** The role that `downgrade` leaves. */
  readonly role?: string | null | undefined
  /** The repositories that an outside collaborator keeps; all where it is not said. */
  readonly repositories?: readonly Id[] | null | undefined
}

/** An answer and who gives it. */
export interface Answer extends Giver, Given {}

/** An answer to one of several proposals. */
export interface AnswerTo extends Given {
  readonly proposalId: string
}

export interface NotRecorded {
  readonly proposalId: string
  readonly refusal: Refusal
}

export interface Recorded {
  /** The decision's id. */
  readonly id: string
  readonly proposalId: string
  readonly as: Decided['as']
  /** `open`: two owners' answers differ. */
  readonly status: 'decided' | 'needs_second' | 'open'
}

/** Records one answer, sends a message and says whether a second vote is needed; throws a Refusal where it may not. */
export async function decide(
  platform: Platform,
  proposalId: string,
  answer: Answer,
  now: Instant,
): Promise<Recorded> {
  const { decided, refused: not } = await decideEach(platform, [{ ...answer, proposalId }], answer, now)
  for (const { refusal } of not) throw refusal
  const [only] = decided
  if (only === undefined) throw new Error(`Proposal ${proposalId} was neither decided nor refused.`)
  return only
}

/**
 * Records the same answer, with one reason, for several proposals of one organisation. Those that cannot be decided are
 * returned with a sentence that says why; the others are decided. One message for all.
 */
export async function decideMany(
  platform: Platform,
  proposalIds: readonly string[],
  answer: Answer,
  now: Instant,
): Promise<{
  readonly decided: readonly Recorded[]
  readonly refused: readonly { readonly proposalId: string; readonly sentence: string }[]
}> {
  const answers = [...new Set(proposalIds)].map((proposalId) => ({ ...answer, proposalId }))
  const { decided, refused: not } = await decideEach(platform, answers, answer, now, { bulk: true })
  return {
    decided,
    refused: not.map(({ proposalId, refusal }) => ({ proposalId, sentence: refusal.sentence })),
  }
}

/**
 * Records answers to proposals of one organisation, saved together: one reading of the register and one message for all,
 * and one name (`batch`), by which they are undone together. Those that cannot be decided are returned; the others are
 * decided. `whole`: nothing is where one is malformed, so that a form can be mended. `bulk`: the same answer to several.
 *
 * The right to answer was checked for the first one's organisation, so proposals of another count as unknown.
 */
export async function decideEach(
  platform: Platform,
  answers: readonly AnswerTo[],
  giver: Giver,
  now: Instant,
  { bulk = false, whole = false }: { readonly bulk?: boolean; readonly whole?: boolean } = {},
): Promise<{
  readonly batch: string
  readonly decided: readonly Recorded[]
  readonly refused: readonly NotRecorded[]
}> {
  const batch = crypto.randomUUID()
  const judged = await judgeEach(platform, answers, giver, now, bulk)
  const { context, valid, resultOf, ids } = judged
  const malformed = judged.refused.filter(({ refusal }) => refusal.code === 'invalid')
  if (context === null || (whole && malformed.length > 0))
    return { batch, decided: [], refused: context === null ? judged.refused : malformed }
  const moved = await transitionEach(platform.register, context.organization.id, [
    ...[...context.stale.values()].map((outdated) => outdatedTransition(outdated, now)),
    ...valid.map((each) => decisionTransition(each, batch, now)),
  ])
  const recorded = valid.filter(({ found }) => moved.has(found.proposal.id))
  await leaveByHand(platform, context.organization, context.current, recorded, now)
  await notifyOfDecisions(platform, context, recorded, giver, now)
  return {
    batch,
    decided: recorded.map(toRecorded),
    refused: ids.flatMap((id) => {
      const result = resultOf(id)
      if (result.kind === 'refused') return [refusalOf(id, result)]
      return moved.has(id) ? [] : [refusalOf(id, overtaken())]
    }),
  }
}

/** What answers come to, with nothing recorded. `context` is null where none of the proposals is known. */
export async function judgeEach(
  platform: Pick<Platform, 'register' | 'deployment'>,
  answers: readonly AnswerTo[],
  giver: Giver,
  now: Instant,
  bulk: boolean,
) {
  const ids = answers.map(({ proposalId }) => proposalId)
  const known = await findProposalsWithVotes(platform.register, ids)
  const all = ids.flatMap((id) => known.get(id) ?? [])
  const orgId = all[0]?.proposal.orgId
  const here = all.filter(({ proposal }) => proposal.orgId === orgId)
  const proposals = here.map(({ proposal }) => proposal)
  const kinds = new Set(answers.map(({ decision }) => decision))
  const context =
    orgId === undefined ? null : await readDecisionContext(platform, orgId, proposals, kinds, now)
  const answerTo = new Map(answers.map((answer) => [answer.proposalId, answer]))
  const results = new Map(
    here.flatMap((found) => {
      const answer = answerTo.get(found.proposal.id)
      return answer === undefined || context === null
        ? []
        : [[found.proposal.id, resultFor(context, found, { ...answer, ...giver }, bulk, now)] as const]
    }),
  )
  const resultOf = (id: string) => results.get(id) ?? notFound()
  const valid = here.flatMap((found): Valid[] => {
    const result = resultOf(found.proposal.id)
    return result.kind === 'decided' ? [{ found, decided: result }] : []
  })
  const refused = ids.flatMap((id): NotRecorded[] => {
    const result = resultOf(id)
    return result.kind === 'refused' ? [refusalOf(id, result)] : []
  })
  return { context, ids, valid, refused, resultOf }
}

function resultFor(
  context: DecisionContext,
  found: ProposalWithVotes,
  answer: Answer,
  bulk: boolean,
  now: Instant,
): Decided | Refused {
  const { by, voterRole, signIn, decision, reason, until = null, role = null, repositories = null } = answer
  return decideOn({
    ...decisionAbout(context, found),
    id: crypto.randomUUID(),
    decision: { kind: decision, reason, until, role, repositories, bulk },
    by,
    voterRole,
    signIn,
    now,
  })
}

function toRecorded({ found, decided }: Valid): Recorded {
  const { status } = decided
  return {
    id: decided.vote.id,
    proposalId: found.proposal.id,
    as: decided.as,
    status: status === 'needs_second' || status === 'open' ? status : 'decided',
  }
}

function refusalOf(proposalId: string, { refusal }: Refused): NotRecorded {
  return { proposalId, refusal }
}

function notFound(): Refused {
  return refused('not_found', 'There is no such proposal here.')
}

function overtaken(): Refused {
  return refused(
    'conflict',
    'Somebody has answered this proposal at the same moment. Please look at it again; your answer was not recorded.',
  )
}
