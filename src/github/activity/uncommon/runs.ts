/** Reads who started or re-ran workflows by hand; a run that a push, a pull request or a schedule started is nobody's act. */

import { daysAfter, isBefore } from '../../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../../policy/words.ts'
import type { GitHub } from '../../http/client.ts'
import { type Decoded, fields, moment, nullable, rows, text, whole } from '../../http/decode.ts'
import { hasNextPage } from '../../http/numbered-pages.ts'
import { withCount } from '../../http/partial-answers.ts'
import { act, gitHubTime, type RepositoryScope, restActor, toActor } from '../actors.ts'

/** A page of a repository's workflow runs. */
export interface RunsPage {
  readonly acts: readonly Activity[]
  /** The next page's number; null when everything since the cutoff was read, or GitHub lists no more. */
  readonly next: number | null
  /** Why runs inside the window could not be read; null where all were. */
  readonly unread: string | null
}

type Reader = (
  github: GitHub,
  scope: RepositoryScope,
  since: Instant,
  from: number,
) => AsyncGenerator<RunsPage>

/** Runs that one person dispatched since `since`: seldom more than a page. */
export function readDispatchedRuns(login: string): Reader {
  return runsReader((since) => ({
    event: 'workflow_dispatch',
    actor: login,
    created: `>=${gitHubTime(since)}`,
  }))
}

/**
 * Runs that were dispatched by hand or re-run. GitHub has no filter for re-runs, so every run is read: expensive in a busy
 * repository. A run can be re-run for 30 days and is listed by its first start, so the list begins 30 days before `since`.
 */
export const readRunsStartedByHand: Reader = runsReader((since) => ({
  created: `>=${gitHubTime(daysAfter(since, -DAYS_TO_RERUN))}`,
}))

/** https://docs.github.com/actions/how-tos/manage-workflow-runs/re-run-workflows-and-jobs */
const DAYS_TO_RERUN = 30
/** With a filter GitHub lists a thousand runs at most: ten pages. */
const LAST_PAGE = 10

function runsReader(filter: (since: Instant) => Record<string, string>): Reader {
  return async function* (github, scope, since, from) {
    for (let page = from; ; page++) {
      const { data, headers } = await github.rest(
        'GET /repos/{owner}/{repo}/actions/runs',
        {
          owner: scope.org,
          repo: scope.repository.name,
          ...filter(since),
          exclude_pull_requests: true,
          per_page: 100,
          page,
        },
        RUNS_PAGE,
      )
      const next = page < LAST_PAGE && hasNextPage(headers, data.workflow_runs.came) ? page + 1 : null
      const hidden = page === LAST_PAGE && data.total_count > LAST_PAGE * 100
      yield {
        acts: data.workflow_runs.rows.flatMap((run) => actsOf(run, scope.repository.id, since)),
        next,
        unread: hidden ? `GitHub lists the newest 1,000 of ${data.total_count} runs` : null,
      }
      if (next === null) return
    }
  }
}

function actsOf(run: Run, repository: Id, since: Instant): Activity[] {
  const started = act('workflow_runs', 'workflow_run', repository, {
    who: toActor(run.actor),
    at: run.created_at,
    url: run.html_url,
  })
  // Who re-ran it: GitHub shows the newest attempt only. Without a start time of its own the re-run is no dated act.
  const rerun = act('workflow_runs', 'workflow_run', repository, {
    who: toActor(run.triggering_actor),
    at: run.run_started_at,
    url: run.html_url,
  })
  const acts = [
    ...(run.event === 'workflow_dispatch' ? started : []),
    ...((run.run_attempt ?? 1) > 1 ? rerun : []),
  ]
  return acts.filter((one) => !isBefore(one.at, since))
}

type Run = Decoded<typeof RUN>
const RUN = fields({
  event: text,
  run_attempt: nullable(whole),
  created_at: moment,
  run_started_at: nullable(moment),
  html_url: text,
  actor: restActor,
  triggering_actor: restActor,
})

const RUNS_PAGE = fields({ total_count: whole, workflow_runs: withCount(rows(RUN)) })
