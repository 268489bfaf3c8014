/** Asks the safety checks of policy with what is known at the last look. */

import type { Platform } from '../../platform.ts'
import { accessMap } from '../../policy/access/access-map.ts'
import { hoursAfter, isBefore } from '../../policy/calendar.ts'
import { resultOf } from '../../policy/decisions/votes.ts'
import { verdictWithLeaveNow } from '../../policy/people/leave.ts'
import { earliestRemoval } from '../../policy/revocation/earliest-removal.ts'
import { type FailedCheck, failedCheck, removalBudget } from '../../policy/revocation/safety-checks.ts'
import { newestAct } from '../../policy/verdict/inactivity.ts'
import type { Id, Instant, NamedActivity, Snapshot } from '../../policy/words.ts'
import { findVerdicts } from '../../register/activity/verdicts.ts'
import type { AnswerRow } from '../../register/people/answers.ts'
import type { LeaveRow } from '../../register/people/leaves.ts'
import { findNoticePeriod } from '../../register/people/notices/notices.ts'
import { countOtherRemovalsOfTheDay } from '../../register/revocations/authorize-change.ts'
import type { CaseWithAccess, Stop } from '../case.ts'
import type { SubjectNow } from './subject-now.ts'

/** What is known at the last look. */
export interface Look {
  readonly platform: Platform
  readonly revocationCase: CaseWithAccess
  readonly subject: SubjectNow
  /** The account's newest acts, read up to this minute; empty for other subjects. */
  readonly acts: readonly NamedActivity[]
  /** Null where what is needed to give back is not known in full. */
  readonly snapshot: Snapshot | null
  /** The person's own standing answer; null where there is none. */
  readonly answer: AnswerRow | null
  /** Who is away from the organisation at this moment. */
  readonly away: ReadonlyMap<Id, LeaveRow>
  /** Whether it is an owner's, administrator's or release right: the question stays while they are away. */
  readonly isPowerful: boolean
  readonly now: Instant
}

/**
 * The first safety check that fails, null where none does. The subject's own rights are as GitHub shows them now, everybody
 * else's as the newest audit left them.
 */
export async function failedCheckNow(look: Look): Promise<FailedCheck | null> {
  const { platform, revocationCase, subject: subjectAtGitHub, acts, snapshot, now } = look
  const { register } = platform
  const holdings = subjectAtGitHub.kind === 'account' ? subjectAtGitHub.holdings.grants : []
  const { subject } = revocationCase.proposal
  const account =
    subject.kind === 'account' ? ({ id: subject.id, login: subject.login, type: 'User' } as const) : null
  const others = revocationCase.grants.filter(
    (grant) => account === null || !('account' in grant) || grant.account !== account.id,
  )
  const { away, answer } = look
  const judged = await findVerdicts(register, revocationCase.organization.id)
  const accounts = accessMap(revocationCase.grants).accounts.size
  const { countedAt } = revocationCase.revocation
  const counted = countedAt !== null && isBefore(hoursAfter(now, -24), countedAt)
  return failedCheck({
    account,
    scope: revocationCase.proposal.scope,
    grants: [...others, ...holdings],
    repositories: revocationCase.repositories.map(({ id }) => id),
    verdicts: new Map([...judged].map(([id, verdict]) => [id, verdictWithLeaveNow(verdict, away.has(id))])),
    newest: newestAct(acts, now),
    openedAt: revocationCase.proposal.openedAt,
    answeredAt: answer?.at ?? null,
    decidedAt: revocationCase.decidedAt,
    awayUntil: account === null ? null : (away.get(account.id)?.until ?? null),
    pausedAt: revocationCase.organization.pausedAt,
    stoppedAt: revocationCase.proposal.stoppedAt,
    budget: {
      allowed: removalBudget(revocationCase.rules, accounts),
      spent: counted
        ? 0
        : await countOtherRemovalsOfTheDay(
            register,
            revocationCase.organization.id,
            revocationCase.attempt.id,
            now,
          ),
    },
    notBefore: earliestRemoval(
      { ...revocationCase.proposal, notice: await findNoticePeriod(register, revocationCase.proposal.id) },
      { at: revocationCase.decidedAt },
      revocationCase.rules,
    ),
    secondVote: resultOf(revocationCase.standing, true) === 'decided',
    // An answer is no act: after one, an act of theirs is still news.
    knownActive: revocationCase.proposal.risk.privileged && isKnownAct(revocationCase.proposal.reopened),
    snapshot: snapshot === null ? 'incomplete' : 'complete',
    rules: revocationCase.rules,
    now,
  })
}

function isKnownAct(reopened: CaseWithAccess['proposal']['reopened']): boolean {
  return reopened !== null && reopened.kind !== 'answer'
}

/** What a failed check makes of the proposal. */
export function reasonToStop(failed: FailedCheck): Stop['because'] {
  switch (failed.kind) {
    case 'active_again':
    case 'no_longer_inactive':
    case 'exempt':
      return 'stale'
    case 'answered':
      return 'undecided'
    case 'too_few_owners':
      // No further vote helps where no active owner would be left: it stays decided, and is tried again.
      return failed.left.length === 0 ? 'not_now' : 'privileged'
    case 'last_administrator':
    case 'privileged':
      return 'privileged'
    case 'paused':
    case 'stopped':
    case 'not_told':
    case 'not_before':
    case 'away':
    case 'budget_spent':
      return 'waits'
    case 'cannot_give_back':
      return 'not_now'
  }
}
