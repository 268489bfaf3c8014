/** Reads who let a workflow run's deployments go on, or refused to. */

import { isBefore } from '../../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../../policy/words.ts'
import type { GitHub } from '../../http/client.ts'
import { fields, rows } from '../../http/decode.ts'
import { act, type RepositoryScope, restActor, toActor } from '../actors.ts'
import type { WaitingRun } from './runs-that-waited.ts'

/**
 * The reviews of one run, a request. GitHub gives a review no date; it came after the run's first deployment began to wait,
 * so it is dated by that. https://docs.github.com/rest/actions/workflow-runs#get-the-review-history-for-a-workflow-run
 */
export async function readDeploymentReviews(
  github: GitHub,
  scope: RepositoryScope & { readonly webUrl: string },
  run: WaitingRun,
): Promise<readonly Activity[]> {
  const { data } = await github.rest(
    'GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals',
    { owner: scope.org, repo: scope.repository.name, run_id: run.id },
    REVIEWS,
  )
  const url = `${scope.webUrl}/${scope.org}/${scope.repository.name}/actions/runs/${run.id}`
  return data.flatMap(({ user }) =>
    act('deployment_reviews', 'deployment', scope.repository.id, { who: toActor(user), at: run.at, url }),
  )
}

/** Those of these people who reviewed the run either before `since` or after it: it began to wait before, and went on after. */
export function doubtfulIn(
  run: WaitingRun,
  reviews: readonly Activity[],
  people: readonly Id[],
  since: Instant,
): readonly Id[] {
  if (!isBefore(run.at, since)) return []
  return people.filter((account) => reviews.some((review) => review.account === account))
}

/** `user` is null for a deleted account. */
const REVIEWS = rows(fields({ user: restActor }))
