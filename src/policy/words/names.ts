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

/** Who acted: a login, or `the operator`, `the calendar`, `GitHub`. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return actor.login
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
  return actor.kind === 'person' ? actor.login : capitalized(actorName(actor))
}
