/** The stage that checks when each repository last changed, so that only what changed is read. */

import { REPOSITORIES_PER_CHECK, readChangeTimes } from '../../github/activity/change-check.ts'
import { whole } from '../../github/http/decode.ts'
import { readWhyRefused } from '../../github/recheck/refused-repository.ts'
import type { Id, Reading } from '../../policy/words.ts'
import {
  changeTimesStatement,
  findShownRepositories,
  type Repository,
  type SeenChangeTimes,
} from '../../register/access/repositories.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import { withCursor } from '../engine/cursor.ts'
import { actStatements } from '../engine/record-seen.ts'
import { hiddenReading } from '../engine/repository-stage.ts'
import { notRead, type Run, readWhole } from '../engine/stage.ts'

/** Reads change times and the newest acts, many repositories a query. */
export const changeCheck = withCursor(whole, {
  label: 'looking for what has changed',
  budget: 'activity',
  async *read(run, cursor) {
    for (let at = cursor ?? 0; ; ) {
      const { batch, left, all } = await checkedPage(run, at)
      const last = batch.at(-1)
      if (last === undefined) break
      const { changed, unread: shownInPart, hidden: notShown } = await readChangeTimes(run.github, batch)
      const { hidden, doubtful } = await confirmed(run, batch, notShown)
      const unread = [...shownInPart, ...doubtful]
      at = last.id
      yield {
        statements: [
          ...actStatements(
            run,
            changed.flatMap((r) => r.acts),
          ),
          changeTimesStatement(run.register, [...changed, ...maybeChanged(run, unread)]),
          readingsStatement(run.register, run.audit.id, [
            ...unread.map(({ id, reason }) =>
              notRead('probe', new Error(reason), { kind: 'repository', id }),
            ),
            ...hidden,
          ]),
        ],
        next: at,
        done: all - left + batch.length,
        total: all,
      }
    }
    yield { statements: [readingsStatement(run.register, run.audit.id, [readWhole('probe')])], next: null }
  },
  async skip(run, cursor, trouble) {
    const { batch } = await checkedPage(run, cursor ?? 0)
    return {
      statements: [
        changeTimesStatement(run.register, maybeChanged(run, batch)),
        readingsStatement(
          run.register,
          run.audit.id,
          batch.map(({ id }) => notRead('probe', trouble, { kind: 'repository', id })),
        ),
      ],
      next: batch.at(-1)?.id ?? null,
    }
  },
})

/** Repositories that one page asks for by themselves. */
const MOST_CONFIRMED = 5

type NotShown = Awaited<ReturnType<typeof readChangeTimes>>['hidden']

/**
 * A null in one query may be a fault of the moment, and whatever is hidden is not read: so each repository is asked for by
 * itself, and one that answers, or that this page does not come to, counts as changed and is read list by list.
 */
async function confirmed(
  run: Run,
  batch: readonly Repository[],
  notShown: NotShown,
): Promise<{ readonly hidden: readonly Reading[]; readonly doubtful: NotShown }> {
  const hidden: Reading[] = []
  const doubtful: NotShown[number][] = [...notShown.slice(MOST_CONFIRMED)]
  for (const one of notShown.slice(0, MOST_CONFIRMED)) {
    const repository = batch.find(({ id }) => id === one.id)
    if (repository === undefined) continue
    const why = await readWhyRefused(run.github, run.org.login, repository, [])
    if (why.kind === 'hidden' || why.kind === 'vanished') hidden.push(hiddenReading(one.id, why))
    else doubtful.push(one)
  }
  return { hidden, doubtful }
}

/** Repositories that could not be checked count as changed until now, so they are read. */
function maybeChanged(run: Run, repositories: readonly { id: Id }[]): SeenChangeTimes[] {
  const { asOf } = run
  return repositories.map(({ id }) => ({
    id,
    threadsUpdatedAt: asOf,
    commentedAt: asOf,
    discussedAt: asOf,
    releasedAt: asOf,
  }))
}

async function checkedPage(run: Run, after: Id): Promise<{ batch: Repository[]; left: number; all: number }> {
  const all = await findShownRepositories(run.register, run.org.id, run.audit.id)
  const left = all.filter((r) => r.id > after)
  return { batch: left.slice(0, REPOSITORIES_PER_CHECK), left: left.length, all: all.length }
}
