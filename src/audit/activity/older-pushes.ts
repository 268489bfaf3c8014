/** The stage that reads pushes and merges from before the window, as far as the day's allowance goes. It dates the silent and changes no verdict. */

import { readOlderActivity } from '../../github/activity/pushes.ts'
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
import { checkedRepositories } from '../engine/repository-stage.ts'
import { requestsLeft } from '../engine/request-budget.ts'
import { notRead, type Run, type Stage } from '../engine/stage.ts'

/** How far each repository's older moves are read; its mark is where to go on, null at the first of them. */
const SOURCE = 'older_moves'

/** A list once read holds every silent person's moves, so each page is asked for once, whatever day it is. */
export const olderPushes: Stage = {
  label: 'dating the newest pushes of the silent',
  budget: 'dates',
  async *read(run) {
    if (!(await isAnybodyWithoutActivity(run.register, run.org.id, run.cutoff))) return
    for (const { repository, from } of await unfinished(run)) {
      for (let after = from; ; ) {
        if (requestsLeft(run) <= 0) return
        const place = { org: run.org.login, repository, webUrl: run.webUrl }
        const { acts, older } = await readOlderActivity(run.github, place, after)
        yield {
          statements: [...actStatements(run, acts), readBackStatement(run, repository, older)],
          next: repository.id,
        }
        if (older === null) break
        after = older
      }
    }
  },
  /** What GitHub refuses is not asked for again; other troubles leave the rest to the next audit. */
  async skip(run, _cursor, trouble) {
    const [failed] = await unfinished(run)
    if (failed === undefined) return { statements: [], next: null }
    const { repository } = failed
    const gap = notRead('newest_act', trouble, { kind: 'repository', id: repository.id })
    const refused = isRefusal(trouble)
    return {
      statements: [
        readingsStatement(run.register, run.audit.id, [gap]),
        ...(refused ? [readBackStatement(run, repository, null)] : []),
      ],
      next: refused ? repository.id : null,
    }
  },
}

/** Where the window's own reading ended, the older moves go on; a repository that was begun keeps its place. */
export function beginOlderPushes(run: Run, repository: Repository, older: string | null): Statement {
  return beginWatermarkStatement(run.register, run.org.id, SOURCE, placed(run, repository.id, older))
}

function readBackStatement(run: Run, repository: Repository, older: string | null): Statement {
  return watermarksStatement(run.register, run.org.id, SOURCE, [placed(run, repository.id, older)])
}

function placed(run: Run, scope: Id, mark: string | null) {
  return { scope, since: BEGINNING, readTo: run.asOf, mark }
}

/** Those longest at rest first: their lists are short, and many of the silent were at home there. */
async function unfinished(
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
