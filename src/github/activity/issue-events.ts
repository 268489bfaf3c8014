/** Reads who labelled, closed, assigned or merged issues and pull requests. */

import { instant, isBefore } from '../../policy/calendar.ts'
import type { Activity, Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { type ActsPage, act, type RepositoryScope, toActor } from './actors.ts'

/** Newest first, until `since`; GitHub has no filter by time here. https://docs.github.com/rest/issues/events */
export async function* readIssueEvents(
  github: GitHub,
  scope: RepositoryScope,
  since: Instant,
  from: number,
): AsyncGenerator<ActsPage> {
  const parameters = { owner: scope.org, repo: scope.repository.name }
  const route = 'GET /repos/{owner}/{repo}/issues/events'
  for await (const { rows, next } of numberedPages<IssueEvent>(github, route, parameters, from)) {
    const reached = rows.some((row) => isBefore(instant(row.created_at), since))
    yield { acts: rows.flatMap((row) => actsOf(scope, row)), next: reached ? null : next }
    if (reached) return
  }
}

/** Events that name somebody who did nothing. */
const NOT_AN_ACT = new Set(['mentioned', 'subscribed', 'unsubscribed', 'referenced'])

function actsOf(scope: RepositoryScope, row: IssueEvent): Activity[] {
  if (NOT_AN_ACT.has(row.event) || row.performed_via_github_app != null) return []
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

interface User {
  readonly id: number
}

interface IssueEvent {
  readonly event: string
  readonly actor: User | null
  readonly assigner?: User | null
  readonly review_requester?: User | null
  readonly created_at: string
  readonly issue?: { readonly html_url: string } | null
  readonly performed_via_github_app?: object | null
}
