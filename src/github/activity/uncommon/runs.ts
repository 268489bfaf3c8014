/** Who started workflows by hand, or started them again. A run that a push, a pull request or the clock began is nobody's act. */

import { daysAfter, instant, isBefore } from '../../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../../policy/words.ts'
import type { GitHub } from '../../http/client.ts'
import { hasNextPage } from '../../http/numbered-pages.ts'
import { act, type Place, restWho } from '../actors.ts'

export interface RunsPage {
  readonly acts: readonly Activity[]
  /** The next page; null when everything since the cutoff was read, or GitHub lists no more. */
  readonly next: number | null
  /** Why older runs stay unread although they lie inside the window; null where nothing is missing. */
  readonly unread: string | null
}

type Reader = (github: GitHub, place: Place, since: Instant, from: number) => AsyncGenerator<RunsPage>

/** Runs that one person dispatched since `since`: seldom more than a page. For a look at the last days. */
export function readDispatchedRuns(login: string): Reader {
  return reader((since) => ({ event: 'workflow_dispatch', actor: login, created: `>=${since}` }))
}

/**
 * Runs that somebody started again, beside those dispatched by hand. GitHub has no filter for them, so every run since
 * `since` is looked at: dear in a busy repository. A run can be started again for 30 days, and the list is by its beginning.
 */
export const readRunsStartedByHand: Reader = reader((since) => ({
  created: `>=${daysAfter(since, -DAYS_TO_RUN_AGAIN)}`,
}))

/** https://docs.github.com/actions/how-tos/manage-workflow-runs/re-run-workflows-and-jobs */
const DAYS_TO_RUN_AGAIN = 30
/** With a filter GitHub lists a thousand runs: ten pages. */
const LAST_PAGE = 10

function reader(filter: (since: Instant) => Record<string, string>): Reader {
  return async function* (github, place, since, from) {
    for (let page = from; ; page++) {
      const { data, headers } = await github.rest<{ total_count: number; workflow_runs: Run[] }>(
        'GET /repos/{owner}/{repo}/actions/runs',
        {
          owner: place.org,
          repo: place.repository.name,
          ...filter(since),
          exclude_pull_requests: true,
          per_page: 100,
          page,
        },
      )
      const next = page < LAST_PAGE && hasNextPage(headers, data.workflow_runs.length) ? page + 1 : null
      const hidden = page === LAST_PAGE && data.total_count > LAST_PAGE * 100
      yield {
        acts: data.workflow_runs.flatMap((run) => actsOf(run, place.repository.id, since)),
        next,
        unread: hidden ? `GitHub lists the newest 1,000 of ${data.total_count} runs` : null,
      }
      if (next === null) return
    }
  }
}

function actsOf(run: Run, repository: Id, since: Instant): Activity[] {
  const began = act('workflow_runs', 'workflow_run', repository, {
    who: restWho(run.actor),
    at: run.created_at,
    url: run.html_url,
  })
  // Who started it again: GitHub tells the newest attempt only. Without a start of its own it is no dated act.
  const again = act('workflow_runs', 'workflow_run', repository, {
    who: restWho(run.triggering_actor),
    at: run.run_started_at,
    url: run.html_url,
  })
  const acts = [
    ...(run.event === 'workflow_dispatch' ? began : []),
    ...((run.run_attempt ?? 1) > 1 ? again : []),
  ]
  return acts.filter((one) => !isBefore(one.at, instant(since)))
}

interface Run {
  readonly event: string
  readonly run_attempt?: number
  readonly created_at: string
  readonly run_started_at?: string
  readonly html_url: string
  readonly actor?: { readonly id: number } | null
  readonly triggering_actor?: { readonly id: number } | null
}
