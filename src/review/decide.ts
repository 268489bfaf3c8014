/** Records owners' answers to proposals and sends messages about them; carrying out is revoke.ts. */

import { decided as decidedMessage, messageContext } from '../notify/messages.ts'
import type { Platform } from '../platform.ts'
import { isBefore, printedDay } from '../policy/calendar.ts'
import { type Decided, type DecisionToMake, decideOn } from '../policy/decisions/decide.ts'
import type { DecisionInput } from '../policy/decisions/terms.ts'
import { type Refusal, type Refused, refused } from '../policy/refusal.ts'
import { earliestRemoval } from '../policy/revocation/earliest-removal.ts'
import { bindingRules } from '../policy/rules/rule-versions.ts'
import type { Instant, ProposalStatus } from '../policy/words.ts'
import { findHistoryHead } from '../register/history/history.ts'
import { findProposalsWithVotes, type ProposalWithVotes } from '../register/reviews/proposals.ts'
import { type Transition, transitionEach } from '../register/reviews/transitions.ts'
import { findRuleVersions } from '../register/rules/rule-versions.ts'
import { outdatedTransition } from './close-stale.ts'
import { type DecisionContext, decisionAbout, readDecisionContext } from './decision-context.ts'

/** An answer from the form or the API. `voterRole` was read from GitHub for this very answer. */
export interface Answer
  extends Pick<DecisionToMake, 'by' | 'voterRole' | 'signIn'>,
    Pick<DecisionInput, 'reason'> {
  readonly decision: DecisionInput['kind']
  /** Until when `keep` lasts: a day or a moment, as text. */
  readonly until?: string | null | undefined
  /** The role that `downgrade` leaves. */
  readonly role?: string | null | undefined
}

/** A recorded answer. */
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
  const { decided, refused: not } = await decideOnEach(platform, [proposalId], answer, false, now)
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
  const { decided, refused: not } = await decideOnEach(platform, [...new Set(proposalIds)], answer, true, now)
  return {
    decided,
    refused: not.map(({ proposalId, refusal }) => ({ proposalId, sentence: refusal.sentence })),
  }
}

/** An answer that may be recorded to one proposal. */
interface Valid {
  readonly found: ProposalWithVotes
  readonly decided: Decided
}

/**
 * All proposals belong to the first one's organisation: the right to answer was checked there, so those of another one
 * count as unknown. The register is read once for all.
 */
async function decideOnEach(
  platform: Platform,
  ids: readonly string[],
  answer: Answer,
  bulk: boolean,
  now: Instant,
): Promise<{
  readonly decided: readonly Recorded[]
  readonly refused: readonly { readonly proposalId: string; readonly refusal: Refusal }[]
}> {
  const { register } = platform
  const known = await findProposalsWithVotes(register, ids)
  const all = ids.flatMap((id) => known.get(id) ?? [])
  const orgId = all[0]?.proposal.orgId
  const here = all.filter(({ proposal }) => proposal.orgId === orgId)
  const proposals = here.map(({ proposal }) => proposal)
  const context =
    orgId === undefined ? null : await readDecisionContext(platform, orgId, proposals, answer.decision, now)
  if (context === null) return { decided: [], refused: ids.map((id) => refusalOf(id, notFound())) }
  const results = new Map(
    here.map((found) => [found.proposal.id, resultFor(context, found, answer, bulk, now)]),
  )
  const valid = here.flatMap((found): Valid[] => {
    const result = results.get(found.proposal.id)
    return result?.kind === 'decided' ? [{ found, decided: result }] : []
  })
  const moved = await transitionEach(register, context.organization.id, [
    ...[...context.stale.values()].map((outdated) => outdatedTransition(outdated, now)),
    ...valid.map((each) => decisionTransition(each, now)),
  ])
  const recorded = valid.filter(({ found }) => moved.has(found.proposal.id))
  await notifyOwners(platform, context, recorded, answer, now)
  return {
    decided: recorded.map(toRecorded),
    refused: ids.flatMap((id) => {
      const result = results.get(id) ?? notFound()
      if (result.kind === 'refused') return [refusalOf(id, result)]
      return moved.has(id) ? [] : [refusalOf(id, overtaken())]
    }),
  }
}

