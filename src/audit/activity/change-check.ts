/** The stage that asks when each repository last moved: it tells where there is anything to read. What it cannot see counts as moved. */

import { movedLately, PROBED } from '../../github/activity/change-check.ts'
import type { Id } from '../../policy/words.ts'
import {
  openRepositories,
  type Repository,
  recordMoves,
  type SeenMoves,
} from '../../register/access/accounts.ts'
import { recordReadings } from '../../register/audits/readings.ts'
import { notRead, type Run, readWhole, type Stage } from '../engine/stage.ts'
import { acted } from './record-acts.ts'

export const probe: Stage = {
  says: 'looking for what moved',
  spends: 'activity',
  async *read(run, cursor) {
    for (let at = (cursor as Id | null) ?? 0; ; ) {
      const { batch, left, all } = await probed(run, at)
      const last = batch.at(-1)
      if (last === undefined) break
      const { moved, unread } = await movedLately(run.github, batch)
      at = last.id
      yield {
        statements: [
          ...acted(
            run,
            moved.flatMap((r) => r.acts),
          ),
          recordMoves(run.register, [...moved, ...maybeMoved(run, unread)]),
          recordReadings(
            run.register,
            run.audit.id,
            unread.map(({ id, reason }) => notRead('probe', new Error(reason), { kind: 'repository', id })),
          ),
        ],
        next: at,
        done: all - left + batch.length,
        total: all,
      }
    }
    yield { statements: [recordReadings(run.register, run.audit.id, [readWhole('probe')])], next: null }
  },
  async past(run, cursor, trouble) {
    const { batch } = await probed(run, (cursor as Id | null) ?? 0)
    return {
      statements: [
        recordMoves(run.register, maybeMoved(run, batch)),
        recordReadings(
          run.register,
          run.audit.id,
          batch.map(({ id }) => notRead('probe', trouble, { kind: 'repository', id })),
        ),
      ],
      next: batch.at(-1)?.id ?? null,
    }
  },
}

/** What the probe could not see may have moved until now, and is read. */
function maybeMoved(run: Run, repositories: readonly { id: Id }[]): SeenMoves[] {
  const { asOf } = run
  return repositories.map(({ id }) => ({
    id,
    talkedAt: asOf,
    commentedAt: asOf,
    discussedAt: asOf,
    releasedAt: asOf,
  }))
}

async function probed(run: Run, after: Id): Promise<{ batch: Repository[]; left: number; all: number }> {
  const all = await openRepositories(run.register, run.org.id)
  const left = all.filter((r) => r.id > after)
  return { batch: left.slice(0, PROBED), left: left.length, all: all.length }
}
