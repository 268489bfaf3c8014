/** Finds what the verdicts of an organisation's accounts depend on: when they got what they hold, their newest act, what was not read. */

import { heldSince } from '../../../policy/access/held-since.ts'
import { type LoggedDate, loggedSince, type TargetedSpan } from '../../../policy/access/logged-since.ts'
import { gapsOf, judgedReadings } from '../../../policy/verdict/coverage.ts'
import type { AccountFacts } from '../../../policy/verdict/inactivity.ts'
import type { Gap, Id, Instant, Reading } from '../../../policy/words.ts'
import { findOpenRepositories } from '../../access/repositories.ts'
import { builtJson, type Register } from '../../open.ts'
import type { Organization } from '../../organizations.ts'
import { findNewestActOfEach } from '../newest-acts.ts'
import { findHolders, type Holder } from '../without-activity.ts'
import { findUnseenHolders } from './unseen-holders.ts'

/** Accounts with access as of `asOf`, by id after `after`. `gapsFor` comes from `findGaps`. */
export async function findAccountFacts(
  register: Register,
  org: Organization,
  gapsFor: (account: Id) => readonly Gap[],
  asOf: Instant,
  page: { readonly after: Id; readonly limit: number },
): Promise<readonly AccountFacts[]> {
  const people = await findHolders(register, org.id, page.after, page.limit, asOf)
  const newest = await findNewestActOfEach(
    register,
    org.id,
    people.map(({ id }) => id),
  )
  return people.map((person) => ({
    account: { id: person.id, login: person.login, type: person.type },
    githubCreatedAt: person.createdAt,
    ...accessDates(person, asOf),
    firstCompleteAt: org.firstCompleteAt,
    newest: newest.get(person.id) ?? null,
    gaps: gapsFor(person.id),
    awayUntil: person.awayUntil,
  }))
}

function accessDates(person: Holder, asOf: Instant) {
  // Both are built by the query of `findHolders`.
  const spans = builtJson<TargetedSpan[]>(person.spans)
  const logged = loggedSince(spans, builtJson<LoggedDate[]>(person.logged))
  const since = heldSince(spans, person.joinedAt) ?? { accessSince: asOf, roleSince: asOf }
  return { ...since, logged }
}

/** For an account: what of these readings was not read and could have cleared it. */
export async function findGaps(
  register: Register,
  org: Organization,
  readings: readonly Reading[],
): Promise<(account: Id) => Gap[]> {
  const open = await findOpenRepositories(register, org.id)
  const names = new Map(open.map(({ id, name }) => [id, `${org.login}/${name}`]))
  const judged = judgedReadings(readings, { ...org, repositories: open.length })
  const holdsUnseen = await findUnseenHolders(register, org.id, readings)
  return (account) => gapsOf(judged, account, (id) => names.get(id) ?? null, holdsUnseen(account))
}
