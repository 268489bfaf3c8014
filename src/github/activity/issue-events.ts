/** Who tended issues and pull requests: labels, closes, assignments made, merges. Never to whom something was done. */

import { instant, isBefore } from '../../policy/calendar.ts'
import type { Activity, Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { type ActsPage, act, type Place, restWho } from './actors.ts'

/** Newest first, until `since`, for which GitHub has no filter here. https://docs.github.com/rest/issues/events */
export async function* readIssueEvents(
  github: GitHub,
  place: Place,
  since: Instant,
  from: number,
): AsyncGenerator<ActsPage> {
  const asked = { owner: place.org, repo: place.repository.name }
  const route = 'GET /repos/{owner}/{repo}/issues/events'
  for await (const { rows, next } of numberedPages<IssueEvent>(github, route, asked, from)) {
    const reached = rows.some((row) => isBefore(instant(row.created_at), since))
    yield { acts: rows.flatMap((row) => actsOf(place, row)), next: reached ? null : next }
    if (reached) return
  }
}

/** Things that happen to somebody without their doing. */
const NOT_AN_ACT = new Set(['mentioned', 'subscribed', 'unsubscribed', 'referenced'])

function actsOf(place: Place, row: IssueEvent): Activity[] {
  if (NOT_AN_ACT.has(row.event) || row.performed_via_github_app != null) return []
  // Of an assignment `actor` is the assignee; who did it is `assigner`.
  const assigned = row.event === 'assigned' || row.event === 'unassigned'
  const who = restWho(
    assigned
      ? row.assigner
      : row.event === 'review_requested'
        ? (row.review_requester ?? row.actor)
        : row.actor,
  )
  const kind = row.event === 'merged' ? 'merge' : 'triage'
  return act('issue_events', kind, place.repository.id, {
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
