/** Records what somebody answers to a proposal about themselves, or what an owner was told another way, with what it makes of the proposal. */

import { type SQL, sql } from 'drizzle-orm'
import { answered, messageContext } from '../../notify/messages.ts'
import type { Platform } from '../../platform.ts'
import { choicesOnOffer } from '../../policy/decisions/offer.ts'
import { reasonIn } from '../../policy/decisions/reason.ts'
import { type AnswerEffect, effectOf, effectOfWithdrawal } from '../../policy/people/answer.ts'
import { leaveUntil } from '../../policy/people/leave.ts'
import { Refusal } from '../../policy/refusal.ts'
import { readRules } from '../../policy/rules/rules.ts'
import type { Actor, AnswerKind, Id, Instant, ProposalStatus } from '../../policy/words.ts'
import { findRequiredReviewers } from '../../register/activity/deployment-reviewers.ts'
import { findHistoryHead } from '../../register/history/history.ts'
import { findOrganizationById } from '../../register/organizations.ts'
import {
  type AnswerRow,
  answerStatements,
  endAnswerStatement,
  findStandingAnswers,
} from '../../register/people/answers.ts'
import { endLeaveStatement, findLeavesOf, leaveStatements } from '../../register/people/leaves.ts'
import { findProposalsWithVotes, type ProposalWithVotes } from '../../register/reviews/proposals.ts'
import { findReview } from '../../register/reviews/reviews.ts'
import { transitionEach } from '../../register/reviews/transitions.ts'
import { findOutcomes } from '../../register/revocations/outcomes.ts'
import { decisionAbout, readDecisionContext } from '../decisions/decision-context.ts'
import { answerTransition } from './answer-transition.ts'

/** An answer as it was sent; `toldBy`: how the owner was told, null where the person answers here. */
export interface AnswerGiven {
  readonly proposalId: string
  readonly answer: AnswerKind
  readonly until?: string | null | undefined
  readonly text?: string | null | undefined
  readonly by: Actor
  readonly toldBy: string | null
}

/** What was recorded. */
export interface Answered {
  readonly id: string
  readonly status: ProposalStatus
  /** What whoever answered is told. */
  readonly sentence: string
}

/** Records the answer; throws a Refusal where there is nothing to answer, or not by whom. */
export async function answerProposal(
  platform: Platform,
  given: AnswerGiven,
  now: Instant,
): Promise<Answered> {
  const { register } = platform
  const { answer, by, proposalId } = given
  const found = await proposalAbout(platform, given)
  const { proposal, votes, account } = found
  const toldBy = given.toldBy === null ? null : reasonIn(given.toldBy)
  if (toldBy === '')
    throw new Refusal(
      'invalid',
      'Please say how you were told, for example “by phone”. Nothing was recorded.',
    )
  const words = reasonIn(given.text ?? '')
  const until = answer === 'away' ? await untilOf(platform, found, given.until, now) : null
  const facts = await factsOf(platform, found, now)
  const effect = effectOf({
    ...facts,
    answer,
    from: toldBy === null ? 'themselves' : 'owner',
    status: proposal.status,
    stale: proposal.stale,
    privileged:
      proposal.risk.privileged || (await findRequiredReviewers(register, proposal.orgId)).has(account),
    votes,
    now,
  })
  if (effect.kind === 'refused') throw effect.refusal
  const row: AnswerRow = {
    ...{ id: crypto.randomUUID(), orgId: proposal.orgId, proposalId, accountId: account, answer, until },
    ...{ text: words === '' ? null : words, by, toldBy, at: now, endedAt: null },
  }
  const standing = await standingAnswer(register, proposalId)
  const said = (id: string) => ({
    ...{ id, sentence: effect.sentence },
    status: statusAfter(proposal.status, effect),
  })
  if (standing !== null && isSameAnswerOf(standing, row) && changesNothing(effect, found, by))
    return said(standing.id)
  const moved = await transitionEach(
    register,
    proposal.orgId,
    [{ ...answerTransition(found, effect, row, now), standingAnswer: standing?.id ?? null }],
    (recorded) => {
      const isRecorded = recordedProposal(proposalId, recorded)
      return [
        ...answerStatements(register, row, recorded),
        // What another answer said before counts no more.
        ...(until === null
          ? [endLeaveStatement(register, { accountId: account, orgId: proposal.orgId, by }, now, isRecorded)]
          : leaveStatements(
              register,
              {
                ...{ id: crypto.randomUUID(), accountId: account, orgId: proposal.orgId, since: now },
                ...{ until, by, setAt: now, endedAt: null },
              },
              isRecorded,
            )),
      ]
    },
  )
  if (!moved.has(proposalId)) {
    const since = await standingAnswer(register, proposalId)
    // The second of two clicks, or a retry at the same moment: the first has recorded it.
    if (since !== null && since.id !== standing?.id && isSameAnswerOf(since, row)) return said(since.id)
    throw overtaken()
  }
  await tell(platform, found, row)
  return said(row.id)
}

