/** The stages that read commits, issues and pull requests with all that happened in them, several repositories a query. */

import { BEGIN, type Position, timelines } from '../github/timelines.ts'
import { latest } from '../policy/calendar.ts'
import type { Activity, Id, Instant } from '../policy/words.ts'
import { recordActivity } from '../register/activity.ts'
import { recordImplausible } from '../register/implausible.ts'
import type { Statement } from '../register/open.ts'
import { openRepositories, type Repository } from '../register/people.ts'
import { recordReadings } from '../register/readings.ts'
import { isAnybodySilent } from '../register/silence.ts'
import { recordWatermarks, watermarksOf } from '../register/watermarks.ts'
import { isCurrent, movedInside, settled, sinceWhen } from './per-repository.ts'
import { type Run, readWhole, type Stage } from './stage.ts'

/** Repositories of one query: grows while GitHub answers easily, halves when it does not. */
interface Newest {
  readonly after: Id
  readonly size: number
}
const MOST = 8
/** Threads of each repository that come with the newest page. */
const THREADS = 25

/**
 * The newest page of everything that moved: clears most people at once, and of quiet repositories it is all there is.
 * After the first audit it is all that a day needs of them.
 */
export const newestTalk: Stage = {
  says: 'reading what moved lately',
  spends: 'activity',
  splits: true,
  async *read(run, cursor) {
    for (let at = (cursor as Newest | null) ?? { after: 0, size: MOST }; ; ) {
      const { batch, left } = await moved(run, at)
      const last = batch.at(-1)
      if (last === undefined) break
      const { told } = await timelines(
        run.github,
        batch.map((r) => ({ ...r, at: BEGIN })),
        THREADS,
      )
      at = { after: last.id, size: Math.min(MOST, at.size + 1) }
      yield {
        statements: [
          ...acted(
            run,
            told.flatMap((t) => t.acts),
          ),
          watermark(
            run,
            batch.filter((r) => told.some((t) => t.id === r.id && t.next === null)),
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
  async past(run, cursor) {
    const at = (cursor as Newest | null) ?? { after: 0, size: MOST }
    if (at.size > 1)
      return { statements: [], next: { after: at.after, size: Math.floor(at.size / 2) } satisfies Newest }
    const { batch } = await moved(run, at)
    return {
      statements: [],
      next: batch[0] === undefined ? null : ({ after: batch[0].id, size: 1 } satisfies Newest),
    }
  },
}

interface Deep {
  readonly repository: Id
  readonly at: Position
  readonly size: number
}
const DEEP_THREADS = 60

/** The rest of the lively repositories, back to where each was read before; only while anybody is silent. */
export const wholeTalk: Stage = {
  says: 'reading issues and pull requests of lively repositories',
  spends: 'activity',
  splits: true,
  async *read(run, cursor) {
    for (let at = cursor as Deep | null; ; ) {
      if (!(await isAnybodySilent(run.register, run.org.id, run.cutoff))) break
      const { batch, left } = await moved(run, { after: at === null ? 0 : at.repository - 1, size: 1 })
      const [repository] = batch
      if (repository === undefined) break
      const here: Deep =
        at !== null && at.repository === repository.id
          ? at
          : { repository: repository.id, at: BEGIN, size: DEEP_THREADS }
      const { told } = await timelines(run.github, [{ ...repository, at: here.at }], here.size)
      const [page] = told
      if (page === undefined) {
        // Not shown in full: the lists of the stages behind this one are asked instead.
        at = { repository: repository.id + 1, at: BEGIN, size: DEEP_THREADS }
        yield { statements: [], next: at }
        continue
      }
      at =
        page.next === null
          ? { repository: repository.id + 1, at: BEGIN, size: DEEP_THREADS }
          : { ...here, at: page.next }
      yield {
        statements: [...acted(run, page.acts), ...(page.next === null ? [watermark(run, [repository])] : [])],
        next: at,
        total: left,
      }
    }
    yield { statements: [recordReadings(run.register, run.audit.id, [readWhole('timelines')])], next: null }
  },
  async past(run, cursor) {
    const at = cursor as Deep | null
    const { batch } = await moved(run, { after: at === null ? 0 : at.repository - 1, size: 1 })
    const [repository] = batch
    if (repository === undefined) return { statements: [], next: null }
    const here =
      at !== null && at.repository === repository.id
        ? at
        : { repository: repository.id, at: BEGIN, size: DEEP_THREADS }
    const smaller = Math.floor(here.size / 4)
    if (smaller >= 1) return { statements: [], next: { ...here, size: smaller } satisfies Deep }
    return {
      statements: [],
      next: { repository: repository.id + 1, at: BEGIN, size: DEEP_THREADS } satisfies Deep,
    }
  },
}

/** The acts, and apart from them what cannot count for its date. */
function acted(run: Run, acts: readonly Activity[]): Statement[] {
  return [
    recordActivity(run.register, run.org.id, acts, run),
    recordImplausible(run.register, run.org.id, acts, run),
  ]
}

/** When commits, issues or pull requests of a repository last moved. */
export function talkMark(repository: Repository): Instant | null {
  return latest(repository.pushedAt, repository.talkedAt)
}

/** Whether a repository's commits, issues and pull requests have all been read up to its last move. */
export async function isTalkRead(run: Run): Promise<boolean> {
  const { batch } = await moved(run, { after: 0, size: 1 })
  return batch.length === 0
}

/** Repositories behind `after` that moved inside the window and since they were read. */
async function moved(run: Run, at: Newest) {
  const marks = await watermarksOf(run.register, run.org.id, 'timelines')
  const all = (await openRepositories(run.register, run.org.id)).filter((repository) => {
    const mark = talkMark(repository)
    return (
      repository.id > at.after && movedInside(run, mark) && !isCurrent(run, marks.get(repository.id), mark)
    )
  })
  const batch = all
    .slice(0, at.size)
    .map((r) => ({ id: r.id, nodeId: r.nodeId, mark: talkMark(r), since: sinceWhen(run, marks.get(r.id)) }))
  return { batch, left: all.length }
}

function watermark(run: Run, read: readonly { id: Id; mark: Instant | null; since: Instant }[]) {
  return recordWatermarks(
    run.register,
    run.org.id,
    'timelines',
    read.map(({ id, mark, since }) => ({ scope: id, since, readTo: run.asOf, mark: settled(run, mark) })),
  )
}
