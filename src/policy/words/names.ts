/** Names of repositories, teams and accounts, for plans and sentences. */

import type { Id } from '../words.ts'

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
