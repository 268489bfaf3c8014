/** The stage that reads lively repositories back to where each was read before. What cannot be read so is left to the lists. */

import { BEGIN, type Position, readTimelines } from '../../github/activity/threads/timelines.ts'
import type { Id } from '../../policy/words.ts'
import { findOpenRepositories } from '../../register/access/repositories.ts'
import { findWatermarks, type Watermark } from '../../register/activity/watermarks.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import { isWorthReading } from '../engine/request-budget.ts'
import { type Run, readWhole, type Stage } from '../engine/stage.ts'
import { readFrom } from './moved-since.ts'
import { ENDED, repositoriesToRead, threadsMark, timelineStatements } from './timelines.ts'

/** Repositories of one deep query, each where it stands; `threads` shrinks where GitHub finds that too much. */
interface Deep {
  readonly open: readonly { readonly id: Id; readonly at: Position }[]
  /** Behind this one nothing was begun yet. */
  readonly after: Id
  readonly most: number
  readonly threads: number
}
const FIRST_DEEP: Deep = { open: [], after: 0, most: 3, threads: 100 }
/** Of what is asked for once more there is little: so many repositories share a query, as with the newest page. */
const ONCE_MORE = { repositories: 10, threads: 30 }

/** The rest of the lively repositories, back to where each was read before. */
export const allThreads: Stage = {
  label: 'reading issues and pull requests of lively repositories',
  budget: 'activity',
  canSplit: true,
  async *read(run, cursor) {
    for (let at = (cursor as Deep | null) ?? FIRST_DEEP; ; ) {
      if (!(await isWorthReading(run))) break
      const { batch, left, threads } = await opened(run, at)
      const last = batch.at(-1)
      if (last === undefined) break
      const { results } = await readTimelines(run.github, batch, threads)
      // What is not shown in full is let go: the lists of the stages behind this one are asked instead.
      const begun = results.flatMap(({ id, next }) => (next === null ? [] : [{ id, at: next }]))
      // Where fewer are asked for at once than before, the others wait.
      const open = [...begun, ...at.open.filter(({ id }) => !batch.some((asked) => asked.id === id))]
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
  /** Fewer repositories, then fewer threads of one; what cannot be read even so is left to the lists. */
  async skip(run, cursor) {
    const at = (cursor as Deep | null) ?? FIRST_DEEP
    if (at.most > 1) return { statements: [], next: { ...at, most: 1 } satisfies Deep }
    if (at.threads > 6)
      return { statements: [], next: { ...at, threads: Math.floor(at.threads / 4) } satisfies Deep }
    const { batch } = await opened(run, at)
    const [given] = batch
    if (given === undefined) return { statements: [], next: null }
    const open = at.open.filter((o) => o.id !== given.id)
    return {
      statements: [],
      next: { ...at, open, after: Math.max(at.after, given.id), threads: 25 } satisfies Deep,
    }
  },
}

/**
 * The repositories of the next deep query: those begun, then as many new ones as fit, from where the newest page ended. Those
 * that are read but for what was updated since the audit began wait until many of them, or no others, are left.
 */
async function opened(run: Run, at: Deep) {
  const { batch: fresh, left } = await repositoriesToRead(run, { after: at.after, size: at.most })
  const places = new Map((await findOpenRepositories(run.register, run.org.id)).map((r) => [r.id, r]))
  const marks = await findWatermarks(run.register, run.org.id, 'timelines')
  const ended = await findWatermarks(run.register, run.org.id, ENDED)
  const begun = at.open.flatMap(({ id, at: position }) => {
    const place = places.get(id)
    if (place === undefined) return []
    const since = readFrom(run, marks.get(id))
    return [{ id, nodeId: place.nodeId, mark: threadsMark(place), since, began: run.asOf, at: position }]
  })
  const again = begun.filter((r) => r.at.again === 'begun')
  const first = begun.filter((r) => r.at.again !== 'begun').slice(0, at.most)
  const room = fresh.slice(0, at.most - first.length)
  const beginning = room.map((r) => ({ ...r, began: run.asOf, at: positionOf(run, ended.get(r.id)) }))
  const batch = [...first, ...beginning]
  const isTurn = again.length >= ONCE_MORE.repositories || again.some(isUnderWay) || batch.length === 0
  if (!isTurn) return { batch, left, threads: at.threads }
  const together = at.most === 1 ? 1 : ONCE_MORE.repositories
  return { batch: again.slice(0, together), left, threads: Math.min(at.threads, ONCE_MORE.threads) }
}

/** Its further pages are not kept waiting: the longer between two, the more jumps ahead. */
function isUnderWay({ at }: { readonly at: Position }): boolean {
  return at.issues !== 'begin' || at.pulls !== 'begin'
}

function positionOf(run: Run, ended: Watermark | undefined): Position {
  // Written by `newestTalk` alone, as a Position.
  return ended?.mark != null && ended.readTo === run.asOf ? (JSON.parse(ended.mark) as Position) : BEGIN
}
