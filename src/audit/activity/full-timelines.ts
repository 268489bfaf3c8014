/** The stage that reads the timelines of recently pushed repositories in full, back to where each was read before. */

import {
  BEGIN,
  readTimelines,
  type TimelinePosition,
  timelinePosition,
} from '../../github/activity/threads/timelines.ts'
import { type Decoder, fields, list, whole } from '../../github/http/decode.ts'
import type { Id } from '../../policy/words.ts'
import { findOpenRepositories } from '../../register/access/repositories.ts'
import { findWatermarks } from '../../register/activity/watermarks.ts'
import { findNotes } from '../../register/audits/notes.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import { decodedCursor, withCursor } from '../engine/cursor.ts'
import { isWorthReading } from '../engine/request-budget.ts'
import { isRefusedWhole, type Run, readWhole } from '../engine/stage.ts'
import { readFrom } from './changed-since.ts'
import { repositoriesToRead, threadsMark, timelineStatements } from './timelines.ts'

/** Where the stage stands. */
interface Progress {
  /** Repositories that are begun and not finished, each with its position. */
  readonly open: readonly { readonly id: Id; readonly at: TimelinePosition }[]
  /** No repository with a greater id is begun yet. */
  readonly after: Id
  /** Repositories of one query at most. */
  readonly most: number
  /** Threads of a repository in one query; fewer when GitHub finds that too much. */
  readonly threads: number
}
export const fullTimelinesProgress: Decoder<Progress> = fields({
  open: list(fields({ id: whole, at: timelinePosition })),
  after: whole,
  most: whole,
  threads: whole,
})
const FIRST: Progress = { open: [], after: 0, most: 3, threads: 100 }
/** The check for threads updated since the audit began finds little, so as many repositories share a query as on the newest page. */
const FINAL_CHECK = { repositories: 10, threads: 30 }

/** What a query cannot show is left to the list stages. */
export const fullTimelines = withCursor(fullTimelinesProgress, {
  label: 'reading issues and pull requests in full',
  budget: 'activity',
  canSplit: true,
  async *read(run, cursor) {
    for (let at = cursor ?? FIRST; ; ) {
      if (!(await isWorthReading(run))) break
      const { batch, left, threads } = await nextBatch(run, at)
      const last = batch.at(-1)
      if (last === undefined) break
      const { results } = await readTimelines(run.github, batch, threads)
      // What is not shown in full is dropped here: the list stages that follow read it.
      const unfinished = results.flatMap(({ id, next }) => (next === null ? [] : [{ id, at: next }]))
      // Where this query had fewer repositories than are open, the others wait.
      const open = [...unfinished, ...at.open.filter(({ id }) => !batch.some((r) => r.id === id))]
      at = { ...at, open, after: Math.max(at.after, last.id) }
      yield {
        statements: timelineStatements(run, batch, results),
        next: at,
        total: left,
      }
    }
    yield {
      statements: [readingsStatement(run.register, run.audit.id, [readWhole('timelines')])],
      next: null,
    }
  },
  /** Tries one repository, then fewer of its threads; what still cannot be read is left to the list stages. */
  async skip(run, cursor, trouble) {
    if (isRefusedWhole(trouble)) return { statements: [], next: null }
    const at = cursor ?? FIRST
    if (at.most > 1) return { statements: [], next: { ...at, most: 1 } }
    if (at.threads > 6) return { statements: [], next: { ...at, threads: Math.floor(at.threads / 4) } }
    const { batch } = await nextBatch(run, at)
    const [skipped] = batch
    if (skipped === undefined) return { statements: [], next: null }
    const open = at.open.filter((o) => o.id !== skipped.id)
    return { statements: [], next: { ...at, open, after: Math.max(at.after, skipped.id), threads: 25 } }
  },
})

/**
 * The repositories of the next query: those begun, then as many new ones as fit, from where their newest page ended. Those
 * that lack only the final check (what was updated since the audit began) wait until many of them, or no others, are left.
 */
async function nextBatch(run: Run, at: Progress) {
  const { batch: unbegun, left } = await repositoriesToRead(run, { after: at.after, size: at.most })
  const openNow = new Map((await findOpenRepositories(run.register, run.org.id)).map((r) => [r.id, r]))
  const marks = await findWatermarks(run.register, run.org.id, 'timelines')
  const newestPages = await findNotes(run.register, run.audit.id, 'newest_page')
  const begun = at.open.flatMap(({ id, at: position }) => {
    const repository = openNow.get(id)
    if (repository === undefined) return []
    const since = readFrom(run, marks.get(id))
    return [
      { id, nodeId: repository.nodeId, mark: threadsMark(repository), since, began: run.asOf, at: position },
    ]
  })
  const toCheck = begun.filter((r) => r.at.again === 'begun')
  const first = begun.filter((r) => r.at.again !== 'begun').slice(0, at.most)
  const added = unbegun.slice(0, at.most - first.length)
  const starting = added.map((r) => ({
    ...r,
    began: run.asOf,
    at: decodedCursor(timelinePosition, newestPages.get(r.id) ?? null) ?? BEGIN,
  }))
  const batch = [...first, ...starting]
  const isCheckDue =
    toCheck.length >= FINAL_CHECK.repositories || toCheck.some(isUnderWay) || batch.length === 0
  if (!isCheckDue) return { batch, left, threads: at.threads }
  const size = at.most === 1 ? 1 : FINAL_CHECK.repositories
  return { batch: toCheck.slice(0, size), left, threads: Math.min(at.threads, FINAL_CHECK.threads) }
}

/** Whether a final check has begun. Its next pages do not wait: the longer between two, the more threads jump ahead of the cursor. */
function isUnderWay({ at }: { readonly at: TimelinePosition }): boolean {
  return at.issues !== 'begin' || at.pulls !== 'begin'
}
