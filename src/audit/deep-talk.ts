/** The stage that reads lively repositories back to where each was read before. What cannot be read so is left to the lists. */

import { BEGIN, type Position, timelines } from '../github/timelines.ts'
import type { Id } from '../policy/words.ts'
import { openRepositories } from '../register/people.ts'
import { recordReadings } from '../register/readings.ts'
import { type Watermark, watermarksOf } from '../register/watermarks.ts'
import { sinceWhen } from './moved-since.ts'
import { isWorthReading } from './silent.ts'
import { type Run, readWhole, type Stage } from './stage.ts'
import { ENDED, moved, talkMark, toldBy } from './talking.ts'

/** Repositories of one deep query, each where it stands; `threads` shrinks where GitHub finds that too much. */
interface Deep {
  readonly open: readonly { readonly id: Id; readonly at: Position }[]
  /** Behind this one nothing was begun yet. */
  readonly after: Id
  readonly most: number
  readonly threads: number
}
const FIRST_DEEP: Deep = { open: [], after: 0, most: 3, threads: 100 }

/** The rest of the lively repositories, back to where each was read before. */
export const wholeTalk: Stage = {
  says: 'reading issues and pull requests of lively repositories',
  spends: 'activity',
  splits: true,
  async *read(run, cursor) {
    for (let at = (cursor as Deep | null) ?? FIRST_DEEP; ; ) {
      if (!(await isWorthReading(run))) break
      const { batch, left } = await opened(run, at)
      const last = batch.at(-1)
      if (last === undefined) break
      const { told } = await timelines(run.github, batch, at.threads)
      // What is not shown in full is let go: the lists of the stages behind this one are asked instead.
      const begun = told.flatMap(({ id, next }) => (next === null ? [] : [{ id, at: next }]))
      // Where fewer are asked for at once than before, the others wait.
      const open = [...begun, ...at.open.slice(at.most)]
      at = { ...at, open, after: Math.max(at.after, last.id) }
      yield {
        statements: toldBy(run, batch, told),
        next: at,
        total: left,
      }
    }
    yield {
      statements: [recordReadings(run.register, run.audit.id, [readWhole('timelines')])],
      next: null,
    }
  },
  /** Fewer repositories, then fewer threads of one; what cannot be read even so is left to the lists. */
  async past(run, cursor) {
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

/** The repositories of the next deep query: those begun, then as many new ones as fit, from where the newest page ended. */
async function opened(run: Run, at: Deep) {
  const { batch: fresh, left } = await moved(run, { after: at.after, size: at.most })
  const places = new Map((await openRepositories(run.register, run.org.id)).map((r) => [r.id, r]))
  const marks = await watermarksOf(run.register, run.org.id, 'timelines')
  const ended = await watermarksOf(run.register, run.org.id, ENDED)
  const begun = at.open.slice(0, at.most).flatMap(({ id, at: position }) => {
    const place = places.get(id)
    if (place === undefined) return []
    return [
      { id, nodeId: place.nodeId, mark: talkMark(place), since: sinceWhen(run, marks.get(id)), at: position },
    ]
  })
  const room = fresh.filter((r) => !begun.some((b) => b.id === r.id)).slice(0, at.most - begun.length)
  const beginning = room.map((r) => ({ ...r, at: positionOf(run, ended.get(r.id)) }))
  return { batch: [...begun, ...beginning], left }
}

function positionOf(run: Run, ended: Watermark | undefined): Position {
  // Written by `newestTalk` alone, as a Position.
  return ended?.mark != null && ended.readTo === run.asOf ? (JSON.parse(ended.mark) as Position) : BEGIN
}
