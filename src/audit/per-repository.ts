/** The form of every stage that reads one repository after another. Passes an unreadable one by, and says so. */

import type { Source } from '../policy/words.ts'
import { recordReadings } from '../register/audits.ts'
import type { Statement } from '../register/open.ts'
import { openRepositories, type Repository } from '../register/people.ts'
import { notRead, type Run, readWhole, type Stage } from './stage.ts'

interface Reader<C> {
  readonly source: Source
  readonly says: string
  /** Which repositories there is anything to read in. */
  concerns(repository: Repository, run: Run): boolean
  /** Whether the reading is still worth a request; asked before each repository. Absent: always. */
  wanted?(run: Run): Promise<boolean>
  pages(
    run: Run,
    repository: Repository,
    from: C | null,
  ): AsyncGenerator<{ statements: readonly Statement[]; next: C | null }>
}

interface Cursor<C> {
  readonly repository: number
  readonly from: C | null
}

export function perRepository<C>(reader: Reader<C>): Stage {
  return {
    says: reader.says,
    async *read(run, cursor) {
      const { all, left, from } = await whereWeAre(reader, run, cursor)
      for (const [index, repository] of left.entries()) {
        if (reader.wanted !== undefined && !(await reader.wanted(run))) break
        const following = left[index + 1]
        for await (const page of reader.pages(run, repository, index === 0 ? from : null)) {
          const next: Cursor<C> | null =
            page.next !== null
              ? { repository: repository.id, from: page.next }
              : following === undefined
                ? null
                : { repository: following.id, from: null }
          yield {
            statements: next === null ? [...page.statements, whole(reader, run)] : page.statements,
            next,
            done: all.length - left.length + index + (page.next === null ? 1 : 0),
            total: all.length,
          }
        }
        if (following === undefined) return
      }
      yield { statements: [whole(reader, run)], next: null, done: all.length, total: all.length }
    },
    async past(run, cursor, trouble) {
      const { left } = await whereWeAre(reader, run, cursor)
      const [unread, following] = left
      const readings =
        unread === undefined ? [] : [notRead(reader.source, trouble, { kind: 'repository', id: unread.id })]
      return {
        statements: [
          recordReadings(
            run.register,
            run.audit.id,
            following === undefined ? [...readings, readWhole(reader.source)] : readings,
          ),
        ],
        next: following === undefined ? null : ({ repository: following.id, from: null } satisfies Cursor<C>),
      }
    },
  }
}

async function whereWeAre<C>(reader: Reader<C>, run: Run, cursor: unknown) {
  // A cursor is read by the stage that wrote it.
  const at = cursor as Cursor<C> | null
  const all = (await openRepositories(run.register, run.org.id)).filter((r) => reader.concerns(r, run))
  const left = all.filter((r) => at === null || r.id >= at.repository)
  const from = at !== null && left[0]?.id === at.repository ? at.from : null
  return { all, left, from }
}

function whole<C>(reader: Reader<C>, run: Run): Statement {
  return recordReadings(run.register, run.audit.id, [readWhole(reader.source)])
}
