/** The form of every stage that reads one repository after another. */

import { isRefusal } from '../../github/http/errors.ts'
import type { Id, Instant, Source } from '../../policy/words.ts'
import { findOpenRepositories, type Repository } from '../../register/access/repositories.ts'
import { findWatermarks, type Watermark, watermarksStatement } from '../../register/activity/watermarks.ts'
import { findKeysSeen, readingsStatement } from '../../register/audits/readings.ts'
import type { Statement } from '../../register/open.ts'
import { isCurrent, isUpdatedInside, markUpTo, readFrom } from '../activity/changed-since.ts'
import { type Budget, notRead, type Page, type ReadingStage, type Run, readWhole } from './stage.ts'

interface Reader<C> {
  readonly source: Source
  readonly label: string
  readonly budget: Budget
  /** Which repositories to read. Absent: all. */
  includes?(repository: Repository, run: Run, all: readonly Repository[]): boolean
  /** The only repositories to read, where they were chosen elsewhere; called once a step. */
  only?(run: Run): Promise<ReadonlySet<Id>>
  /** Whether a repository that GitHub refuses to show counts as read: it stands in the coverage and is not requested again. */
  readonly refusalIsRead?: true
  /** For activity: when the repository last changed in what this source shows. If it has not changed since, it is not read again. */
  updatedAt?(repository: Repository): Instant | null
  /** For activity without a change time: read whenever it is due, from its watermark on. */
  readonly remembers?: true
  /** Another source that shows the same: where its watermark is current, nothing is read. */
  readonly coveredBy?: Source
  /** Whether reading on is still worth requests; called before each repository. Absent: always. */
  isNeeded?(run: Run): Promise<boolean>
  /** Pages of one repository from its cursor on (null: the first); `since` is from when it still has to be read. */
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

/** Reads the repositories in the order of their ids. One that cannot be read is recorded as unread and skipped. */
export function repositoryStage<C>(reader: Reader<C>): ReadingStage {
  return {
    label: reader.label,
    budget: reader.budget,
    async *read(run, cursor) {
      const { left, from, marks } = await readPosition(reader, run, cursor)
      for (const [index, repository] of left.entries()) {
        if (reader.isNeeded !== undefined && !(await reader.isNeeded(run))) break
        const nextRepository = left[index + 1]
        const since = readFrom(run, marks.get(repository.id))
        for await (const page of reader.pages(run, repository, index === 0 ? from : null, since)) {
          const next =
            page.next === null ? startOf<C>(nextRepository) : { repository: repository.id, from: page.next }
          yield {
            statements: [
              ...page.statements,
              ...(page.next === null ? watermarkStatements(reader, run, repository, since) : []),
              ...(next === null
                ? [readingsStatement(run.register, run.audit.id, [readWhole(reader.source)])]
                : []),
            ],
            next,
            done: index + (page.next === null ? 1 : 0),
            total: left.length,
          }
        }
        if (nextRepository === undefined) return
      }
      yield {
        statements: [readingsStatement(run.register, run.audit.id, [readWhole(reader.source)])],
        next: null,
      }
    },
    async skip(run, cursor, trouble): Promise<Page> {
      const { left, marks } = await readPosition(reader, run, cursor)
      const [unread, nextRepository] = left
      const readings =
        unread === undefined ? [] : [notRead(reader.source, trouble, { kind: 'repository', id: unread.id })]
      const next = startOf<C>(nextRepository)
      const isReadByRefusal = reader.refusalIsRead && isRefusal(trouble) && unread !== undefined
      return {
        statements: [
          ...(isReadByRefusal
            ? watermarkStatements(reader, run, unread, readFrom(run, marks.get(unread.id)))
            : []),
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
  const marks = keepsWatermarks(reader)
    ? await findWatermarks(run.register, run.org.id, reader.source)
    : new Map<Id, Watermark>()
  const coveringMarks =
    reader.coveredBy === undefined
      ? new Map<Id, Watermark>()
      : await findWatermarks(run.register, run.org.id, reader.coveredBy)
  const all = keepsWatermarks(reader)
    ? await checkedRepositories(run)
    : await findOpenRepositories(run.register, run.org.id)
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
      !isCurrent(run, coveringMarks.get(repository.id), updatedAt)
    )
  })
  const from = at !== null && left[0]?.id === at.repository ? at.from : null
  return { left, from, marks }
}

/** Whether the source shows activity, of which is kept how far it was read. */
function keepsWatermarks<C>({ updatedAt, remembers }: Reader<C>): boolean {
  return updatedAt !== undefined || remembers !== undefined
}

function startOf<C>(repository: Repository | undefined): Cursor<C> | null {
  return repository === undefined ? null : { repository: repository.id, from: null }
}

function watermarkStatements<C>(
  reader: Reader<C>,
  run: Run,
  repository: Repository,
  since: Instant,
): Statement[] {
  if (!keepsWatermarks(reader)) return []
  const mark = markUpTo(run, reader.updatedAt?.(repository) ?? null)
  return [
    watermarksStatement(run.register, run.org.id, reader.source, [
      { scope: repository.id, since, readTo: run.asOf, mark },
    ]),
  ]
}

/** The organisation's repositories as the change check left them, loaded once a step: later stages do not change them. */
export function checkedRepositories(run: Run): Promise<readonly Repository[]> {
  const known = checked.get(run) ?? findOpenRepositories(run.register, run.org.id)
  checked.set(run, known)
  return known
}

const checked = new WeakMap<Run, Promise<readonly Repository[]>>()

/** The repositories that this audit's own list has; what lay in one that is gone is not requested. */
export async function listedNow(run: Run): Promise<ReadonlySet<Id>> {
  const open = await findOpenRepositories(run.register, run.org.id)
  const seen = await findKeysSeen(run.register, run.audit.id, 'repositories')
  return new Set(open.map(({ id }) => id).filter((id) => seen === null || seen.has(`repository:${id}`)))
}
