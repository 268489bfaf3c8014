/** Which readings decide a verdict, and whom an unread one leaves in doubt. It never fills a gap. */

import type { Gap, Id, Reading, Source } from '../words.ts'

/** Unread over the window, one of these leaves those whom nothing else clears `unknown` (design §6). */
const DECIDING_SOURCES: readonly Source[] = [
  'repositories',
  'contributions',
  'repository_activity',
  'issue_comments',
  'review_comments',
  'commit_comments',
]

/** Read besides, for the few who are about to be proposed. */
const DECIDING_BEFORE_PROPOSING: readonly Source[] = ['issue_events', 'releases', 'discussions']

/** Whether a reading of this source is one that decides. All others only clear. */
export function decides(source: Source): boolean {
  return DECIDING_SOURCES.includes(source) || DECIDING_BEFORE_PROPOSING.includes(source)
}

/** The deciding readings, not read to their end, that could have shown an act of `account`. */
export function gapsOf(
  readings: readonly Reading[],
  account: Id,
  repositoryName: (repository: Id) => string | null,
): Gap[] {
  return readings.flatMap(({ source, scope, state }) => {
    if (state.kind === 'complete' || !decides(source)) return []
    if (scope.kind === 'account' && scope.id !== account) return []
    const where =
      scope.kind === 'repository'
        ? (repositoryName(scope.id) ?? `repository ${scope.id}`)
        : 'the whole organisation'
    return [{ source, where, reason: state.reason }]
  })
}
