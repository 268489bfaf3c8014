/** Reads who deployed by hand; what a workflow deploys is nobody's act. */

import { isBefore } from '../../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../../policy/words.ts'
import type { GitHub } from '../../http/client.ts'
import { type Decoded, fields, moment, rows } from '../../http/decode.ts'
import { numberedPages } from '../../http/numbered-pages.ts'
import {
  type ActsPage,
  act,
  hasReached,
  type RepositoryScope,
  restActor,
  toActor,
  viaApp,
} from '../actors.ts'

/** Newest first, until `since`. https://docs.github.com/rest/deployments/deployments */
export async function* readDeployments(
  github: GitHub,
  scope: RepositoryScope,
  since: Instant,
  from: number,
): AsyncGenerator<ActsPage> {
  const parameters = { owner: scope.org, repo: scope.repository.name }
  const route = 'GET /repos/{owner}/{repo}/deployments'
  for await (const page of numberedPages(github, route, parameters, from, DEPLOYMENTS)) {
    const inside = page.rows.filter((row) => !isBefore(row.created_at, since))
    const times = page.rows.map((row) => row.created_at)
    const reached = hasReached(times, since)
    yield {
      acts: inside.flatMap((row) => manualDeployment(row, scope.repository.id)),
      next: reached ? null : page.next,
    }
    if (reached) return
  }
}

/** A deployment through an App carries the login of whoever triggered the App, even where a schedule did. */
function manualDeployment(row: Decoded<typeof DEPLOYMENT>, repository: Id): Activity[] {
  if (row.performed_via_github_app !== null) return []
  return act('deployments', 'deployment', repository, {
    who: toActor(row.creator),
    at: row.created_at,
    url: null,
  })
}

const DEPLOYMENT = fields({ created_at: moment, creator: restActor, performed_via_github_app: viaApp })
const DEPLOYMENTS = rows(DEPLOYMENT)
