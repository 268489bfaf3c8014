/** Reads from GitHub, right before a removal, what the person has done since the proposal was opened, and says how long that is fresh. */

import { readLogin } from '../../github/recheck/membership.ts'
import { readActsSince } from '../../github/recheck/recent-acts.ts'
import { readUncommonSince } from '../../github/recheck/recent-uncommon.ts'
import type { ActsReading, Platform, RevocationPart } from '../../platform.ts'
import { accessMap, ancestorsOf } from '../../policy/access/access-map.ts'
import { writableBy } from '../../policy/access/effective-access.ts'
import { daysAfter, hoursAfter, isBefore, latest } from '../../policy/calendar.ts'
import { counted } from '../../policy/english.ts'
import { type Id, type Instant, recentlyPushedFirst } from '../../policy/words.ts'
import { activityStatements } from '../../register/activity/newest-acts.ts'
import { findNewestFinishedAudit } from '../../register/audits/audits.ts'
import { together } from '../../register/open.ts'
import { type Attempt, beginRunning } from '../../register/revocations/revocations.ts'
import { type CaseWithAccess, loadCase, type Stop, withAccess } from '../case.ts'

/** GitHub may show an act a little late: what was updated up to so many hours before the newest audit is read again. */
const LATE_HOURS = 1

/** A quarter of an instance's requests is for workflows (ten on the Free plan), a half for what changed since the audit. */
const WORKFLOWS_DIVISOR = 4
const CHANGED_DIVISOR = 2

/** Days; GitHub counts contributions over a year at most. */
const LONGEST_DAYS = 360

/** What was read longer ago than this is read again, in minutes. */
const FRESH_MINUTES = 10

/**
 * Rounds of one attempt. One is enough for hundreds of steps; twelve that came too late take more than two hours, in which
 * GitHub's hourly limits are renewed twice.
 */
const MOST_ROUNDS = 12

/** The person's acts are recorded up to the moment `readTo`. */
interface Read {
  readonly kind: 'go'
  readonly readTo: Instant
}

/** Records what the person did since the newest audit, however fresh that is, without uncommon activity. */
export async function readNewerActs(
  platform: Platform,
  attempt: Attempt,
  now: Instant,
): Promise<Read | Stop> {
  const { register, deployment } = platform
  const toRead = await loadCase(register, attempt)
  await beginRunning(register, attempt)
  const { subject } = toRead.proposal
  if (subject.kind !== 'account') return { kind: 'go', readTo: now }
  const github = platform.github(toRead.organization)
  const login = await readLogin(github, subject.id)
  if (login === null) return { kind: 'go', readTo: now }
  const revocationCase = await withAccess(register, toRead)
  const audit = await findNewestFinishedAudit(register, revocationCase.organization.id, 'any')
  const readTo = audit?.asOf ?? revocationCase.proposal.openedAt
  // A day earlier than the audit: GitHub gives contributed commits by their day.
  const since = dayBefore(readTo, now)
  const read = await readActsSince(github, {
    ...scopeOf(platform, revocationCase, subject.id, login),
    since,
    updatedSince: hoursAfter(readTo, -LATE_HOURS),
    now,
    mostRequests: Math.ceil(deployment.requests.perInstance / CHANGED_DIVISOR),
  })
  if (read.kind === 'too_much') {
    const changed = counted(read.repositories, 'repository', 'repositories')
    return {
      kind: 'stop',
      because: 'not_now',
      sentence: `${changed} moved since the last audit, more than can be looked through at once. Nothing was removed; run an audit and start again right after it.`,
    }
  }
  await together(register, activityStatements(register, revocationCase.organization.id, read.acts, now))
  return { kind: 'go', readTo: now }
}

/** Records their uncommon activity since the proposal was opened: audits do not look for it everywhere meanwhile. */
export async function readUncommonActivity(
  platform: Platform,
  revocationCase: CaseWithAccess,
  login: string | null,
  now: Instant,
): Promise<void> {
  const { register, deployment } = platform
  const { subject, openedAt } = revocationCase.proposal
  if (subject.kind !== 'account' || login === null) return
  const since = dayBefore(openedAt, now)
  const acts = await readUncommonSince(platform.github(revocationCase.organization), {
    ...scopeOf(platform, revocationCase, subject.id, login),
    mostWorkflows: Math.ceil(deployment.requests.perInstance / WORKFLOWS_DIVISOR),
    since,
  })
  await together(register, activityStatements(register, revocationCase.organization.id, acts, now))
}

/** Whether what was read at `at` has to be read again; true where `at` is not known. */
export function isOld(at: Instant | null | undefined, now: Instant): boolean {
  return at == null || !isBefore(hoursAfter(now, -FRESH_MINUTES / 60), at)
}

/** The first part of the next round; throws after the last round. */
export function nextRound(reading: ActsReading | undefined): RevocationPart {
  const round = (reading?.round ?? 1) + 1
  if (round > MOST_ROUNDS) {
    throw new Error(
      `What they did lately was read ${MOST_ROUNDS} times, and each time more than ${FRESH_MINUTES} minutes passed before something could be removed, mostly in waiting for GitHub's limits. Nothing further was removed; start it again when GitHub is less busy.`,
    )
  }
  return { kind: 'newer_acts', round }
}

/** All repositories, and those that the account can write to, recently pushed first. */
function scopeOf(platform: Platform, revocationCase: CaseWithAccess, account: Id, login: string) {
  const repositories = recentlyPushedFirst(revocationCase.repositories)
  const map = accessMap(
    revocationCase.grants,
    repositories.map(({ id }) => id),
  )
  const writes = new Set(writableBy(map)(account))
  return {
    organization: revocationCase.organization,
    repositories,
    writable: repositories.filter(({ id }) => writes.has(id)),
    webUrl: platform.deployment.webUrl,
    account,
    teams: (map.memberships.get(account) ?? []).flatMap(({ team }) => [team, ...ancestorsOf(map, team)]),
    login,
  }
}

function dayBefore(at: Instant, now: Instant): Instant {
  return latest(daysAfter(at, -1), daysAfter(now, -LONGEST_DAYS)) ?? at
}
