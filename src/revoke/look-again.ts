/** Looks again right before a removal: what is held now, newer acts, the brakes, the before-image. It removes nothing. */

import type { Outside } from '../platform.ts'
import { accessMap } from '../policy/access/access-map.ts'
import { daysAfter, hoursAfter, isBefore, latest } from '../policy/calendar.ts'
import { stalenessOf } from '../policy/proposals/staleness.ts'
import { removalBudget } from '../policy/revocation/removal-budget.ts'
import { type Brake, brakeOn, sentenceOfBrake } from '../policy/revocation/safety-checks.ts'
import { newestAct } from '../policy/verdict/inactivity.ts'
import type { Grant, Instant, NamedActivity, PlanStep } from '../policy/words.ts'
import { newestActs } from '../register/activity/newest-acts.ts'
import { verdictsOf } from '../register/activity/verdicts.ts'
import { otherRemovalsOfTheDay } from '../register/revocations/authorize-change.ts'
import type { Carrying } from '../register/revocations/revocations.ts'
import { storeBeforeImage } from '../register/revocations/snapshots.ts'
import { type Case, openCase } from './case.ts'
import { readRareActs } from './newer-acts.ts'
import { beforeImageOf } from './snapshot.ts'
import { repositoryName, type SubjectNow, subjectNow } from './subject-now.ts'

/** Why nothing is removed, and whether the question itself is out of date. */
export interface Stop {
  readonly kind: 'stop'
  readonly because: 'stale' | 'privileged' | 'not_now'
  readonly sentence: string
}

/** What looking again has found; `steps`: how many the plan has. */
type Looked = { readonly kind: 'go'; readonly steps: number } | Stop

/** Looks again and, where nothing speaks against it, stores the before-image. */
export async function lookAgain(outside: Outside, carrying: Carrying, now: Instant): Promise<Looked> {
  const { register } = outside
  const of = await openCase(register, carrying)
  const subject = await subjectNow(outside.github(of.organization), of, 'everywhere')
  if (subject.kind === 'account') await readRareActs(outside, of, subject.standing.login, now)
  const acts = await actsOf(outside, of)
  const standing = subject.kind === 'account' ? subject.standing.grants : []
  const stale = stalenessOf(of.proposal, acts, withoutHonour(subject, of.plan), {
    rules: of.rules,
    now,
    ...lastUseOf(subject),
  })
  if (stale !== null) return { kind: 'stop', because: 'stale', sentence: `${stale} Nothing was removed.` }
  const { subject: asked } = of.proposal
  const image = beforeImageOf(asked.kind === 'account' ? asked.id : null, subject, of.plan, now)
  const brake = await brakeNow(outside, of, standing, newestAct(acts, now), image !== null, now)
  if (brake !== null) {
    const sentence = sentenceOfBrake(brake, (id) => repositoryName(of, id))
    return { kind: 'stop', because: reasonToStop(brake), sentence }
  }
  if (image === null || !(await storeBeforeImage(register, carrying, image))) {
    throw new Error(`The before-image of revocation ${carrying.id} could not be stored; nothing was removed.`)
  }
  return { kind: 'go', steps: of.plan.length }
}

/** What is held now, but for the team of honour that an earlier attempt of this very plan has put them into. */
function withoutHonour(subject: SubjectNow, plan: readonly PlanStep[]): readonly Grant[] {
  if (subject.kind !== 'account') return []
  const { grants, teams } = subject.standing
  const honour = plan.flatMap((step) => (step.action === 'add_to_emeritus_team' ? [step.team] : []))
  return grants.filter(
    (grant) => grant.kind !== 'team_membership' || !honour.includes(teams.get(grant.team) ?? ''),
  )
}

async function actsOf(outside: Outside, of: Case): Promise<readonly NamedActivity[]> {
  const { subject } = of.proposal
  return subject.kind === 'account' ? newestActs(outside.register, of.organization.id, subject.id) : []
}

function lastUseOf(subject: SubjectNow): { readonly lastUsed?: { readonly at: Instant } } {
  const at = subject.kind === 'credential' ? (subject.credential?.lastUsedAt ?? null) : null
  return at === null ? {} : { lastUsed: { at } }
}

async function brakeNow(
  outside: Outside,
  of: Case,
  standing: readonly Grant[],
  newest: NamedActivity | null,
  imageComplete: boolean,
  now: Instant,
): Promise<Brake | null> {
  const { register, deployment } = outside
  const { subject } = of.proposal
  const account =
    subject.kind === 'account' ? ({ id: subject.id, login: subject.login, type: 'User' } as const) : null
  const others = of.grants.filter(
    (grant) => account === null || !('account' in grant) || grant.account !== account.id,
  )
  const judged = await verdictsOf(register, of.organization.id)
  const accounts = accessMap(of.grants).accounts.size
  const { countedAt } = of.revocation
  const counted = countedAt !== null && isBefore(hoursAfter(now, -24), countedAt)
  return brakeOn({
    account,
    grants: [...others, ...standing],
    repositories: of.repositories.map(({ id }) => id),
    verdicts: new Map([...judged].map(([id, verdict]) => [id, verdict.verdict])),
    newest,
    openedAt: of.proposal.openedAt,
    answeredAt: null,
    pausedAt: of.organization.pausedAt,
    budget: {
      allowed: removalBudget(of.rules, accounts),
      spent: counted ? 0 : await otherRemovalsOfTheDay(register, of.organization.id, of.carrying.id, now),
    },
    notBefore:
      latest(
        daysAfter(of.proposal.openedAt, of.rules.noticeDays),
        hoursAfter(of.decision.at, of.rules.coolingHours),
      ) ?? now,
    beforeImage: imageComplete ? 'complete' : 'incomplete',
    apiUrl: deployment.apiUrl,
    rehearsal: of.revocation.rehearsal || deployment.rehearsal !== null,
    rules: of.rules,
    now,
  })
}

function reasonToStop(brake: Brake): 'stale' | 'privileged' | 'not_now' {
  switch (brake.kind) {
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
