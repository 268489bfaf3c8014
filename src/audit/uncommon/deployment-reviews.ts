/** Reads the reviews of a repository's deployments for those of its reviewers who have no activity, the newest run first. */

import { doubtfulIn, readDeploymentReviews } from '../../github/activity/uncommon/deployment-reviews.ts'
import {
  type RequiredReviewers,
  readRequiredReviewers,
  requiredReviewers,
} from '../../github/activity/uncommon/required-reviewers.ts'
import {
  MOST_RUNS,
  type RunsThatWaited,
  readRunsThatWaited,
  reviewsKnownSince,
  runsThatWaited,
} from '../../github/activity/uncommon/runs-that-waited.ts'
import { type Decoder, fields, list, oneOf, whole } from '../../github/http/decode.ts'
import { type GitHubTrouble, isRefusal } from '../../github/http/errors.ts'
import { isBefore, latest } from '../../policy/calendar.ts'
import type { Id, Instant } from '../../policy/words.ts'
import type { Repository } from '../../register/access/repositories.ts'
import {
  findReviewersWithoutActivity,
  forgetReviewsStatement,
  reviewsReadStatement,
} from '../../register/activity/deployment-reviewers.ts'
import type { Statement } from '../../register/open.ts'
import { actStatements } from '../engine/record-seen.ts'
import { type Run, toRepositoryScope } from '../engine/stage.ts'

/** Where the reading stands: nothing was asked, the reviewers are known, or the runs that are left. */
export type ReviewsCursor =
  | { readonly at: 'begin' }
  | { readonly at: 'reviewers'; readonly required: RequiredReviewers; readonly people: readonly Id[] }
  | {
      readonly at: 'runs'
      readonly required: RequiredReviewers
      /** The reviewers who are still without activity. */
      readonly people: readonly Id[]
      readonly left: RunsThatWaited
    }

export const reviewsCursor: Decoder<ReviewsCursor> = (value, odd) => {
  switch (PLACE(value, odd).at) {
    case 'begin':
      return { at: 'begin' }
    case 'reviewers':
      return { at: 'reviewers', ...REVIEWERS(value, odd) }
    case 'runs':
      return { at: 'runs', ...REVIEWERS(value, odd), ...RUNS(value, odd) }
  }
}
const PLACE = fields({ at: oneOf({ begin: 'begin', reviewers: 'reviewers', runs: 'runs' }) })
const REVIEWERS = fields({ required: requiredReviewers, people: list(whole) })
const RUNS = fields({ left: runsThatWaited })

interface ReviewsPage {
  readonly statements: readonly Statement[]
  readonly next: ReviewsCursor | null
}

/** One request a page, but for the page that finds the runs. Ends as soon as nobody without activity is left. */
export async function* reviewsPages(
  run: Run,
  repository: Repository,
  from: ReviewsCursor,
): AsyncGenerator<ReviewsPage> {
  for (let at = from; ; ) {
    const page = await readPage(run, repository, at)
    yield page
    if (page.next === null) return
    at = page.next
  }
}

/**
 * What is kept where GitHub does not show the reviews: everybody whom one could still clear stays in doubt. They are read
 * again by the next audit, unless they were refused.
 */
export function reviewsSkippedStatements(
  run: Run,
  repository: Id,
  at: ReviewsCursor,
  trouble: GitHubTrouble,
): readonly Statement[] {
  if (at.at === 'begin') return []
  const gap = at.at === 'runs' ? latest(at.left.gap, at.left.runs[0]?.at) : run.asOf
  const limit = isRefusal(trouble) ? 'GitHub refuses to show who reviewed deployments' : null
  return [readStatement(run, repository, at.required, gap, limit)]
}

async function readPage(run: Run, repository: Repository, at: ReviewsCursor): Promise<ReviewsPage> {
  switch (at.at) {
    case 'begin':
      return readReviewers(run, repository)
    case 'reviewers': {
      const scope = toRepositoryScope(run, repository)
      const left = await readRunsThatWaited(run.github, scope, at.required.environments, run.cutoff)
      return goOn(run, repository, { ...at, at: 'runs', left }, [])
    }
    case 'runs':
      return readNewestRun(run, repository, at)
  }
}

async function readReviewers(run: Run, repository: Repository): Promise<ReviewsPage> {
  const required = await readRequiredReviewers(run.github, toRepositoryScope(run, repository))
  if (required.environments.length === 0)
    return { statements: [forgetReviewsStatement(run.register, run.org.id, [repository.id])], next: null }
  const people = await findReviewersWithoutActivity(run.register, run.org.id, run.cutoff, required)
  if (people.length > 0) return { statements: [], next: { at: 'reviewers', required, people } }
  return { statements: [readStatement(run, repository.id, required, run.asOf, null)], next: null }
}

async function readNewestRun(
  run: Run,
  repository: Repository,
  at: Extract<ReviewsCursor, { at: 'runs' }>,
): Promise<ReviewsPage> {
  const [newest, ...runs] = at.left.runs
  if (newest === undefined) return goOn(run, repository, at, [])
  const reviews = await readDeploymentReviews(run.github, toRepositoryScope(run, repository), newest)
  const isDoubtful = doubtfulIn(newest, reviews, at.people, run.cutoff).length > 0
  const cleared = new Set(reviews.filter((act) => !isBefore(act.at, run.cutoff)).map((act) => act.account))
  const people = at.people.filter((account) => !cleared.has(account))
  const gap = isDoubtful ? latest(at.left.gap, newest.at) : at.left.gap
  return goOn(run, repository, { ...at, people, left: { runs, gap } }, actStatements(run, reviews))
}

/** The next run, or the end: all were read, or nobody is left. */
function goOn(
  run: Run,
  repository: Repository,
  at: Extract<ReviewsCursor, { at: 'runs' }>,
  statements: readonly Statement[],
): ReviewsPage {
  const { runs, gap } = at.left
  if (at.people.length > 0 && runs.length > 0) return { statements, next: at }
  const isOver = at.people.length === 0
  const unread = isOver ? latest(gap, runs[0]?.at) : gap
  const read = readStatement(run, repository.id, at.required, unread, isOver ? null : LIMIT)
  return { statements: [...statements, read], next: null }
}

const LIMIT = `not all reviews of deployments could be read (GitHub shows those of one run at a time and without a date, and ${MOST_RUNS} runs of a repository are looked into)`

function readStatement(
  run: Run,
  repository: Id,
  { users, teams }: RequiredReviewers,
  gap: Instant | null,
  limit: string | null,
): Statement {
  return reviewsReadStatement(run.register, run.org.id, {
    repository,
    reviewers: { users, teams },
    since: gap === null ? run.cutoff : (latest(reviewsKnownSince(gap), run.cutoff) ?? run.cutoff),
    readTo: run.asOf,
    limit,
  })
}
