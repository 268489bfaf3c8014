/** Says which sources decide a verdict, and which of them were not read in full for an account. */

import type { Gap, Id, Reading, Source } from '../words.ts'

/** If one of these was not read in full over the window, accounts without a known act in it are `unknown` (design §6). */
const DECIDING_SOURCES: readonly Source[] = [
  'repositories',
  'contributions',
  'repository_activity',
  'issue_comments',
  'review_comments',
  'commit_comments',
  // An act that was seen, with a date that nobody can read.
  'odd_acts',
  // Reviews of deployments, where not all could be read: of those alone who may have given one.
  'deployment_reviews',
]

/** Read in addition for the few accounts that are about to be proposed. */
const DECIDING_BEFORE_PROPOSING: readonly Source[] = ['issue_events', 'releases', 'discussions']

/** Sources whose readings name repositories of which nothing is read. */
export const UNSEEN: readonly Source[] = [
  'hidden_repositories',
  'vanished_repositories',
  'left_out_repositories',
]

/** Of this share of all repositories on, not being found is a fault of the moment and no exception: then nobody is called inactive. */
export const MOST_VANISHED = 1 / 4

/** Whether a gap in this source makes a verdict `unknown`. All other sources can only show an account active. */
export function decides(source: Source): boolean {
  return DECIDING_SOURCES.includes(source) || DECIDING_BEFORE_PROPOSING.includes(source)
}

/**
 * The deciding sources that could have shown an act of `account` and were not read in full. A repository that GitHub lists
 * and does not show, or that the owners leave out, leaves in doubt only those who hold something there that others do not.
 */
export function gapsOf(
  readings: readonly Reading[],
  account: Id,
  repositoryName: (repository: Id) => string | null,
  holdsSomethingIn: (repository: Id) => boolean,
): Gap[] {
  return readings.flatMap(({ source, scope, state }) => {
    if (state.kind === 'complete') return []
    const isUnseen = UNSEEN.includes(source) && scope.kind === 'repository'
    if (isUnseen ? !holdsSomethingIn(scope.id) : !decides(source)) return []
    if (scope.kind === 'account' && scope.id !== account) return []
    const where =
      scope.kind === 'repository'
        ? (repositoryName(scope.id) ?? `repository ${scope.id}`)
        : 'the whole organisation'
    return [{ source, where, reason: state.reason }]
  })
}
