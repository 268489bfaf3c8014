/** Reads the queue of an organisation: what is decided, when each is due, and what it waits for. */

import type { Platform } from '../../platform.ts'
import { voterOf } from '../../policy/decisions/voters.ts'
import { decidedVote } from '../../policy/decisions/votes.ts'
import type { NoticePeriod } from '../../policy/people/notices/notice-period.ts'
import { rankOf } from '../../policy/proposals/power.ts'
import { rehearsalReason } from '../../policy/revocation/in-earnest.ts'
import { type Queued, type QueueItem, queueItems } from '../../policy/revocation/queue.ts'
import { bindingRules, type RuleVersion } from '../../policy/rules/rule-versions.ts'
import { readRules } from '../../policy/rules/rules.ts'
import { type DecisionKind, type Instant, type LowerRole, proposalKeyOf } from '../../policy/words.ts'
import type { Organization } from '../../register/organizations.ts'
import { findNoticePeriods } from '../../register/people/notices/notices.ts'
import { findQueue, type QueueRow } from '../../register/revocations/queue.ts'
import type { Valid } from '../decisions/decision-transition.ts'

/** A proposal in the queue, with the answer that is carried out; its kind is null where no answer stands. */
export interface QueuedProposal extends Queued, Omit<QueueRow, keyof Queued> {
  readonly decision: DecisionKind | null
  readonly role: LowerRole | null
  /** The id of that answer. */
  readonly decisionId: string | null
}

/** A proposal in the queue, with its day and what it waits for. */
export type QueuePlace = QueueItem<QueuedProposal>

/** The places of the queue, and the versions of the rules that bind them. */
export interface WholeQueue {
  readonly places: readonly QueuePlace[]
  readonly versions: readonly RuleVersion[]
}

/** Answers that are not saved yet, and those among them that people would carry out at once. */
interface Unsaved {
  readonly answers: readonly Valid[]
  readonly byHand: readonly Valid[]
}

/** The whole queue, in order, in one statement; with `unsaved` as it would be if those answers were saved now. */
export async function readQueue(
  { register, deployment }: Pick<Platform, 'register' | 'deployment'>,
  org: Organization,
  now: Instant,
  unsaved: Unsaved = { answers: [], byHand: [] },
): Promise<WholeQueue> {
  const answered = new Set(unsaved.answers.map(({ found }) => found.proposal.id))
  const [{ rows: saved, versions, away, ...budget }, notices] = await Promise.all([
    findQueue(register, org.id, now),
    answered.size === 0 ? new Map() : findNoticePeriods(register, [...answered]),
  ])
  const rows = [...saved.filter(({ id }) => !answered.has(id)), ...unsavedRows(unsaved, notices, now)]
  const present = readRules(org.rules)
  const queued = rows.map((row): QueuedProposal => {
    const decided = decidedVote(row.votes, row.privileged)
    const answer = decided?.vote ?? row.votes[0] ?? null
    const decidedAt = decided?.decidedAt ?? null
    return {
      ...row,
      proposal: row.id,
      // A question about one grant has a key of its own, and spends nothing of the budget.
      isAccount: row.subjectKey.startsWith('account:'),
      decidedAt,
      awayUntil: row.subject.kind === 'account' ? (away.get(row.subject.id) ?? null) : null,
      rules: bindingRules(versions, present, row, { at: decidedAt ?? row.openedAt }),
      decision: answer?.decision ?? null,
      role: answer?.role ?? null,
      decisionId: answer?.id ?? null,
    }
  })
  const inEarnest = rehearsalReason(deployment, present) === null
  return { places: queueItems(queued, { now, pausedAt: org.pausedAt, inEarnest, ...budget }), versions }
}

/** The rows that the register would have of what these answers decide. */
function unsavedRows(
  { answers, byHand }: Unsaved,
  notices: ReadonlyMap<string, NoticePeriod>,
  now: Instant,
): readonly QueueRow[] {
  return answers.flatMap((each): QueueRow[] => {
    const {
      found: { proposal, votes },
      decided: { vote, status },
    } = each
    if (status !== 'decided') return []
    const { id, reviewId, subject, risk, power, openedAt } = proposal
    return [
      {
        ...{ id, reviewId, subject, power, openedAt, status },
        subjectKey: proposalKeyOf(proposal),
        privileged: risk.privileged,
        rank: rankOf(power, risk.score),
        stoppedBy: null,
        stoppedAt: null,
        notice: notices.get(id) ?? { kind: 'owed' },
        votes: [...votes.filter(({ by }) => voterOf(by) !== voterOf(vote.by)), vote],
        attempt: byHand.includes(each)
          ? { status: 'by_hand', rehearsal: false, startedAt: now, finishedAt: now, reason: null }
          : null,
      },
    ]
  })
}
