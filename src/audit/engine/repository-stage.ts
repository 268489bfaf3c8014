/** The form of every stage that reads one repository after another. Passes an unreadable one by, and says so. */

import { isRefusal } from '../../github/http/errors.ts'
import type { Id, Instant, Source } from '../../policy/words.ts'
import { findOpenRepositories, type Repository } from '../../register/access/repositories.ts'
import { findWatermarks, type Watermark, watermarksStatement } from '../../register/activity/watermarks.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import type { Statement } from '../../register/open.ts'
import { isCurrent, isUpdatedInside, markUpTo, readFrom } from '../activity/moved-since.ts'
import { checkedRepositories } from './repositories-now.ts'
import { notRead, type Page, type Run, readWhole, type Stage } from './stage.ts'

interface Reader<C> {
  readonly source: Source
  readonly label: string
  readonly budget: Stage['budget']
  /** Which repositories there is anything to read in. Absent: all. */
  includes?(repository: Repository, run: Run, all: readonly Repository[]): boolean
  /** The only repositories to read, where another stage has chosen them; asked once a step. */
  only?(run: Run): Promise<ReadonlySet<Id>>
  /** What GitHub refuses to show is not asked for again: told in the coverage, and counted as looked at. */
  readonly refusalIsRead?: true
  /** For activity: when the repository last moved as far as this source shows. What has not moved since is not read again. */
  updatedAt?(repository: Repository): Instant | null
  /** For activity whose moves nothing shows: read whenever it is due, but only from where it was read to. */
  readonly remembers?: true
  /** Another source whose current watermark says the same. */
  readonly coveredBy?: Source
  /** Whether the reading is still worth a request; asked before each repository. Absent: always. */
  isNeeded?(run: Run): Promise<boolean>
  pages(
    run: Run,
    repository: Repository,
    from: C | null,
    since: Instant,
  ): AsyncGenerator<{ statements: readonly Statement[]; next: C | null }>
}

interface Cursor<C> {
  readonly repository: Id
  readonly from: C | null
}

export function repositoryStage<C>(reader: Reader<C>): Stage {
  return {
    label: reader.label,
    budget: reader.budget,
    async *read(run, cursor) {
      const { left, from, marks } = await readPosition(reader, run, cursor)
      for (const [index, repository] of left.entries()) {
        if (reader.isNeeded !== undefined && !(await reader.isNeeded(run))) break
        const following = left[index + 1]
        const since = readFrom(run, marks.get(repository.id))
        for await (const page of reader.pages(run, repository, index === 0 ? from : null, since)) {
          const next =
            page.next === null ? startOf<C>(following) : { repository: repository.id, from: page.next }
          yield {
            statements: [
              ...page.statements,
              ...(page.next === null ? [watermark(reader, run, repository, since)] : []).flat(),
              ...(next === null
                ? [readingsStatement(run.register, run.audit.id, [readWhole(reader.source)])]
                : []),
            ],
            next,
            done: index + (page.next === null ? 1 : 0),
            total: left.length,
          }
        }
        if (following === undefined) return
      }
      yield {
        statements: [readingsStatement(run.register, run.audit.id, [readWhole(reader.source)])],
        next: null,
      }
    },
    async skip(run, cursor, trouble): Promise<Page> {
      const { left, marks } = await readPosition(reader, run, cursor)
      const [unread, following] = left
      const readings =
        unread === undefined ? [] : [notRead(reader.source, trouble, { kind: 'repository', id: unread.id })]
      const next = startOf<C>(following)
      const refused = reader.refusalIsRead && isRefusal(trouble) && unread !== undefined
      return {
        statements: [
          ...(refused ? watermark(reader, run, unread, readFrom(run, marks.get(unread.id))) : []),
          readingsStatement(
            run.register,
            run.audit.id,
            next === null ? [...readings, readWhole(reader.source)] : readings,
          ),
        ],
        next,
      }
    },
  }
}

async function readPosition<C>(reader: Reader<C>, run: Run, cursor: unknown) {
  // A cursor is read by the stage that wrote it.
  const at = cursor as Cursor<C> | null
  const marks =
    reader.updatedAt === undefined && reader.remembers === undefined
      ? new Map<Id, Watermark>()
      : await findWatermarks(run.register, run.org.id, reader.source)
  const others =
    reader.coveredBy === undefined
      ? new Map<Id, Watermark>()
      : await findWatermarks(run.register, run.org.id, reader.coveredBy)
  const all =
    reader.updatedAt === undefined && reader.remembers === undefined
      ? await findOpenRepositories(run.register, run.org.id)
      : await checkedRepositories(run)
  const only = await reader.only?.(run)
  const left = all.filter((repository) => {
    if (at !== null && repository.id < at.repository) return false
    if (only?.has(repository.id) === false) return false
    if (reader.includes !== undefined && !reader.includes(repository, run, all)) return false
    if (reader.updatedAt === undefined) return true
    const updatedAt = reader.updatedAt(repository)
    return (
      isUpdatedInside(run, updatedAt) &&
      !isCurrent(run, marks.get(repository.id), updatedAt) &&
      !isCurrent(run, others.get(repository.id), updatedAt)
    )
  })
  const from = at !== null && left[0]?.id === at.repository ? at.from : null
  return { left, from, marks }
}

function startOf<C>(repository: Repository | undefined): Cursor<C> | null {
  return repository === undefined ? null : { repository: repository.id, from: null }
}

function watermark<C>(reader: Reader<C>, run: Run, repository: Repository, since: Instant): Statement[] {
  if (reader.updatedAt === undefined && reader.remembers === undefined) return []
  const mark = markUpTo(run, reader.updatedAt?.(repository) ?? null)
  return [
    watermarksStatement(run.register, run.org.id, reader.source, [
      { scope: repository.id, since, readTo: run.asOf, mark },
    ]),
  ]
}
