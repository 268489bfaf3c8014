/** Reads from GitHub, right before a removal, what the person has done since they were asked about. It judges nothing. */

import { readNewestComments } from '../github/activity/last-seen.ts'
import { readLogin } from '../github/recheck/login-now.ts'
import { readActsSince } from '../github/recheck/recent-acts.ts'
import { readUncommonSince } from '../github/recheck/recent-uncommon.ts'
import type { Platform } from '../platform.ts'
import { accessMap } from '../policy/access/access-map.ts'
import { writableBy } from '../policy/access/effective-access.ts'
import { daysAfter, hoursAfter, latest } from '../policy/calendar.ts'
import { counted } from '../policy/english.ts'
import { type Id, type Instant, recentlyPushedFirst } from '../policy/words.ts'
import { activityStatement } from '../register/activity/newest-acts.ts'
import { findNewestFinishedAudit } from '../register/audits/audits.ts'
import { together } from '../register/open.ts'
import { type Attempt, beginRunning } from '../register/revocations/revocations.ts'
import { type Case, openCase, type Stop } from './case.ts'
import { isOld } from './recheck-rounds.ts'

/** GitHub may show an act a little late: what moved so many hours before the newest audit is read once more. */
const LATE_HOURS = 1

/** Of an instance's requests a quarter goes to workflows, ten on the Free plan; a half to what moved since the audit. */
const SHARE_OF_WORKFLOWS = 4
const SHARE_OF_MOVED = 2

/** GitHub answers contributions over a year at most. */
const LONGEST_DAYS = 360

/** What they have done is recorded as of the moment `readTo`. */
interface Read {
  readonly kind: 'go'
  readonly readTo: Instant
}

/** Records their ordinary acts since the newest audit, unless that is fresh. */
export async function readNewerActs(
  platform: Platform,
  attempt: Attempt,
  now: Instant,
): Promise<Read | Stop> {
  const { register, deployment } = platform
  const of = await openCase(register, attempt)
  await beginRunning(register, attempt)
  const { subject } = of.proposal
  const audit = await findNewestFinishedAudit(register, of.organization.id, 'any')
  if (subject.kind !== 'account') return { kind: 'go', readTo: now }
  if (audit !== null && !isOld(audit.asOf, now)) return { kind: 'go', readTo: audit.asOf }
  const github = platform.github(of.organization)
  const login = await readLogin(github, subject.id)
  if (login === null) return { kind: 'go', readTo: now }
  const readTo = audit?.asOf ?? of.proposal.openedAt
  // A day earlier than the audit: GitHub tells contributed commits by their day.
  const since = dayBefore(readTo, now)
  const read = await readActsSince(github, {
    ...whereOf(platform, of, subject.id, login),
    since,
    updatedSince: hoursAfter(readTo, -LATE_HOURS),
    now,
    mostRequests: Math.ceil(deployment.requests.perInstance / SHARE_OF_MOVED),
  })
  if (read.kind === 'too_much') {
    const moved = counted(read.repositories, 'repository', 'repositories')
    return {
      kind: 'stop',
      because: 'not_now',
      sentence: `${moved} moved since the last audit, more than can be looked through at once. Nothing was removed; run an audit and start again right after it.`,
    }
  }
  // Comments and reviews by a second way: the search over the whole organisation, by person.
  const words = await readNewestComments(github, of.organization.login, [{ id: subject.id, login }])
  await together(register, [activityStatement(register, of.organization.id, [...read.acts, ...words], now)])
  return { kind: 'go', readTo: now }
}

/** Records their rare acts since the proposal was opened, for no audit looks for those everywhere while somebody is asked about. */
export async function readUncommonActivity(
  platform: Platform,
  of: Case,
  login: string | null,
  now: Instant,
): Promise<void> {
  const { register, deployment } = platform
  const { subject, openedAt } = of.proposal
  if (subject.kind !== 'account' || login === null) return
  const since = dayBefore(openedAt, now)
  const acts = await readUncommonSince(platform.github(of.organization), {
    ...whereOf(platform, of, subject.id, login),
    mostWorkflows: Math.ceil(deployment.requests.perInstance / SHARE_OF_WORKFLOWS),
    since,
  })
  await together(register, [activityStatement(register, of.organization.id, acts, now)])
}

/** All repositories, and those to which an account can push; the liveliest first. */
function whereOf(platform: Platform, of: Case, account: Id, login: string) {
  const repositories = recentlyPushedFirst(of.repositories)
  const map = accessMap(
    of.grants,
    repositories.map(({ id }) => id),
  )
  const writes = new Set(writableBy(map)(account))
  return {
    organization: of.organization,
    repositories,
    writable: repositories.filter(({ id }) => writes.has(id)),
    webUrl: platform.deployment.webUrl,
    account,
    login,
  }
}

function dayBefore(at: Instant, now: Instant): Instant {
  return latest(daysAfter(at, -1), daysAfter(now, -LONGEST_DAYS)) ?? at
}
