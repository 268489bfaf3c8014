/** Names of repositories, teams, accounts and actors, for plans and sentences. */

import { capitalized } from '../english.ts'
import type { Actor, Id } from '../words.ts'

/** Looks up names by id; null where no name is known (any more). */
export interface Names {
  /** The organisation's login. */
  readonly organization: string
  /** GitHub's web address without a slash at the end, `https://github.com`. */
  readonly webUrl: string
  /** `owner/name` */
  readonly repository: (repository: Id) => string | null
  /** The team's slug. */
  readonly team: (team: Id) => string | null
  readonly login: (account: Id) => string | null
}

/** A repository's name, or its id where the name is not known. */
export function repositoryName(names: Names, repository: Id): string {
  return names.repository(repository) ?? `repository ${repository}`
}

/** Who acted: a login (`mara-voss by token` where a bearer token of theirs did), or `the operator`, `the calendar`, `GitHub`. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return `${actor.login}${byToken(actor)}`
    case 'operator':
      return 'the operator'
    case 'calendar':
      return 'the calendar'
    case 'github':
      return 'GitHub'
  }
}

/** The same at the beginning of a sentence; a login keeps its own letters. */
export function actorFirst(actor: Actor): string {
  return actor.kind === 'person' ? actorName(actor) : capitalized(actorName(actor))
}

/** ` by token` where a bearer token acted, not somebody who was signed in. */
export function byToken(actor: Actor): string {
  return actor.kind === 'person' && actor.token !== undefined ? ' by token' : ''
}