/** Takes the person's own standing answer back. */
export async function takeAnswerBack(
  platform: Platform,
  given: Pick<AnswerGiven, 'proposalId' | 'by'>,
  now: Instant,
): Promise<Omit<Answered, 'id'>> {
  const { register } = platform
  const { proposalId } = given
  const found = await proposalAbout(platform, { ...given, toldBy: null })
  const { proposal, account } = found
  const standing = await standingAnswer(register, proposalId)
  if (standing === null)
    throw new Refusal('conflict', 'No answer stands that could be taken back. Nothing was changed.')
  const effect = effectOfWithdrawal({
    ...proposal,
    answer: standing.answer,
    isReviewOpen: (await findReview(register, proposal.reviewId))?.closedAt === null,
    hasRemoved: await hasRemoved(platform, proposalId),
    now,
  })
  if (effect.kind === 'refused') throw effect.refusal
  const moved = await transitionEach(
    register,
    proposal.orgId,
    [answerTransition(found, effect, { ...standing, by: given.by, endedAt: now }, now)],
    (recorded) => [
      endAnswerStatement(register, proposalId, now, recorded),
      endLeaveStatement(
        register,
        { accountId: account, orgId: proposal.orgId, by: given.by },
        now,
        recordedProposal(proposalId, recorded),
      ),
    ],
  )
  if (!moved.has(proposalId)) throw overtaken()
  return { status: statusAfter(proposal.status, effect), sentence: effect.sentence }
}

async function standingAnswer(register: Platform['register'], proposalId: string): Promise<AnswerRow | null> {
  return (await findStandingAnswers(register, [proposalId])).get(proposalId) ?? null
}

/** The same words of the same person, told the same way. */
function isSameAnswerOf(one: AnswerRow, other: AnswerRow): boolean {
  return (
    one.answer === other.answer &&
    one.until === other.until &&
    one.text === other.text &&
    one.toldBy === other.toldBy &&
    isSameActor(one.by, other.by)
  )
}

function isSameActor(one: Actor, other: Actor): boolean {
  return one.kind === 'person' && other.kind === 'person' && one.id === other.id
}

/** Whether what an answer makes of the proposal is so already; an owner's vote since makes it an answer anew. */
function changesNothing(effect: AnswerEffect, { proposal, votes }: About, by: Actor): boolean {
  switch (effect.kind) {
    case 'recorded':
      return true
    case 'ended':
      return false
    case 'asked_again':
      return proposal.status === 'open' && votes.length === 0
    case 'own_vote':
      return (
        proposal.status === effect.status &&
        votes.length === 1 &&
        votes.every((vote) => vote.decision === effect.decision && isSameActor(vote.by, by))
      )
  }
}

/** A proposal about somebody's access, and whose. */
interface About extends ProposalWithVotes {
  readonly account: Id
}

/** Somebody answers for themselves; an owner enters what others told them, never about themselves. */
async function proposalAbout(
  { register }: Pick<Platform, 'register'>,
  { proposalId, by, toldBy }: Pick<AnswerGiven, 'proposalId' | 'by' | 'toldBy'>,
): Promise<About> {
  const found = (await findProposalsWithVotes(register, [proposalId])).get(proposalId)
  const subject = found?.proposal.subject
  const isOwn = by.kind === 'person' && subject?.kind === 'account' && subject.id === by.id
  if (found === undefined || subject?.kind !== 'account' || (toldBy === null && !isOwn))
    throw new Refusal('not_found', 'There is no such question about you here.')
  if (toldBy !== null && isOwn)
    throw new Refusal(
      'forbidden',
      'What others told you is entered here, not your own answer: that is on the page /me. Nothing was recorded.',
    )
  return { ...found, account: subject.id }
}

async function untilOf(
  { register }: Pick<Platform, 'register'>,
  { proposal: { orgId }, account }: About,
  given: string | null | undefined,
  now: Instant,
): Promise<Instant> {
  const leaves = await findLeavesOf(register, account)
  // Leave from another organisation is none of this one's business, and not counted, so that nothing is told of it.
  const here = leaves.filter((leave) => leave.orgId === null || leave.orgId === orgId)
  const read = leaveUntil(given, here, now)
  if (read.kind === 'refused') throw read.refusal
  return read.until
}

async function factsOf(platform: Platform, found: About, now: Instant) {
  const decisions = new Set(['emeritus', 'revoke'] as const)
  const { proposal } = found
  const context = await readDecisionContext(platform, proposal.orgId, [proposal], decisions, now)
  if (context === null) throw new Refusal('not_found', 'There is no such question about you here.')
  const about = decisionAbout(context, found)
  const { onlyChoices, needsTwo } = about.proposal
  return {
    needsTwo,
    choices: onlyChoices ?? choicesOnOffer(about),
    hasRemoved: await hasRemoved(platform, proposal.id),
  }
}

async function hasRemoved({ register }: Pick<Platform, 'register'>, proposalId: string): Promise<boolean> {
  const outcomes = await findOutcomes(register, proposalId)
  return outcomes.some(({ status }) => status === 'done' || status === 'attempting')
}

/** The organisation's channels hear that somebody answered, and not what. */
async function tell(platform: Platform, { proposal }: About, row: AnswerRow): Promise<void> {
  const organization = await findOrganizationById(platform.register, proposal.orgId)
  if (organization === undefined) return
  const context = messageContext(platform.deployment.publicUrl, organization, readRules(organization.rules))
  await platform.post(
    organization.id,
    answered(context, {
      id: row.id,
      reviewId: proposal.reviewId,
      subject: proposal.subject,
      enteredBy: row.toldBy === null ? null : row.by,
      history: await findHistoryHead(platform.register, organization.id),
    }),
  )
}

function statusAfter(status: ProposalStatus, effect: AnswerEffect): ProposalStatus {
  switch (effect.kind) {
    case 'recorded':
      return status
    case 'asked_again':
      return 'open'
    case 'ended':
      return 'stale'
    case 'own_vote':
      return effect.status
  }
}

/** Holds where the change of this proposal was recorded. */
function recordedProposal(proposalId: string, recorded: SQL): SQL {
  return sql`${proposalId} in (${recorded})`
}

function overtaken(): Refusal {
  return new Refusal(
    'conflict',
    'Something changed at the same moment. Please look at it again; your answer was not recorded.',
  )
}
