/** Makes acts from an actor and a time as GitHub gives them, and writes times as GitHub takes them. */

import { isBefore } from '../../policy/calendar.ts'
import type { Activity, ActivityKind, ActivitySource, Id, Instant } from '../../policy/words.ts'
import { type Decoded, fields, nullable, whole } from '../http/decode.ts'

/** An actor by numeric id; an organisation, a mannequin and an enterprise's user have none here. */
export type Actor = NonNullable<Decoded<typeof actor>>

/** GraphQL fragment `ActorFields`: reads an Actor. */
export const ACTOR_FRAGMENT =
  'fragment ActorFields on Actor { __typename login ... on User { databaseId } ... on Bot { databaseId } }'

/** The repository whose acts are read, and its organisation's login. */
export interface RepositoryScope {
  readonly org: string
  readonly repository: { readonly id: Id; readonly name: string }
}

/** The acts of one page of a list, newest first. */
export interface ActsPage {
  readonly acts: readonly Activity[]
  /** The next page's number; null when everything since the cutoff was read. */
  readonly next: number | null
}

/** A moment as GitHub's documentation writes it in parameters: whole seconds, `2026-11-22T06:00:00Z`. */
export function gitHubTime(at: Instant): string {
  return `${at.slice(0, 19)}Z`
}

/** One act, dated by the event itself; none where the actor (a deleted account) or the time is not known. */
export function act(
  source: ActivitySource,
  kind: ActivityKind,
  repository: Id,
  what: { who: Actor | null | undefined; at: Instant | null | undefined; url: string | null | undefined },
): Activity[] {
  if (what.who?.databaseId == null || what.at == null) return []
  return [{ account: what.who.databaseId, repository, kind, at: what.at, url: what.url ?? null, source }]
}

/**
 * Whether a list, the newest first, has come to what is older than `since`: its last two rows are, because one alone may have
 * a wrong date (an import, 1970), and the list is in the order of its ids.
 */
export function hasReached(times: readonly Instant[], since: Instant): boolean {
  const last = times.slice(-2)
  return last.length === 2 && last.every((at) => isBefore(at, since))
}

/** Converts REST's actor. */
export function toActor(user: Decoded<typeof restActor> | undefined): Actor | null {
  return user == null ? null : { databaseId: user.id }
}

/** GraphQL's `ActorFields`; null for a deleted account (`ghost`). */
export const actor = nullable(fields({ databaseId: nullable(whole) }))

/** REST's user; null for a deleted account. */
export const restActor = nullable(fields({ id: whole }))

/** The App that acted in a person's name; null where the person did. */
export const viaApp = nullable(fields({}))
