/** The stages that read pushes and merges: those inside the window, and within the day's budget those before it. */

import { readOlderActivity, readRepositoryActivity } from '../../github/activity/pushes.ts'
import { text } from '../../github/http/decode.ts'
import { isRefusal } from '../../github/http/errors.ts'
import type { Id, Instant } from '../../policy/words.ts'
import type { Repository } from '../../register/access/repositories.ts'
import {
  BEGINNING,
  beginWatermarkStatement,
  findWatermarks,
  watermarksStatement,
} from '../../register/activity/watermarks.ts'
import { isAnybodyWithoutActivity } from '../../register/activity/without-activity.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import type { Statement } from '../../register/open.ts'
import { actStatements } from '../engine/record-seen.ts'
import { checkedRepositories, repositoryStage } from '../engine/repository-stage.ts'
import { isWorthReading, requestsLeft } from '../engine/request-budget.ts'
import { notRead, type Run, type Stage, toRepositoryScope } from '../engine/stage.ts'
import { whereChanged } from './changed-since.ts'

/** How far back each repository's older pushes are read: the mark is GitHub's cursor to continue from, null once all are read. */
const SOURCE = 'older_moves'

export const pushesAndMerges: Stage = repositoryStage({
  cursor: text,
  ...whereChanged('repository_activity', ({ pushedAt }) => pushedAt),
  label: 'reading pushes and merges',
  budget: 'activity',
  isNeeded: isWorthReading,
  async *pages(run, repository, from, since) {
    const scope = toRepositoryScope(run, repository)
    for await (const { acts, next, older } of readRepositoryActivity(run.github, scope, since, from)) {
      const atEnd = next === null ? [beginOlderPushes(run, repository, older)] : []
      yield { statements: [...actStatements(run, acts), ...atEnd], next }
    }
  },
})

/** No verdict depends on these. A list holds the pushes of everybody, so each page is requested only once, whatever the day. */
export const olderPushes: Stage = {
  label: 'dating the newest pushes of people without recent activity',
  budget: 'dates',
  async *read(run) {
    if (!(await isAnybodyWithoutActivity(run.register, run.org.id, run.cutoff))) return
    for (const { repository, from } of await findUnfinished(run)) {
      for (let after = from; ; ) {
        if (requestsLeft(run) <= 0) return
        const scope = toRepositoryScope(run, repository)
        const { acts, older } = await readOlderActivity(run.github, scope, after)
        yield {
          statements: [...actStatements(run, acts), readBackStatement(run, repository, older)],
          next: repository.id,
        }
        if (older === null) break
        after = older
      }
    }
  },
  /** What GitHub refuses is not requested again; after any other trouble the next audit reads the rest. */
  async skip(run, _cursor, trouble) {
    const [failed] = await findUnfinished(run)
    if (failed === undefined) return { statements: [], next: null }
    const { repository } = failed
    const unread = notRead('newest_act', trouble, { kind: 'repository', id: repository.id })
    const isRefused = isRefusal(trouble)
    return {
      statements: [
        readingsStatement(run.register, run.audit.id, [unread]),
        ...(isRefused ? [readBackStatement(run, repository, null)] : []),
      ],
      next: isRefused ? repository.id : null,
    }
  },
}

/** Continues where reading the window ended; a repository already begun keeps its cursor. */
export function beginOlderPushes(run: Run, repository: Repository, older: string | null): Statement {
  return beginWatermarkStatement(run.register, run.org.id, SOURCE, toWatermark(run, repository.id, older))
}

function readBackStatement(run: Run, repository: Repository, older: string | null): Statement {
  return watermarksStatement(run.register, run.org.id, SOURCE, [toWatermark(run, repository.id, older)])
}

function toWatermark(run: Run, scope: Id, mark: string | null) {
  return { scope, since: BEGINNING, readTo: run.asOf, mark }
}

/** Least recently pushed first: their lists are short, and many people without recent activity worked there. */
async function findUnfinished(
  run: Run,
): Promise<readonly { readonly repository: Repository; readonly from: string | null }[]> {
  const marks = await findWatermarks(run.register, run.org.id, SOURCE)
  const pushed = (await checkedRepositories(run)).flatMap((repository) => {
    const { id, pushedAt } = repository
    const mark = marks.get(id)
    const isFinished = mark !== undefined && mark.mark === null
    return pushedAt === null || isFinished ? [] : [{ repository, pushedAt, from: mark?.mark ?? null }]
  })
  return pushed.sort((a, b) => compare(a.pushedAt, b.pushedAt) || a.repository.id - b.repository.id)
}

function compare(a: Instant, b: Instant): number {
  return a < b ? -1 : a > b ? 1 : 0
}
