/** The stage that reads the newest page of timelines (commits, issues and pull requests with their events), several repositories a query. */

import { BEGIN, readTimelines, type TimelineResult } from '../../github/activity/threads/timelines.ts'
import { isBefore, latest } from '../../policy/calendar.ts'
import type { Id, Instant } from '../../policy/words.ts'
import type { Repository } from '../../register/access/repositories.ts'
import { unlinkedCommitsStatement } from '../../register/activity/unlinked-commits.ts'
import { findWatermarks, watermarksStatement } from '../../register/activity/watermarks.ts'
import { notesStatement } from '../../register/audits/notes.ts'
import type { Statement } from '../../register/open.ts'
import { type BatchPosition, batchPosition, halved, withCursor } from '../engine/cursor.ts'
import { actStatements } from '../engine/record-seen.ts'
import { checkedRepositories } from '../engine/repository-stage.ts'
import { isRefusedWhole, type Run } from '../engine/stage.ts'
import { isCurrent, isUpdatedInside, markUpTo, readFrom } from './changed-since.ts'

/** Repositories of one query: fewer after one was too large, then one more with every answer. */
const MOST_REPOSITORIES = 10
const FIRST: BatchPosition = { after: 0, size: MOST_REPOSITORIES }
/** Threads of each repository on its newest page. */
const THREADS = 30

/**
 * The newest page of every repository that changed: it clears most people at once, and of a quiet repository it is all
 * there is. After the first audit a day usually needs no more.
 */
export const newestTimelines = withCursor(batchPosition, {
  label: 'reading what changed lately',
  budget: 'activity',
  canSplit: true,
  async *read(run, cursor) {
    for (let at = cursor ?? FIRST; ; ) {
      const { batch, left } = await repositoriesToRead(run, at)
      const last = batch.at(-1)
      if (last === undefined) break
      const { results } = await readTimelines(
        run.github,
        batch.map((r) => ({ ...r, at: BEGIN })),
        THREADS,
      )
      at = { after: last.id, size: Math.min(MOST_REPOSITORIES, at.size + 1) }
      yield {
        statements: [
          ...timelineStatements(run, batch, results),
          // For `fullTimelines`, which reads on from there.
          notesStatement(
            run.register,
            run.audit.id,
            'newest_page',
            results.flatMap(({ id, next }) => (next === null ? [] : [{ repository: id, value: next }])),
          ),
        ],
        next: at,
        done: batch.length,
        total: left,
      }
    }
    yield { statements: [], next: null }
  },
  /** Halves the query; a repository that cannot be read even alone is left to the next stages. */
  async skip(run, cursor, trouble) {
    if (isRefusedWhole(trouble)) return { statements: [], next: null }
    const at = cursor ?? FIRST
    const smaller = halved(at)
    if (smaller !== null) return smaller
    const { batch } = await repositoriesToRead(run, at)
    return { statements: [], next: batch[0] === undefined ? null : { after: batch[0].id, size: 1 } }
  },
})

/** What a page of timelines writes: its acts, the commits that belong to nobody, and a watermark for each repository that is read completely. */
export function timelineStatements(
  run: Run,
  batch: Parameters<typeof watermarkStatement>[1],
  results: readonly TimelineResult[],
): Statement[] {
  const acts = results.flatMap((t) => t.acts)
  const complete = batch.filter((r) => results.some((t) => t.id === r.id && t.next === null))
  const unlinked = results.flatMap(({ id, unlinked }) =>
    unlinked.filter(({ at }) => !isBefore(at, run.cutoff)).map((commit) => ({ ...commit, repository: id })),
  )
  return [
    ...actStatements(run, acts),
    ...(unlinked.length === 0 ? [] : [unlinkedCommitsStatement(run.register, run.org.id, unlinked)]),
    watermarkStatement(run, complete),
  ]
}

/** When commits, issues or pull requests of a repository last changed; null if never. */
export function threadsMark(repository: Repository): Instant | null {
  return latest(repository.pushedAt, repository.threadsUpdatedAt)
}

/** Whether the commits, issues and pull requests of every repository have been read up to its last change. */
export async function areThreadsRead(run: Run): Promise<boolean> {
  const { batch } = await repositoriesToRead(run, { after: 0, size: 1 })
  return batch.length === 0
}

/** Repositories after `after` that changed inside the window and since they were read; `left` is how many there are. */
export async function repositoriesToRead(run: Run, at: BatchPosition) {
  const marks = await findWatermarks(run.register, run.org.id, 'timelines')
  const all = (await checkedRepositories(run)).filter((repository) => {
    const mark = threadsMark(repository)
    return (
      repository.id > at.after &&
      isUpdatedInside(run, mark) &&
      !isCurrent(run, marks.get(repository.id), mark)
    )
  })
  const batch = all
    .slice(0, at.size)
    .map((r) => ({ id: r.id, nodeId: r.nodeId, mark: threadsMark(r), since: readFrom(run, marks.get(r.id)) }))
  return { batch, left: all.length }
}

function watermarkStatement(run: Run, read: readonly { id: Id; mark: Instant | null; since: Instant }[]) {
  return watermarksStatement(
    run.register,
    run.org.id,
    'timelines',
    read.map(({ id, mark, since }) => ({ scope: id, since, readTo: run.asOf, mark: markUpTo(run, mark) })),
  )
}
