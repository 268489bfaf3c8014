/** Looks again right before a removal: current grants, newer acts and the safety checks; then stores the snapshot. */

import type { Platform } from '../platform.ts'
import { accessMap } from '../policy/access/access-map.ts'
import { hoursAfter, isBefore } from '../policy/calendar.ts'
import { stalenessOf } from '../policy/proposals/staleness.ts'
import { earliestRemoval } from '../policy/revocation/earliest-removal.ts'
import {
  type FailedCheck,
  failedCheck,
  failedCheckSentence,
  removalBudget,
} from '../policy/revocation/safety-checks.ts'
import { newestAct } from '../policy/verdict/inactivity.ts'
import type { Grant, Instant, NamedActivity, PlanStep } from '../policy/words.ts'
import { findNewestActs } from '../register/activity/newest-acts.ts'
import { findVerdicts } from '../register/activity/verdicts.ts'
import { countOtherRemovalsOfTheDay } from '../register/revocations/authorize-change.ts'
import type { Attempt } from '../register/revocations/revocations.ts'
import { storeSnapshot } from '../register/revocations/snapshots.ts'
import { type CaseWithAccess, loadCase, type Stop, withAccess } from './case.ts'
import { readUncommonActivity } from './newer-acts.ts'
import { snapshotOf } from './snapshot.ts'
import { recordedRepositoryName, type SubjectNow, subjectNow } from './subject-now.ts'

/** What looking again found; `steps`: how many the plan has. */
type RecheckResult = { readonly kind: 'go'; readonly steps: number } | Stop

/** Looks again and, where nothing stops the removal, stores the snapshot that giving back needs. */
export async function lookAgain(platform: Platform, attempt: Attempt, now: Instant): Promise<RecheckResult> {
  const { register } = platform
  const revocationCase = await withAccess(register, await loadCase(register, attempt))
  const subject = await subjectNow(platform.github(revocationCase.organization), revocationCase, 'everywhere')
  if (subject.kind === 'account')
    await readUncommonActivity(platform, revocationCase, subject.holdings.login, now)
  const acts = await actsOf(platform, revocationCase)
  const holdings = subject.kind === 'account' ? subject.holdings.grants : []
  const stale = stalenessOf(
    revocationCase.proposal,
    acts,
    withoutEmeritusTeam(subject, revocationCase.plan),
    {
      rules: revocationCase.rules,
      now,
      ...lastUseOf(subject),
    },
  )
  if (stale !== null)
    return { kind: 'stop', because: 'stale', sentence: `${stale.sentence} Nothing was removed.` }
  const { subject: proposed } = revocationCase.proposal
  const snapshot = snapshotOf(
    proposed.kind === 'account' ? proposed.id : null,
    subject,
    revocationCase.plan,
    now,
  )
  const failed = await checkNow(
    platform,
    revocationCase,
    holdings,
    newestAct(acts, now),
    snapshot !== null,
    now,
  )
  if (failed !== null) {
    const sentence = failedCheckSentence(failed, (id) => recordedRepositoryName(revocationCase, id))
    return { kind: 'stop', because: reasonToStop(failed), sentence }
  }
  if (snapshot === null || !(await storeSnapshot(register, attempt, snapshot))) {
    throw new Error(`The snapshot of revocation ${attempt.id} could not be stored; nothing was removed.`)
  }
  return { kind: 'go', steps: revocationCase.plan.length }
}

/** The current grants, without the emeritus team that an earlier attempt of the same plan has added. */
function withoutEmeritusTeam(subject: SubjectNow, plan: readonly PlanStep[]): readonly Grant[] {
  if (subject.kind !== 'account') return []
  const { grants, teams } = subject.holdings
  const emeritusTeams = plan.flatMap((step) => (step.action === 'add_to_emeritus_team' ? [step.team] : []))
  return grants.filter(
    (grant) => grant.kind !== 'team_membership' || !emeritusTeams.includes(teams.get(grant.team) ?? ''),
  )
}

async function actsOf(platform: Platform, revocationCase: CaseWithAccess): Promise<readonly NamedActivity[]> {
  const { subject } = revocationCase.proposal
  return subject.kind === 'account'
    ? findNewestActs(platform.register, revocationCase.organization.id, subject.id)
    : []
}

function lastUseOf(subject: SubjectNow): { readonly lastUsed?: { readonly at: Instant } } {
  const at = subject.kind === 'credential' ? (subject.credential?.lastUsedAt ?? null) : null
  return at === null ? {} : { lastUsed: { at } }
}

async function checkNow(
  platform: Platform,
  revocationCase: CaseWithAccess,
  holdings: readonly Grant[],
  newest: NamedActivity | null,
  isSnapshotComplete: boolean,
  now: Instant,
): Promise<FailedCheck | null> {
  const { register, deployment } = platform
  const { subject } = revocationCase.proposal
  const account =
    subject.kind === 'account' ? ({ id: subject.id, login: subject.login, type: 'User' } as const) : null
  const others = revocationCase.grants.filter(
    (grant) => account === null || !('account' in grant) || grant.account !== account.id,
  )
  const judged = await findVerdicts(register, revocationCase.organization.id)
  const accounts = accessMap(revocationCase.grants).accounts.size
  const { countedAt } = revocationCase.revocation
  const counted = countedAt !== null && isBefore(hoursAfter(now, -24), countedAt)
  return failedCheck({
    account,
    grants: [...others, ...holdings],
    repositories: revocationCase.repositories.map(({ id }) => id),
    verdicts: new Map([...judged].map(([id, verdict]) => [id, verdict.verdict])),
    newest,
    openedAt: revocationCase.proposal.openedAt,
    answeredAt: null,
    pausedAt: revocationCase.organization.pausedAt,
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
    notBefore: earliestRemoval(revocationCase.proposal, revocationCase.decision, revocationCase.rules),
    snapshot: isSnapshotComplete ? 'complete' : 'incomplete',
    apiUrl: deployment.apiUrl,
    rehearsal: revocationCase.revocation.rehearsal || deployment.rehearsal !== null,
    rules: revocationCase.rules,
    now,
  })
}

function reasonToStop(failed: FailedCheck): 'stale' | 'privileged' | 'not_now' {
  switch (failed.kind) {
    case 'active_again':
    case 'no_longer_inactive':
    case 'answered':
    case 'exempt':
      return 'stale'
    case 'too_few_owners':
    case 'last_administrator':
    case 'privileged':
      return 'privileged'
    case 'paused':
    case 'not_before':
    case 'cannot_give_back':
    case 'budget_spent':
    case 'public_github':
      return 'not_now'
  }
}
