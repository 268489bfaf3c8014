/** Which credentials can change a repository. */

import { opensSomething } from '../stale-access/pairs.ts'
import type { Credential, Id, Instant } from '../words.ts'

/**
 * `this`: a key of the repository itself. `all`: it reaches every repository. `selected`: it reaches some, and GitHub's lists
 * do not say which.
 */
export const KEY_PLACES = ['this', 'all', 'selected'] as const

/** A credential that can change the repository, or may be able to. */
export interface RepositoryKey<C extends Credential> {
  readonly credential: C
  readonly place: (typeof KEY_PLACES)[number]
  /** What it may change in repositories, in GitHub's words. */
  readonly writes: readonly string[]
}

/** The deploy keys, Apps and tokens that can write there; what has expired or is suspended opens nothing. */
export function keysOfRepository<C extends Credential>(
  credentials: readonly C[],
  repository: Id,
  now: Instant,
): RepositoryKey<C>[] {
  return credentials.flatMap((credential) => {
    const place = placeOfKey(credential, repository)
    const writes = writesOf(credential)
    if (place === null || writes.length === 0 || !opensSomething(credential, now)) return []
    return [{ credential, place, writes }]
  })
}

/** GitHub's names of permissions that are about the organisation and no repository. */
const OF_THE_ORGANIZATION = /^(members|team_discussions|organization_\w+):/

function writesOf({ kind, scopes }: Credential): readonly string[] {
  if (kind === 'deploy_key') return ['write']
  return scopes.filter((scope) => /:(write|admin)$/.test(scope) && !OF_THE_ORGANIZATION.test(scope))
}

function placeOfKey(
  { repository, scopes }: Credential,
  asked: Id,
): RepositoryKey<Credential>['place'] | null {
  if (repository !== null) return repository === asked ? 'this' : null
  if (scopes.includes('all repositories')) return 'all'
  return scopes.includes('none repositories') ? null : 'selected'
}
