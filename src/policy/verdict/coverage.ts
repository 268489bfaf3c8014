/** Says which sources decide a verdict, and which of them were not read in full for an account. */

import { counted } from '../english.ts'
import type { Gap, Id, Reading, Source } from '../words.ts'

/** If one of these was not read in full over the window, accounts without a known act in it are `unknown` (docs/policy.md, *Which sources decide*). */
const DECIDING_SOURCES: readonly Source[] = [
  'repositories',
  'contributions',
  'repository_activity',
  'issue_comments',
  'review_comments',
  'commit_comments',
  // An act was seen whose date could not be decoded.
  'odd_acts',
  // Not all reviews of deployments could be read; such a reading names only people who may have given one.
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

/**
 * From this share of all repositories on, repositories that are listed and then not found are no exception but a passing fault:
 * then nobody is called inactive.
 */
const MOST_VANISHED = 1 / 4

/** The readings of an audit with what follows from them and from the App's installation: what a verdict is judged by. */
export function judgedReadings(
  readings: readonly Reading[],
  organization: { readonly repositorySelection: 'all' | 'selected' | null; readonly repositories: number },
): readonly Reading[] {
  const vanished = readings.filter(({ source }) => source === 'vanished_repositories').length
  return [
    ...readings,
    ...(organization.repositorySelection === 'selected' ? [ONLY_SELECTED] : []),
    ...(vanished > organization.repositories * MOST_VANISHED ? [tooManyVanished(vanished)] : []),
  ]
}

/** Where the App sees only selected repositories, no activity there does not prove that there was none. */
const ONLY_SELECTED: Reading = {
  source: 'repositories',
  scope: { kind: 'organization' },
  state: { kind: 'unread', reason: 'the App sees selected repositories only' },
}

function tooManyVanished(vanished: number): Reading {
  const reason = `${counted(vanished, 'repository was', 'repositories were')} listed and then not found`
  return { source: 'repositories', scope: { kind: 'organization' }, state: { kind: 'unread', reason } }
}

/** Whether a gap in this source makes a verdict `unknown`. All other sources can only show an account active. */
export function decides(source: Source): boolean {
  return DECIDING_SOURCES.includes(source) || DECIDING_BEFORE_PROPOSING.includes(source)
}

/**
 * The deciding sources that could have shown an act of `account` and were not read in full. A repository that GitHub lists
 * and does not show, or that the owners leave out, leaves in doubt only those who hold something there that others do not;
 * `holdsSomethingIn` is asked with null for the repositories that GitHub lists without naming them.
 */
export function gapsOf(
  readings: readonly Reading[],
  account: Id,
  repositoryName: (repository: Id) => string | null,
  holdsSomethingIn: (repository: Id | null) => boolean,
): Gap[] {
  return readings.flatMap(({ source, scope, state }) => {
    if (state.kind === 'complete') return []
    if (scope.kind === 'account' && scope.id !== account) return []
    const isUnseen = UNSEEN.includes(source)
    if (isUnseen && !holdsSomethingIn(scope.kind === 'repository' ? scope.id : null)) return []
    if (!isUnseen && !decides(source)) return []
    return [{ source, where: placeOf(scope, isUnseen, repositoryName), reason: state.reason }]
  })
}

/** Where something was not read, in words. */
export function placeOf(
  scope: Reading['scope'],
  isUnseen: boolean,
  repositoryName: (repository: Id) => string | null,
): string {
  if (scope.kind === 'repository') return repositoryName(scope.id) ?? `repository ${scope.id}`
  return isUnseen ? 'the repositories that they hold' : 'the whole organisation'
}
