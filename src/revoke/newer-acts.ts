/** Reads from GitHub, right before a removal, what the person has done since they were asked about. It judges nothing. */

import { newestWords } from '../github/newest-act.ts'
import { actsSince } from '../github/recent-acts.ts'
import { rareActsSince } from '../github/recent-rare-acts.ts'
import type { Outside } from '../outside.ts'
import { accessMap, writableBy } from '../policy/access.ts'
import { daysAfter, hoursAfter, isBefore, latest } from '../policy/calendar.ts'
import { liveliestFirst } from '../policy/liveliest.ts'
import type { Id, Instant } from '../policy/words.ts'
import { recordActivity } from '../register/activity.ts'
import { together } from '../register/open.ts'
import { newestFinishedAudit } from '../register/reviews.ts'
import type { Case } from './case.ts'
import type { SubjectNow } from './subject-now.ts'

/** Evidence of an audit that is older than this is read anew (minutes). */
const FRESH_MINUTES = 10

/** An instance's requests must do for the whole revocation: a quarter of them goes to workflows, ten on the Free plan. */
const SHARE_OF_WORKFLOWS = 4

/** GitHub answers contributions over a year at most. */
const LONGEST_DAYS = 360

/**
 * Records their newer acts: the ordinary ones since the newest audit, unless that is fresh; the rare ones since the
 * proposal was opened, however fresh it is, for no audit looks for those everywhere while somebody is asked about.
 */
export async function readNewerActs(
  outside: Outside,
  of: Case,
  subject: SubjectNow,
  now: Instant,
): Promise<void> {
  if (subject.kind !== 'account' || subject.standing.login === null || of.proposal.subject.kind !== 'account')
    return
  const { register, deployment } = outside
  const github = outside.github(of.organization)
  const person = { id: of.proposal.subject.id, login: subject.standing.login }
  const where = {
    organization: of.organization,
    account: person.id,
    login: person.login,
    ...placesOf(of, person.id),
  }
  const audit = await newestFinishedAudit(register, of.organization.id, 'any')
  // A day earlier than the audit: GitHub tells contributed commits by their day.
  const since = dayBefore(audit?.asOf ?? of.proposal.openedAt, now)
  const isFresh = audit !== null && isBefore(hoursAfter(now, -FRESH_MINUTES / 60), audit.asOf)
  const acts = isFresh
    ? []
    : [
        ...(await actsSince(github, { ...where, since, now })),
        // Comments and reviews by a second way: the search over the whole organisation, by person.
        ...(await newestWords(github, of.organization.login, [person])),
      ]
  const rareSince = dayBefore(of.proposal.openedAt, now)
  const rare = await rareActsSince(github, {
    ...where,
    mostWorkflows: Math.ceil(deployment.requests.perInstance / SHARE_OF_WORKFLOWS),
    webUrl: deployment.webUrl,
    since: rareSince,
  })
  await together(register, [
    recordActivity(register, of.organization.id, acts, { asOf: now, cutoff: since }),
    recordActivity(register, of.organization.id, rare, { asOf: now, cutoff: rareSince }),
  ])
}

/** All repositories, and those to which an account can push; the liveliest first. */
function placesOf(of: Case, account: Id) {
  const writes = new Set(writableBy(accessMap(of.grants))(account))
  const repositories = liveliestFirst(of.repositories)
  const writable = repositories.filter(({ id }) => writes.has(id))
  return { repositories, writable }
}

function dayBefore(at: Instant, now: Instant): Instant {
  return latest(daysAfter(at, -1), daysAfter(now, -LONGEST_DAYS)) ?? at
}
