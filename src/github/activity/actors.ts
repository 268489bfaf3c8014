/** Makes acts out of what GitHub says of an actor and a time. Never takes an act from ghosts, and dates it by the event itself. */

import { instant } from '../../policy/calendar.ts'
import type { Activity, ActivityKind, ActivitySource, Id } from '../../policy/words.ts'

/** GraphQL's actor with the numeric id; null where the account was deleted (`ghost`). */
export interface Who {
  readonly databaseId?: number | null
}

export const WHO =
  'fragment Who on Actor { __typename login ... on User { databaseId } ... on Bot { databaseId } }'

/** Where acts are looked for. */
export interface Place {
  readonly org: string
  readonly repository: { readonly id: Id; readonly name: string }
}

/** What a page of a list tells, newest first. */
export interface ActsPage {
  readonly acts: readonly Activity[]
  /** The next page; null when everything since the cutoff was read. */
  readonly next: number | null
}

/** None where the actor or the moment is not known. */
export function act(
  source: ActivitySource,
  kind: ActivityKind,
  repository: Id,
  what: { who: Who | null | undefined; at: string | null | undefined; url: string | null | undefined },
): Activity[] {
  if (what.who?.databaseId == null || what.at == null) return []
  return [
    { account: what.who.databaseId, repository, kind, at: instant(what.at), url: what.url ?? null, source },
  ]
}

/** REST's actor. */
export function restWho(user: { id: number } | null | undefined): Who | null {
  return user == null ? null : { databaseId: user.id }
}
