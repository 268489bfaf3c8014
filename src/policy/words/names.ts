/** What things are called in print, handed in by whoever knows. It never decides: ids do. */

import type { Id } from '../words.ts'

/** Labels for plans and sentences; null where no name is known (any more). */
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

/** A repository in print, by its number where the name is not known. */
export function repositoryName(names: Names, repository: Id): string {
  return names.repository(repository) ?? `repository ${repository}`
}
