/** Reads who labelled, closed, assigned or merged issues and pull requests: GitHub's list of events, where timelines are not shown. */

import { isBefore } from '../../policy/calendar.ts'
import type { Activity, Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Decoded, type Decoder, fields, moment, nullable, OddValue, rows, text } from '../http/decode.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { type ActsPage, act, hasReached, type RepositoryScope, restActor, toActor } from './actors.ts'
import { EVENT_KINDS } from './event-kinds.ts'

/** Newest first, until `since`; GitHub has no filter by time here. https://docs.github.com/rest/issues/events */
export async function* readIssueEvents(
  github: GitHub,
  scope: RepositoryScope,
  since: Instant,
  from: number,
): AsyncGenerator<ActsPage> {
  const parameters = { owner: scope.org, repo: scope.repository.name }
  const route = 'GET /repos/{owner}/{repo}/issues/events'
  for await (const page of numberedPages(github, route, parameters, from, issueEvents(since))) {
    const times = page.rows.map((row) => row.created_at)
    const reached = hasReached(times, since)
    yield { acts: page.rows.flatMap((row) => actsOf(scope, row)), next: reached ? null : page.next }
    if (reached) return
  }
}

function actsOf(scope: RepositoryScope, row: Decoded<typeof ISSUE_EVENT>): Activity[] {
  const kind = KINDS.get(row.event)
  if (kind?.whose !== 'own') return []
  return act('issue_events', kind.as, scope.repository.id, {
    who: toActor(doneBy(kind.doneBy, row)),
    at: row.created_at,
    url: row.issue?.html_url ?? null,
  })
}

/**
 * Who did it. A person who did it by way of an App is named here as in timelines, which do not tell; an App that acts as
 * itself is named as a bot.
 */
function doneBy(
  field: 'actor' | 'assigner' | 'review_requester',
  row: Decoded<typeof ISSUE_EVENT>,
): Decoded<typeof restActor> {
  switch (field) {
    case 'actor':
      return row.actor
    case 'assigner':
      return row.assigner
    case 'review_requester':
      return row.review_requester ?? row.actor
  }
}

const KINDS = new Map(EVENT_KINDS.map((kind) => [kind.event, kind]))

const ISSUE_EVENT = fields({
  event: text,
  actor: restActor,
  assigner: restActor,
  review_requester: restActor,
  created_at: moment,
  issue: nullable(fields({ html_url: text })),
})

/** Of an event that is not known here nobody can tell whose act it was. Long ago it does not matter. */
function issueEvents(since: Instant): Decoder<readonly Decoded<typeof ISSUE_EVENT>[]> {
  return rows((value, odd) => {
    const row = ISSUE_EVENT(value, odd)
    if (!KINDS.has(row.event) && !isBefore(row.created_at, since))
      throw new OddValue(`event is ${JSON.stringify(row.event.slice(0, 40))}, which is not known here`)
    return row
  })
}
