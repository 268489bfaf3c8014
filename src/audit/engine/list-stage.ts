/** The form of every stage that reads a list of the organisation from its first page to its last; once more where rows slipped between two pages. It closes nothing. */

import type { Grant, Source } from '../../policy/words.ts'
import { countKeysSeenBefore, readingsStatement } from '../../register/audits/readings.ts'
import type { Statement } from '../../register/open.ts'
import { keysOf, seenStatements, skipSource } from './record-seen.ts'
import { type Run, readWhole, type Stage } from './stage.ts'

interface ListPage {
  readonly grants: readonly Grant[]
  /** Where to go on; null at the end. */
  readonly after: string | null
  /** How many rows GitHub says there are; null where it does not say. */
  readonly total: number | null
}

interface List<P extends ListPage> {
  readonly source: Source
  /** Sources that are read to their end together with it. */
  readonly alsoRead?: readonly Source[]
  readonly label: string
  pages(run: Run, from: string | null): AsyncGenerator<P>
  /** What a page writes besides its grants and keys. */
  writes(run: Run, page: P): readonly Statement[] | Promise<readonly Statement[]>
  /** Keys of a page besides its grants': `team:5`. */
  keys?(page: P): readonly string[]
  /** How the keys begin of which GitHub tells the number. */
  readonly counted: string
}

/** Where a list is being read. */
interface Position {
  readonly after: string | null
  /** How many rows the list had when its reading began. */
  readonly total: number | null
  /** Whether this is the second reading. */
  readonly again: boolean
}

const BEGINNING: Position = { after: null, total: null, again: false }

export function listStage<P extends ListPage>(list: List<P>): Stage {
  return {
    label: list.label,
    budget: 'inventory',
    async *read(run, cursor) {
      // A cursor is read by the stage that wrote it.
      let position = (cursor as Position | null) ?? BEGINNING
      for (let done = 0; ; done = 0) {
        for await (const page of list.pages(run, position.after)) {
          const keys = keysOf(page.grants, list.keys?.(page))
          const rows = keys.filter((key) => key.startsWith(list.counted))
          done += rows.length
          const name = `${position.again ? 'again:' : ''}${page.after ?? 'last'}`
          const next = await cursorAfter(run, list, position, page, rows)
          yield {
            statements: [
              ...(await list.writes(run, page)),
              ...seenStatements(run, list.source, name, page.grants, keys),
              ...(next === null ? [readToItsEnd(run, list)] : []),
            ],
            next,
            done,
            ...(page.total === null ? {} : { total: page.total }),
          }
          if (next === null) return
          position = next
        }
      }
    },
    skip: async (run, _cursor, trouble) => skipSource(run, list.source, trouble),
  }
}

/**
 * Behind the last page the end, or the beginning once more. GitHub pages by position: where a row before the cursor goes
 * away meanwhile, one behind it is never shown. Such a list is shorter at its end, or shorter than it says. After a second
 * reading it is taken as it is: some rows GitHub counts and does not show.
 */
async function cursorAfter<P extends ListPage>(
  run: Run,
  { source, counted }: List<P>,
  position: Position,
  page: P,
  rows: readonly string[],
): Promise<Position | null> {
  const total = position.total ?? page.total
  if (page.after !== null) return { ...position, after: page.after, total }
  if (position.again || page.total === null) return null
  const all = (await countKeysSeenBefore(run.register, run.audit.id, source, counted, rows)) + rows.length
  return page.total !== total || all < page.total ? { ...BEGINNING, again: true } : null
}

function readToItsEnd<P extends ListPage>(run: Run, { source, alsoRead = [] }: List<P>): Statement {
  return readingsStatement(run.register, run.audit.id, [source, ...alsoRead].map(readWhole))
}
