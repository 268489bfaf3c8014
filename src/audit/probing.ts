/** The stage that looks at what moved lately in all repositories: it clears many at once, and tells where there is anything to read. */

import { recentActs } from '../github/recent.ts'
import type { Id } from '../policy/words.ts'
import { recordActivity } from '../register/activity.ts'
import { recordReadings } from '../register/audits.ts'
import { openRepositories, type Repository, recordMoves } from '../register/people.ts'
import { notRead, type Run, readWhole, type Stage } from './stage.ts'

/** Repositories of one probe: about ten GraphQL points, far below the node limit. */
const PROBED = 10

/** Many people are cleared at once by what moved lately; and the probe tells where there is anything to read. */
export const recent: Stage = {
  says: 'looking at what moved lately',
  async *read(run, cursor) {
    for (let at = (cursor as Id | null) ?? 0; ; ) {
      const { batch, left, all } = await probed(run, at)
      if (batch.length === 0) break
      const { recent: seen, unread } = await recentActs(run.github, batch, run.cutoff)
      const next = left > batch.length ? (batch.at(-1)?.id ?? null) : null
      yield {
        statements: [
          recordActivity(
            run.register,
            run.org.id,
            seen.flatMap((r) => r.acts),
            run.asOf,
          ),
          recordMoves(run.register, [
            ...seen.map(({ repository, talkedAt, discussedAt, releasedAt }) => ({
              id: repository,
              talkedAt,
              discussedAt,
              releasedAt,
            })),
            ...maybeMoved(run, unread),
          ]),
          recordReadings(run.register, run.audit.id, [
            ...unread.map(({ id, reason }) =>
              notRead('probe', new Error(reason), { kind: 'repository', id }),
            ),
            ...(next === null ? [readWhole('probe')] : []),
          ]),
        ],
        next,
        done: all - left + batch.length,
        total: all,
      }
      if (next === null) return
      at = next
    }
    yield { statements: [recordReadings(run.register, run.audit.id, [readWhole('probe')])], next: null }
  },
  async past(run, cursor, trouble) {
    const { batch, left } = await probed(run, (cursor as Id | null) ?? 0)
    return {
      statements: [
        recordMoves(run.register, maybeMoved(run, batch)),
        recordReadings(
          run.register,
          run.audit.id,
          batch.map(({ id }) => notRead('probe', trouble, { kind: 'repository', id })),
        ),
      ],
      next: left > batch.length ? (batch.at(-1)?.id ?? null) : null,
    }
  },
}

async function probed(run: Run, after: Id): Promise<{ batch: Repository[]; left: number; all: number }> {
  const all = await openRepositories(run.register, run.org.id)
  const left = all.filter((r) => r.id > after)
  return { batch: left.slice(0, PROBED), left: left.length, all: all.length }
}

/** What the probe could not see may have moved until now, and is read. */
function maybeMoved(run: Run, repositories: readonly { id: Id }[]) {
  return repositories.map(({ id }) => ({
    id,
    talkedAt: run.asOf,
    discussedAt: run.asOf,
    releasedAt: run.asOf,
  }))
}
