/** Reads who labelled, closed, assigned or merged issues and pull requests. */

import { isBefore } from '../../policy/calendar.ts'
import type { Activity, Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Decoded, fields, moment, nullable, rows, text } from '../http/decode.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { type ActsPage, act, type RepositoryScope, restActor, toActor, viaApp } from './actors.ts'

/** Newest first, until `since`; GitHub has no filter by time here. https://docs.github.com/rest/issues/events */
export async function* readIssueEvents(
  github: GitHub,
  scope: RepositoryScope,
  since: Instant,
  from: number,
): AsyncGenerator<ActsPage> {
  const parameters = { owner: scope.org, repo: scope.repository.name }
  const route = 'GET /repos/{owner}/{repo}/issues/events'
  for await (const page of numberedPages(github, route, parameters, from, ISSUE_EVENTS)) {
    const reached = page.rows.some((row) => isBefore(row.created_at, since))
    yield { acts: page.rows.flatMap((row) => actsOf(scope, row)), next: reached ? null : page.next }
    if (reached) return
  }
}

/** Events that name somebody who did nothing. */
const NOT_AN_ACT = new Set(['mentioned', 'subscribed', 'unsubscribed', 'referenced'])

function actsOf(scope: RepositoryScope, row: Decoded<typeof ISSUE_EVENT>): Activity[] {
  if (NOT_AN_ACT.has(row.event) || row.performed_via_github_app !== null) return []
  // The `actor` of an assignment is the assignee; the `assigner` did it.
  const assigned = row.event === 'assigned' || row.event === 'unassigned'
  const who = toActor(
    assigned
      ? row.assigner
      : row.event === 'review_requested'
        ? (row.review_requester ?? row.actor)
        : row.actor,
  )
  const kind = row.event === 'merged' ? 'merge' : 'triage'
  return act('issue_events', kind, scope.repository.id, {
    who,
    at: row.created_at,
    url: row.issue?.html_url ?? null,
  })
}

const ISSUE_EVENT = fields({
  event: text,
  actor: restActor,
  assigner: restActor,
  review_requester: restActor,
  created_at: moment,
  issue: nullable(fields({ html_url: text })),
  performed_via_github_app: viaApp,
})
const ISSUE_EVENTS = rows(ISSUE_EVENT)
