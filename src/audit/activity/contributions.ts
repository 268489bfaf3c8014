/** The stages that read the contributions of everybody whom nothing has cleared yet. */

import { type Decoder, fields, nullable, whole } from '../../github/http/decode.ts'
import { isBefore, latest } from '../../policy/calendar.ts'
import type { Id, Instant } from '../../policy/words.ts'
import { findWithoutActivityUnread } from '../../register/activity/without-activity.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import { type BatchPosition, halved, withCursor } from '../engine/cursor.ts'
import { skipSource } from '../engine/record-seen.ts'
import { checkedRepositories } from '../engine/repository-stage.ts'
import { isRefusedWhole, type Run, readWhole, type Stage } from '../engine/stage.ts'
import {
  contributionStatements,
  unreadReading,
  type WindowPart,
  windowPart,
} from './contribution-statements.ts'
import { areThreadsRead } from './timelines.ts'

/** `part`: where one person's window is read in so many equal parts, the one that is next; absent: it is read whole. */
interface ContributionsPosition extends BatchPosition {
  readonly part?: WindowPart
}

const CURSOR = fields({ after: whole, size: whole, part: nullable(windowPart) })
export const contributionsPosition: Decoder<ContributionsPosition> = (value, odd) => {
  const { part, ...at } = CURSOR(value, odd)
  return part === null ? at : { ...at, part }
}

const BEGIN: ContributionsPosition = { after: 0, size: 20 }
/** People of one query: fewer after one was too large, then twice as many with every answer. */
const MOST_PEOPLE = 60
/** Of one person whose contributions are too large: a window of six months is then read in parts of about a fortnight. */
const MOST_PARTS = 16

/**
 * For everybody without recent activity: the whole window, and the newest before it. Read again if anything was pushed
 * since, because a merge brings in commits that were written earlier and co-authors show nowhere else.
 */
export const contributions: Stage = contributionsStage(
  'asking for contributions of those not yet explained',
  async () => true,
  async (run) => latest(run.cutoff, await newestPush(run)) ?? run.cutoff,
)

/** Reads them again where the timelines of changed repositories could not be read to their end. */
export const contributionsAgain: Stage = contributionsStage(
  'asking again for contributions, where timelines were not shown',
  async (run) => !(await areThreadsRead(run)),
  async (run) => run.asOf,
)

/** Reads all accounts without recent activity whose contributions were not read from the start of the window up to `upTo`. */
function contributionsStage(
  label: string,
  isNeeded: (run: Run) => Promise<boolean>,
  upTo: (run: Run) => Promise<Instant>,
): Stage {
  const findUnread = async (run: Run, at: ContributionsPosition) =>
    findWithoutActivityUnread(
      run.register,
      run.org.id,
      run.cutoff,
      { source: 'contributions', since: run.cutoff, readTo: await upTo(run) },
      at.after,
      at.size,
    )
  return withCursor(contributionsPosition, {
    label,
    budget: 'activity',
    canSplit: true,
    async *read(run, cursor) {
      if (cursor === null && !(await isNeeded(run))) return
      for (let at = cursor ?? BEGIN; ; ) {
        const people = await findUnread(run, at)
        const last = people.at(-1)
        if (last === undefined) break
        // Once a part has cleared the person, their other parts are not read; the next person is read whole.
        const part = at.part?.person === last.id ? at.part : undefined
        const statements = await contributionStatements(run, people, part)
        at = positionAfter(at, last.id, part)
        yield { statements, next: at }
      }
      yield {
        statements: [readingsStatement(run.register, run.audit.id, [readWhole('contributions')])],
        next: null,
      }
    },
    async skip(run, cursor, trouble) {
      const at = cursor ?? BEGIN
      if (isRefusedWhole(trouble)) return skipSource(run, 'contributions', trouble)
      const smaller = halved(at)
      if (smaller !== null) return smaller
      const [person] = await findUnread(run, at)
      if (person === undefined) return { statements: [], next: null }
      const parts = (at.part?.person === person.id ? at.part.of : 1) * 2
      // Somebody may be so active that GitHub cannot count half a year of it: then half the time is asked for.
      if (trouble.trouble.kind === 'too_big' && parts <= MOST_PARTS) {
        return { statements: [], next: { ...at, part: { person: person.id, of: parts, next: 0 } } }
      }
      return {
        statements: [readingsStatement(run.register, run.audit.id, [unreadReading(person.id, trouble)])],
        next: { after: person.id, size: 1 },
      }
    },
  })
}

/** The same person's next part, or the next people. */
function positionAfter(
  { after, size }: ContributionsPosition,
  last: Id,
  part: WindowPart | undefined,
): ContributionsPosition {
  if (part !== undefined && part.next + 1 < part.of)
    return { after, size, part: { ...part, next: part.next + 1 } }
  return { after: last, size: Math.min(MOST_PEOPLE, size * 2) }
}

/** The newest push up to the audit's moment. */
async function newestPush(run: Run): Promise<Instant | null> {
  const pushed = (await checkedRepositories(run)).flatMap(({ pushedAt }) =>
    pushedAt === null || isBefore(run.asOf, pushedAt) ? [] : [pushedAt],
  )
  return latest(...pushed)
}
