/** The form of every stage that reads one list of the organisation page by page. */

import { type Decoder, fields, flag, nullable, text, whole } from '../../github/http/decode.ts'
import type { Grant, Source } from '../../policy/words.ts'
import { countKeysSeenBefore, readingsStatement } from '../../register/audits/readings.ts'
import type { Statement } from '../../register/open.ts'
import { withCursor } from './cursor.ts'
import { keysOf, seenStatements, skipSource } from './record-seen.ts'
import { type Run, readWhole, type Stage } from './stage.ts'

interface ListPage {
  readonly grants: readonly Grant[]
  /** The cursor of the next page; null on the last. */
  readonly after: string | null
  /** How many rows GitHub says the list has; null where it does not say. */
  readonly total: number | null
}

interface List<P extends ListPage> {
  readonly source: Source
  /** Sources that this list covers as well. */
  readonly alsoRead?: readonly Source[]
  readonly label: string
  pages(run: Run, from: string | null): AsyncGenerator<P>
  /** What a page writes besides its grants and keys. */
  writes(run: Run, page: P): readonly Statement[] | Promise<readonly Statement[]>
  /** Keys of a page besides those of its grants: `team:5`. */
  keys?(page: P): readonly string[]
  /** The prefix of the keys that GitHub's total counts. */
  readonly countedPrefix: string
}

/** How far a list has been read. */
interface Position {
  readonly after: string | null
  /** How many rows the list had on its first page. */
  readonly total: number | null
  /** Whether the list is being read a second time. */
  readonly again: boolean
}

const POSITION: Decoder<Position> = fields({ after: nullable(text), total: nullable(whole), again: flag })
const BEGINNING: Position = { after: null, total: null, again: false }

/** Reads a list to its end, and once more where rows may have slipped between two pages. */
export function listStage<P extends ListPage>(list: List<P>): Stage {
  return withCursor(POSITION, {
    label: list.label,
    budget: 'inventory',
    async *read(run, cursor) {
      let position = cursor ?? BEGINNING
      for (let done = 0; ; done = 0) {
        for await (const page of list.pages(run, position.after)) {
          const keys = keysOf(page.grants, list.keys?.(page))
          const rows = keys.filter((key) => key.startsWith(list.countedPrefix))
          done += rows.length
          const name = `${position.again ? 'again:' : ''}${page.after ?? 'last'}`
          const next = await cursorAfter(run, list, position, page, rows)
          yield {
            statements: [
              ...(await list.writes(run, page)),
              ...seenStatements(run, list.source, name, page.grants, keys),
              ...(next === null ? [readWholeStatement(run, list)] : []),
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
  })
}

/**
 * The cursor after a page: null after the last, or the beginning again if rows may be missing. GitHub pages by position: if
 * a row before the cursor goes away, one after it is never shown. Then the total has changed, or fewer rows came than it
 * says. The second reading is final, because GitHub counts some rows that it does not show.
 */
async function cursorAfter<P extends ListPage>(
  run: Run,
  { source, countedPrefix }: List<P>,
  position: Position,
  page: P,
  rows: readonly string[],
): Promise<Position | null> {
  const total = position.total ?? page.total
  if (page.after !== null) return { ...position, after: page.after, total }
  if (position.again || page.total === null) return null
  const all =
    (await countKeysSeenBefore(run.register, run.audit.id, source, countedPrefix, rows)) + new Set(rows).size
  return page.total !== total || all < page.total ? { ...BEGINNING, again: true } : null
}

function readWholeStatement<P extends ListPage>(run: Run, { source, alsoRead = [] }: List<P>): Statement {
  return readingsStatement(run.register, run.audit.id, [source, ...alsoRead].map(readWhole))
}
