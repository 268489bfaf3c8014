/** Finds out why a list of a repository was refused: GitHub does not show it, the feature is off, or something else. */

import type { Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { fields, flag, nullable, text, whole } from '../http/decode.ts'
import { GitHubTrouble, isRefusal } from '../http/errors.ts'

/** A part of a repository that owners can switch off. */
export type Feature = 'issues' | 'pull_requests' | 'discussions'

/** Why a list of a repository was refused. */
export type WhyRefused =
  /** GitHub lists the repository and shows nothing of it: `hidden` where it says so, or it is the fork of an advisory. */
  | { readonly kind: 'hidden' | 'vanished'; readonly reason: string }
  /** Every feature that the list shows has been switched off: there is nothing to read. */
  | { readonly kind: 'off' }
  | { readonly kind: 'unread' }

/**
 * One request. `features`: any of these would have something to show in the refused list; none where it is of none. The lists
 * of issues hold what happens on pull requests too, but where issues are off they are refused for these as well: they are asked
 * for where no timeline shows it, so it is unread as long as there are pull requests.
 */
export async function readWhyRefused(
  github: GitHub,
  org: string,
  repository: { readonly id: Id; readonly name: string },
  features: readonly Feature[],
): Promise<WhyRefused> {
  try {
    const { data } = await github.rest(
      'GET /repos/{owner}/{repo}',
      { owner: org, repo: repository.name },
      REPOSITORY,
    )
    if (data.id !== repository.id)
      return { kind: 'vanished', reason: hiddenBecause(`its name is now that of another, ${data.full_name}`) }
    const isOff = features.length > 0 && features.every((feature) => data[`has_${feature}`] === false)
    return isOff ? { kind: 'off' } : { kind: 'unread' }
  } catch (error) {
    if (!(error instanceof GitHubTrouble) || !isRefusal(error)) throw error
    const isSaid = BLOCKED.test(error.message) || isAdvisoryFork(repository.name)
    return { kind: isSaid ? 'hidden' : 'vanished', reason: hiddenBecause(error.message) }
  }
}

/** Whether a refusal may be the repository's and not the token's: a missing permission is refused everywhere alike. */
export function isOfRepository(trouble: GitHubTrouble): boolean {
  const { kind } = trouble.trouble
  return kind === 'gone' || kind === 'invalid' || (kind === 'denied' && BLOCKED.test(trouble.message))
}

/** https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api and recorded answers: 403 "Repository access blocked". */
const BLOCKED = /access blocked|has been disabled|unavailable|\(451/i

/** Whether the name is that of an advisory's temporary fork, which GitHub lists and shows nothing of. */
export function isAdvisoryFork(name: string): boolean {
  return ADVISORY_FORK.test(name)
}

/** https://docs.github.com/code-security/security-advisories/working-with-repository-security-advisories/collaborating-in-a-temporary-private-fork-to-resolve-a-repository-security-vulnerability */
const ADVISORY_FORK = /-ghsa(-[a-z0-9]{4}){3}$/i

/** The reason of a reading where GitHub lists a repository and shows nothing of it. */
export function hiddenBecause(why: string): string {
  return `GitHub lists it and shows nothing of it: ${why}`
}

/** https://docs.github.com/rest/repos/repos#get-a-repository */
const REPOSITORY = fields({
  id: whole,
  full_name: text,
  has_issues: nullable(flag),
  has_pull_requests: nullable(flag),
  has_discussions: nullable(flag),
})
