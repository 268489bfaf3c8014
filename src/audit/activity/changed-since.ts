/** The repositories that have changed since they were read, and from when on each still has to be read. */

import { daysAfter, isBefore } from '../../policy/calendar.ts'
import type { ActivitySource, Instant, Source } from '../../policy/words.ts'
import type { Repository } from '../../register/access/repositories.ts'
import { findWatermarks, type Watermark, watermarksStatement } from '../../register/activity/watermarks.ts'
import type { Statement } from '../../register/open.ts'
import { checkedRepositories, type Due } from '../engine/repository-stage.ts'
import type { Run } from '../engine/stage.ts'

/** What of an earlier reading is read again all the same; the longest of these counts. */
const OVERLAP_CONDITIONS: readonly { readonly name: string; readonly days: number }[] = [
  { name: 'what GitHub showed late is read again', days: 1 },
]

/** What must hold for a repository to count as read already. */
const CURRENT_CONDITIONS: readonly {
  readonly name: string
  readonly holds: (run: Run, mark: Watermark, updatedAt: Instant | null) => boolean
}[] = [
  { name: 'it was read from the beginning of the window on', holds: isReadThrough },
  {
    name: 'nothing has changed in it since it was read',
    holds: (run, { mark }, updatedAt) => mark === markUpTo(run, updatedAt),
  },
]

/** For a stage that reads activity: only what has changed is due, and up to when it was read is kept. */
export function whereChanged(
  source: ActivitySource,
  /** When a repository last changed in what this source shows; null where it never did. */
  updatedAt: (repository: Repository) => Instant | null,
  /** Another source that shows the same: where that was read, nothing is due. */
  coveredBy?: Source,
) {
  return {
    source,
    due: async (run: Run): Promise<readonly Due[]> => {
      const marks = await findWatermarks(run.register, run.org.id, source)
      const covering =
        coveredBy === undefined ? null : await findWatermarks(run.register, run.org.id, coveredBy)
      const changed = (await checkedRepositories(run)).filter((repository) => {
        const at = updatedAt(repository)
        const isRead = (mark: Watermark | undefined) => isCurrent(run, mark, at)
        return (
          isUpdatedInside(run, at) &&
          !isRead(marks.get(repository.id)) &&
          !isRead(covering?.get(repository.id))
        )
      })
      return changed.map((repository) => ({ repository, since: readFrom(run, marks.get(repository.id)) }))
    },
    ended: (run: Run, due: Due) => [
      readToEndStatement(run, source, due, markUpTo(run, updatedAt(due.repository))),
    ],
  }
}

/** Keeps that a repository was read up to this audit's moment; `mark` as whoever reads on compares it. */
export function readToEndStatement(
  run: Run,
  source: ActivitySource,
  { repository, since }: Due,
  mark: Instant | null,
): Statement {
  const watermark = { scope: repository.id, since, readTo: run.asOf, mark }
  return watermarksStatement(run.register, run.org.id, source, [watermark])
}

/** From when on a repository still has to be read: the watermark less the overlap, and at most the whole window. */
export function readFrom(run: Run, mark: Watermark | undefined): Instant {
  if (mark === undefined || !isReadThrough(run, mark)) return run.cutoff
  const overlap = Math.max(0, ...OVERLAP_CONDITIONS.map(({ days }) => days))
  const overlapStart = daysAfter(mark.readTo, -overlap)
  return isBefore(overlapStart, run.cutoff) ? run.cutoff : overlapStart
}

/** Whether everything in the window up to the last change has been read. */
export function isCurrent(run: Run, mark: Watermark | undefined, updatedAt: Instant | null): boolean {
  return mark !== undefined && CURRENT_CONDITIONS.every(({ holds }) => holds(run, mark, updatedAt))
}

/** A reading that began within the window leaves a gap before it. */
function isReadThrough(run: Run, mark: Watermark): boolean {
  return !isBefore(run.cutoff, mark.since)
}

/**
 * The mark to store. A change after the audit began is not part of this audit: the mark stays older than it, so the next audit
 * reads again.
 */
export function markUpTo(run: Run, updatedAt: Instant | null): Instant | null {
  return updatedAt !== null && isBefore(run.asOf, updatedAt) ? run.asOf : updatedAt
}

/** Whether the last change lies inside the window. */
export function isUpdatedInside(run: Run, updatedAt: Instant | null): updatedAt is Instant {
  return updatedAt !== null && !isBefore(updatedAt, run.cutoff)
}
