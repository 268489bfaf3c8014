/** The stages that read commits, issues and pull requests with all that happened in them, several repositories a query. */

import { BEGIN, readTimelines, type TimelineResult } from '../../github/activity/threads/timelines.ts'
import { latest } from '../../policy/calendar.ts'
import type { Id, Instant } from '../../policy/words.ts'
import type { Repository } from '../../register/access/repositories.ts'
import { findWatermarks, watermarksStatement } from '../../register/activity/watermarks.ts'
import type { Statement } from '../../register/open.ts'
import { actStatements } from '../engine/record-seen.ts'
import { checkedRepositories } from '../engine/repository-stage.ts'
import type { Run, Stage } from '../engine/stage.ts'
import { isCurrent, isUpdatedInside, markUpTo, readFrom } from './moved-since.ts'

/** Repositories of one query: grows while GitHub answers easily, halves when it does not. */
interface Newest {
  readonly after: Id
  readonly size: number
}
const MOST = 10
/** Threads of each repository that come with the newest page. */
const THREADS = 30

/**
 * The newest page of everything that moved: clears most people at once, and of quiet repositories it is all there is.
 * After the first audit it is all that a day needs of them.
 */
export const newestThreads: Stage = {
  label: 'reading what moved lately',
  budget: 'activity',
  canSplit: true,
  async *read(run, cursor) {
    for (let at = (cursor as Newest | null) ?? { after: 0, size: MOST }; ; ) {
      const { batch, left } = await repositoriesToRead(run, at)
      const last = batch.at(-1)
      if (last === undefined) break
      const { results } = await readTimelines(
        run.github,
        batch.map((r) => ({ ...r, at: BEGIN })),
        THREADS,
      )
      at = { after: last.id, size: Math.min(MOST, at.size + 1) }
      yield {
        statements: [
          ...timelineStatements(run, batch, results),
          watermarksStatement(
            run.register,
            run.org.id,
            ENDED,
            results.flatMap(({ id, next }) =>
              next === null
                ? []
                : [{ scope: id, since: run.cutoff, readTo: run.asOf, mark: JSON.stringify(next) }],
            ),
          ),
        ],
        next: at,
        done: batch.length,
        total: left,
      }
    }
    yield { statements: [], next: null }
  },
  /** What cannot be read together is read by fewer, and in the end alone by the next stages. */
  async skip(run, cursor) {
    const at = (cursor as Newest | null) ?? { after: 0, size: MOST }
    if (at.size > 1)
      return { statements: [], next: { after: at.after, size: Math.floor(at.size / 2) } satisfies Newest }
    const { batch } = await repositoriesToRead(run, at)
    return {
      statements: [],
      next: batch[0] === undefined ? null : ({ after: batch[0].id, size: 1 } satisfies Newest),
    }
  },
}

/** What a page of timelines writes: its acts, and a watermark for each repository that was read to its end. */
export function timelineStatements(
  run: Run,
  asked: Parameters<typeof watermark>[1],
  results: readonly TimelineResult[],
): Statement[] {
  const acts = results.flatMap((t) => t.acts)
  const whole = asked.filter((r) => results.some((t) => t.id === r.id && t.next === null))
  return [...actStatements(run, acts), watermark(run, whole)]
}

/** Where the newest page of a repository ended and what it left open, kept for the deep reading of the same audit. */
export const ENDED = 'timelines_ended'

/** When commits, issues or pull requests of a repository last moved. */
export function threadsMark(repository: Repository): Instant | null {
  return latest(repository.pushedAt, repository.threadsUpdatedAt)
}

/** Whether a repository's commits, issues and pull requests have all been read up to its last move. */
export async function areThreadsRead(run: Run): Promise<boolean> {
  const { batch } = await repositoriesToRead(run, { after: 0, size: 1 })
  return batch.length === 0
}

/** Repositories behind `after` that moved inside the window and since they were read. */
export async function repositoriesToRead(run: Run, at: Newest) {
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

function watermark(run: Run, read: readonly { id: Id; mark: Instant | null; since: Instant }[]) {
  return watermarksStatement(
    run.register,
    run.org.id,
    'timelines',
    read.map(({ id, mark, since }) => ({ scope: id, since, readTo: run.asOf, mark: markUpTo(run, mark) })),
  )
}
