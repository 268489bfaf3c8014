/** Reads the uncommon activity of one account: workflow runs, deployments, tags, advisories. It can only clear the account. */

import { isBefore } from '../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../policy/words.ts'
import { readAdvisories } from '../activity/uncommon/advisories.ts'
import { doubtfulIn, readDeploymentReviews } from '../activity/uncommon/deployment-reviews.ts'
import { readDeployments } from '../activity/uncommon/deployments.ts'
import {
  ASKED_AT_ONCE,
  readTagsAndNewestDeployments,
  type UncommonActivity,
} from '../activity/uncommon/newest-uncommon.ts'
import { readRequiredReviewers } from '../activity/uncommon/required-reviewers.ts'
import { readDispatchedRuns } from '../activity/uncommon/runs.ts'
import { readRunsThatWaited, reviewsKnownSince, waitingSince } from '../activity/uncommon/runs-that-waited.ts'
import { readTags } from '../activity/uncommon/tags.ts'
import type { GitHub } from '../http/client.ts'
import { GitHubTrouble, isRefusal } from '../http/errors.ts'
import { unreadable } from '../http/pages.ts'
import { requireNoOddRows } from './recent-acts.ts'

interface Repository {
  readonly id: Id
  readonly name: string
  readonly nodeId: string
}

interface Query {
  readonly organization: { readonly login: string }
  /** Those to which the account can push, the most recently pushed first. */
  readonly writable: readonly Repository[]
  /** In so many of them workflow runs and advisories are read. */
  readonly mostWorkflows: number
  readonly webUrl: string
  readonly account: Id
  /** The account's teams and their parents: a review that a team may give, it may give. */
  readonly teams: readonly Id[]
  readonly login: string
  readonly since: Instant
}

/**
 * The account's own acts since `since` of the kinds that audits read about once a week. What GitHub refuses to show is
 * skipped, since these acts can only clear; any other failure is thrown: then nothing may be removed.
 */
export async function readUncommonSince(github: GitHub, query: Query): Promise<readonly Activity[]> {
  const acts = [
    ...(await readRunsAndAdvisories(github, query)),
    ...(await readTagsAndDeployments(github, query)),
  ]
  requireNoOddRows(github)
  return acts.filter((act) => act.account === query.account && !isBefore(act.at, query.since))
}

/** Two requests a repository, so the most recently pushed only; for the rest, and for re-runs, the audits' reading stands. */
async function readRunsAndAdvisories(github: GitHub, query: Query): Promise<readonly Activity[]> {
  const readPages = readDispatchedRuns(query.login)
  const acts: Activity[] = []
  for (const repository of query.writable.slice(0, query.mostWorkflows)) {
    const scope = scopeOf(query, repository)
    acts.push(
      ...(await readUntilRefused(readPages(github, scope, query.since, 1))),
      ...(await readUntilRefused(readAdvisories(github, scope, query.since, null))),
    )
  }
  return acts
}

async function readTagsAndDeployments(github: GitHub, query: Query): Promise<readonly Activity[]> {
  const acts: Activity[] = []
  for (let from = 0; from < query.writable.length; from += ASKED_AT_ONCE) {
    const batch = query.writable.slice(from, from + ASKED_AT_ONCE)
    const found = new Map((await readTogether(github, query, batch)).map((one) => [one.id, one]))
    for (const repository of batch) {
      const known = found.get(repository.id)
      acts.push(...(known?.acts ?? []), ...(await readRemaining(github, query, repository, known)))
    }
  }
  return acts
}

/** Nothing where the query is refused or too large: then each repository is read alone. */
async function readTogether(
  github: GitHub,
  query: Query,
  batch: readonly Repository[],
): Promise<readonly UncommonActivity[]> {
  const org = { login: query.organization.login, webUrl: query.webUrl }
  try {
    return await readTagsAndNewestDeployments(github, org, batch, query.since)
  } catch (error) {
    const tooBig = error instanceof GitHubTrouble && error.trouble.kind === 'too_big'
    if (!tooBig && !isRefusal(error)) throw error
    return []
  }
}

/** What the query for many repositories did not show of this one. */
async function readRemaining(
  github: GitHub,
  query: Query,
  repository: Repository,
  known: UncommonActivity | undefined,
): Promise<readonly Activity[]> {
  const scope = scopeOf(query, repository)
  const deployedAt = known === undefined ? query.since : known.deployedAt
  const deployed = deployedAt !== null && !isBefore(deployedAt, waitingSince(query.since))
  return [
    ...(known?.tagsRead ? [] : await readUntilRefused(readTags(github, scope, query.since, null))),
    ...(deployed ? await readUntilRefused(readDeployments(github, scope, query.since, 1)) : []),
    ...(deployed ? await readUntilRefused(readOwnReviews(github, query, repository)) : []),
  ]
}

/** Throws where more runs waited for the account's review than are looked into: one of the others may have had it. */
async function* readOwnReviews(
  github: GitHub,
  query: Query,
  repository: Repository,
): AsyncGenerator<{ readonly acts: readonly Activity[] }> {
  const scope = scopeOf(query, repository)
  const { environments, users, teams } = await readRequiredReviewers(github, scope)
  if (!users.includes(query.account) && !teams.some((team) => query.teams.includes(team))) return
  const { runs, gap } = await readRunsThatWaited(github, scope, environments, query.since)
  for (const run of runs) {
    const acts = await readDeploymentReviews(github, scope, run)
    if (doubtfulIn(run, acts, [query.account], query.since).length > 0) throw unreadable(WHEN)
    yield { acts }
    if (acts.some(({ account }) => account === query.account)) return
  }
  if (gap !== null && isBefore(query.since, reviewsKnownSince(gap))) throw unreadable(WHO)
}

const WHO = 'who let all the deployments go on that waited since the proposal was opened'
const WHEN = 'when a deployment was let go on'

/** The acts of these pages, up to the page that GitHub refuses. */
async function readUntilRefused(
  pages: AsyncGenerator<{ readonly acts: readonly Activity[] }>,
): Promise<readonly Activity[]> {
  const acts: Activity[] = []
  try {
    for await (const page of pages) acts.push(...page.acts)
  } catch (error) {
    if (!isRefusal(error)) throw error
  }
  return acts
}

function scopeOf(query: Query, repository: Repository) {
  return { org: query.organization.login, repository, webUrl: query.webUrl }
}
