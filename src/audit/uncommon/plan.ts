/** The stage that decides in which repositories rare acts are looked for today: only where somebody silent can write. It asks GitHub nothing. */

import { type AccessMap, accessMap } from '../../policy/access/access-map.ts'
import { recentlyPushedFirst } from '../../policy/activity/recently-pushed.ts'
import { notReadThrough } from '../../policy/activity/uncommon.ts'
import { daysAfter, isBefore, quarterOf } from '../../policy/calendar.ts'
import { counted } from '../../policy/english.ts'
import type { Instant } from '../../policy/words.ts'
import { findOpenGrants } from '../../register/access/grants.ts'
import type { Repository } from '../../register/access/repositories.ts'
import {
  findHoldersWithoutActivity,
  findScheduledUncommon,
  findUncommonReadUpTo,
  scheduleUncommonStatement,
} from '../../register/activity/uncommon.ts'
import { isAnybodyWithoutActivity } from '../../register/activity/without-activity.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import { findNewestQuarter, findOpenReview } from '../../register/reviews/reviews.ts'
import { findPendingTriggers } from '../../register/webhooks.ts'
import { checkedRepositories } from '../engine/repository-stage.ts'
import { requestsLeft } from '../engine/request-budget.ts'
import { notRead, type Run, type Stage } from '../engine/stage.ts'

/** An older reading is read anew before a review opens. */
const FRESH_DAYS = 7
/** So small an organisation is kept fresh all the time: its review may be opened by hand any day. */
const SMALL = 20

export const scheduleUncommon: Stage = {
  label: 'finding out where seldom acts may hide',
  budget: 'nothing',
  exclusive: true,
  async *read(run) {
    const repositories = await checkedRepositories(run)
    const named = await namedByWebhooks(run, repositories)
    const scheduled = (await notYetRead(run, repositories)).filter(
      (repository) => !named.includes(repository),
    )
    const now = scheduled.slice(0, await howMany(run, scheduled.length, repositories.length))
    const today = [...named, ...now]
    const later = scheduled.length - now.length
    yield {
      statements: [
        scheduleUncommonStatement(
          run.register,
          run.org.id,
          today.map((r) => r.id),
          run.cutoff,
          run.asOf,
        ),
        ...(later === 0
          ? []
          : [
              readingsStatement(run.register, run.audit.id, [
                notRead(
                  'workflow_runs',
                  new Error(
                    `${counted(later, 'repository', 'repositories')} will be looked through in the next days`,
                  ),
                ),
              ]),
            ]),
      ],
      next: null,
    }
  },
  skip: async (_run, _cursor, trouble) => {
    throw trouble
  },
}

/** Where a webhook says that somebody has started a workflow, deployed or tagged: looked at while anybody is silent. */
async function namedByWebhooks(run: Run, repositories: readonly Repository[]): Promise<Repository[]> {
  const triggers = (await findPendingTriggers(run.register, run.org.id)).filter(
    ({ kind }) => kind === 'rare_acts',
  )
  if (triggers.length === 0 || !(await isAnybodyWithoutActivity(run.register, run.org.id, run.cutoff)))
    return []
  const named = new Set(triggers.map(({ target }) => target))
  return repositories.filter(({ id }) => named.has(id))
}

/** The liveliest first: there it is likeliest that somebody acted. */
async function notYetRead(run: Run, repositories: readonly Repository[]): Promise<readonly Repository[]> {
  const weekAgo = daysAfter(run.asOf, -FRESH_DAYS)
  const needsFresh = repositories.length <= SMALL || (await isReviewAhead(run))
  const scheduled = new Set([
    ...(await unreadUncommon(run, 'not_asked', needsFresh ? weekAgo : null)).repositories,
    // Whoever a proposal waits for is looked for all the time: what they do meanwhile ends it.
    ...(await unreadUncommon(run, 'asked', weekAgo)).repositories,
  ])
  return recentlyPushedFirst(repositories.filter((r) => scheduled.has(r.id)))
}

/** Where this audit looks for rare acts. */
export async function scheduledRepositories(run: Run): Promise<Repository[]> {
  const scheduled = await findScheduledUncommon(run.register, run.org.id, run.asOf)
  return scheduled.size === 0 ? [] : (await checkedRepositories(run)).filter((r) => scheduled.has(r.id))
}

/** Where rare acts are unread, and of the silent those who can write there. `freshFrom`: older readings do not count. */
export async function unreadUncommon(
  run: Run,
  whose: 'asked' | 'not_asked',
  freshFrom: Instant | null = null,
): Promise<ReturnType<typeof notReadThrough>> {
  const withoutActivity = (await findHoldersWithoutActivity(run.register, run.org, run.cutoff)).filter(
    ({ asked }) => asked === (whose === 'asked'),
  )
  if (withoutActivity.length === 0) return { repositories: new Set(), accounts: new Set() }
  return notReadThrough(
    withoutActivity,
    await accessOf(run),
    await findUncommonReadUpTo(run.register, run.org.id, run.cutoff),
    run.rules.windowMonths,
    freshFrom,
  )
}

/** Who reaches what, made once a step: the inventory is done by now. */
export function accessOf(run: Run): Promise<AccessMap> {
  const known = access.get(run) ?? readAccess(run)
  access.set(run, known)
  return known
}

const access = new WeakMap<Run, Promise<AccessMap>>()

async function readAccess(run: Run): Promise<AccessMap> {
  const repositories = (await checkedRepositories(run)).map((r) => r.id)
  return accessMap(await findOpenGrants(run.register, run.org.id), repositories)
}

/** Whether this quarter's review has not been opened. */
async function isReviewAhead(run: Run): Promise<boolean> {
  return (await findNewestQuarter(run.register, run.org.id)) !== quarterOf(run.asOf)
}

/** Every repository before a review opens, a week's share while one waits for proposals, else a few; in the first days what is left over. */
async function howMany(run: Run, scheduled: number, all: number): Promise<number> {
  const { firstCompleteAt } = run.org
  const isPastFirstDays =
    firstCompleteAt !== null && isBefore(firstCompleteAt, daysAfter(run.asOf, -FIRST_DAYS))
  if (!isPastFirstDays) return Math.max(0, requestsLeft(run) - BESIDES)
  if (await isReviewAhead(run)) return scheduled
  const waiting = await findOpenReview(run.register, run.org.id)
  return waiting === null ? A_FEW : Math.max(A_FEW, Math.ceil(all / FRESH_DAYS))
}

/** The first days of an organisation stay within the allowance. */
const FIRST_DAYS = 2
/** Requests that a day of rare acts takes besides one a repository: the tags of 25 repositories, the advisories. */
const BESIDES = 2
const A_FEW = 5