function resultFor(
  context: DecisionContext,
  found: ProposalWithVotes,
  answer: Answer,
  bulk: boolean,
  now: Instant,
): Decided | Refused {
  const { by, voterRole, signIn, decision, reason, until, role } = answer
  return decideOn({
    ...decisionAbout(context, found),
    id: crypto.randomUUID(),
    decision: { kind: decision, reason, until: until ?? null, role: role ?? null, bulk },
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

function decisionTransition({ found, decided }: Valid, now: Instant): Transition {
  const { proposal, votes } = found
  const { vote, as, status, reopened } = decided
  const { id, by, decision, reason, until, role } = vote
  const why = reason === '' ? '' : ` Reason: ${reason}`
  return {
    proposalId: proposal.id,
    from: [proposal.status],
    to: status,
    stale: null,
    // What owners have looked at stays known: it is no news any more.
    reopened: reopened === null ? proposal.reopened : { why: reopened, at: now },
    votes:
      as === 'confirmed'
        ? { kind: 'confirmed', id, at: now, standing: votes.map((each) => each.id) }
        : {
            kind: 'given',
            decision: { ...vote, proposalId: proposal.id, endedAt: null, endedBecause: null },
            standing: votes.map((each) => each.id),
          },
    entry: {
      at: now,
      act: as === 'confirmed' ? 'confirmed' : 'decided',
      actor: by,
      subject: proposal.subject,
      sentence: `${answerInWords(decided)}.${why}${reopened === null ? '' : ` ${reopened}`}`,
      facts: {
        proposal: proposal.id,
        decision: id,
        kind: decision,
        status,
        until,
        role,
        ...(as === 'confirmed' && { singleKeyholder: true }),
      },
    },
  }
}

function answerInWords({ as, vote: { decision, role, until } }: Decided): string {
  const terms = role !== null ? ` to ${role}` : until !== null ? ` until ${printedDay(until)}` : ''
  switch (as) {
    case 'first':
      return `Decided: ${decision}${terms}`
    case 'changed':
      return `Answered otherwise: ${decision}${terms}`
    case 'confirmed':
      return `Confirmed, as the only active owner: ${decision}${terms}`
  }
}

async function notifyOwners(
  platform: Platform,
  { organization, rules }: DecisionContext,
  recorded: readonly Valid[],
  answer: Answer,
  now: Instant,
): Promise<void> {
  const [first] = recorded
  if (first === undefined) return
  const versions = await findRuleVersions(platform.register, organization.id)
  const [earliest] = recorded.flatMap((each) => earliestOf(each) ?? []).sort()
  const count = (status: ProposalStatus) => recorded.filter(({ decided }) => decided.status === status).length
  const message = decidedMessage(messageContext(platform.deployment.publicUrl, organization, rules), {
    id: first.decided.as === 'confirmed' ? `${first.decided.vote.id}:confirmed` : first.decided.vote.id,
    reviewId: first.found.proposal.reviewId,
    by: answer.by,
    decision: answer.decision,
    as: first.decided.as,
    subjects: recorded.map(({ found }) => found.proposal.subject),
    needSecond: count('needs_second'),
    twoOpinions: count('open'),
    notBefore: earliest === undefined || !isBefore(now, earliest) ? null : earliest,
    history: await findHistoryHead(platform.register, organization.id),
  })
  await platform.post(organization.id, message)

  function earliestOf({ found: { proposal }, decided: { decidedAt: at } }: Valid): Instant | null {
    if (at === null) return null
    return earliestRemoval(proposal, { at }, bindingRules(versions, rules, proposal, { at }))
  }
}

function refusalOf(proposalId: string, { refusal }: Refused) {
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
