/** The form of every stage that reads one repository after another. */

import { type Decoder, fields, nullable, whole } from '../../github/http/decode.ts'
import { type GitHubTrouble, isRefusal } from '../../github/http/errors.ts'
import { type Feature, isOfRepository, readWhyRefused } from '../../github/recheck/refused-repository.ts'
import type { Id, Instant, Reading, Source } from '../../policy/words.ts'
import { findShownRepositories, type Repository } from '../../register/access/repositories.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import type { Statement } from '../../register/open.ts'
import { withCursor } from './cursor.ts'
import { type Budget, notRead, type ReadingStage, type Run, readWhole } from './stage.ts'

/** A repository that is to be read, and from when on. */
export interface Due {
  readonly repository: Repository
  readonly since: Instant
}

/** How one list of a repository is read. */
export interface RepositoryReader<C> {
  readonly source: Source
  readonly label: string
  readonly budget: Budget
  /** Decodes a repository's cursor, which comes back from the checkpoint. */
  readonly cursor: Decoder<C>
  /** What is to be read; called once a step. */
  due(run: Run): Promise<readonly Due[]>
  /** What to keep of a repository that was read to its end. Absent: nothing but the reading. */
  ended?(run: Run, due: Due): readonly Statement[]
  /** What to keep besides of a repository that could not be read from this cursor on. Absent: nothing. */
  skipped?(run: Run, due: Due, from: C | null, trouble: GitHubTrouble): readonly Statement[]
  /** The features of a repository that this list belongs to; where all of them are switched off, there is nothing to read. */
  readonly features?: readonly Feature[]
  /** Whether a repository that GitHub refuses to show counts as read to its end; it stands in the coverage all the same. */
  readonly refusalIsRead?: true
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

/** At which repository the stage goes on, and from which of its pages. */
interface Position<C> {
  readonly repository: Id
  readonly from: C | null
}

/** Reads the repositories in the order of their ids. One that cannot be read is recorded as unread and skipped. */
export function repositoryStage<C>(reader: RepositoryReader<C>): ReadingStage {
  const { source, label, budget } = reader
  return withCursor(positionDecoder(reader.cursor), {
    label,
    budget,
    async *read(run, cursor) {
      const { left, from } = await findLeft(reader, run, cursor)
      for (const [index, due] of left.entries()) {
        if (reader.isNeeded !== undefined && !(await reader.isNeeded(run))) break
        const { repository, since } = due
        const nextRepository = left[index + 1]?.repository
        for await (const page of reader.pages(run, repository, index === 0 ? from : null, since)) {
          const isEnd = page.next === null
          const next = isEnd ? startOf<C>(nextRepository) : { repository: repository.id, from: page.next }
          yield {
            statements: [
              ...page.statements,
              ...(isEnd ? (reader.ended?.(run, due) ?? []) : []),
              ...(next === null ? [readingsStatement(run.register, run.audit.id, [readWhole(source)])] : []),
            ],
            next,
            done: index + (isEnd ? 1 : 0),
            total: left.length,
          }
        }
        if (nextRepository === undefined) return
      }
      yield { statements: [readingsStatement(run.register, run.audit.id, [readWhole(source)])], next: null }
    },
    async skip(run, cursor, trouble) {
      const { left, from } = await findLeft(reader, run, cursor)
      const [unread, after] = left
      const next = startOf<C>(after?.repository)
      return {
        statements: [
          ...(unread === undefined ? [] : await skippedStatements(reader, run, unread, trouble)),
          ...(unread === undefined ? [] : (reader.skipped?.(run, unread, from, trouble) ?? [])),
          ...(next === null ? [readingsStatement(run.register, run.audit.id, [readWhole(source)])] : []),
        ],
        next,
      }
    },
  })
}

/** What is kept of a repository that was refused: unread, nothing to read, or hidden, which no later stage asks for again. */
async function skippedStatements<C>(
  { source, features = [], refusalIsRead, ended }: RepositoryReader<C>,
  run: Run,
  due: Due,
  trouble: GitHubTrouble,
): Promise<readonly Statement[]> {
  const { id } = due.repository
  const scope = { kind: 'repository', id } as const
  const readings = (all: readonly Reading[]) => readingsStatement(run.register, run.audit.id, all)
  if (refusalIsRead === true && isRefusal(trouble))
    return [...(ended?.(run, due) ?? []), readings([notRead(source, trouble, scope)])]
  if (!isRefusal(trouble) || !isOfRepository(trouble)) return [readings([notRead(source, trouble, scope)])]
  const why = await readWhyRefused(run.github, run.org.login, due.repository, features)
  switch (why.kind) {
    case 'hidden':
    case 'vanished':
      checked.delete(run)
      return [readings([hiddenReading(id, why)])]
    case 'off':
      return ended?.(run, due) ?? []
    case 'unread':
      return [readings([notRead(source, trouble, scope)])]
  }
}

/** What is left to read at this cursor, and where in the first repository to continue. */
async function findLeft<C>(reader: RepositoryReader<C>, run: Run, at: Position<C> | null) {
  const due = await reader.due(run)
  const left = due.filter(({ repository }) => at === null || repository.id >= at.repository)
  const from = at !== null && left[0]?.repository.id === at.repository ? at.from : null
  return { left, from }
}

function positionDecoder<C>(cursor: Decoder<C>): Decoder<Position<C>> {
  return fields({ repository: whole, from: nullable(cursor) })
}

function startOf<C>(repository: Repository | undefined): Position<C> | null {
  return repository === undefined ? null : { repository: repository.id, from: null }
}

/** The reading of a repository that GitHub lists and does not show. It makes no audit partial: no later one will read it. */
export function hiddenReading(
  id: Id,
  { kind, reason }: { readonly kind: 'hidden' | 'vanished'; readonly reason: string },
): Reading {
  return {
    source: `${kind}_repositories`,
    scope: { kind: 'repository', id },
    state: { kind: 'not_shown', reason },
  }
}

/**
 * The organisation's repositories that GitHub shows, as the change check left them, loaded once a step: later stages do not
 * change them.
 */
export function checkedRepositories(run: Run): Promise<readonly Repository[]> {
  const known = checked.get(run) ?? findShownRepositories(run.register, run.org.id, run.audit.id)
  checked.set(run, known)
  return known
}

const checked = new WeakMap<Run, Promise<readonly Repository[]>>()
