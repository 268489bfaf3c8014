/** The stage that schedules today's repositories for uncommon activity: those where somebody without recent activity can write. */

import { type AccessMap, accessMap } from '../../policy/access/access-map.ts'
import { notReadThrough } from '../../policy/activity/uncommon.ts'
import { daysAfter, isBefore, quarterOf } from '../../policy/calendar.ts'
import { counted } from '../../policy/english.ts'
import { type Instant, recentlyPushedFirst } from '../../policy/words.ts'
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

/** Before a review opens, a repository read longer ago than this is read again. */
const FRESH_DAYS = 7
/** Organisations with at most this many repositories are always kept fresh: their review may be opened by hand any day. */
const SMALL = 20

/** Sends GitHub no request. What does not fit into today is recorded as unread. */
export const scheduleUncommon: Stage = {
  label: 'finding out where seldom acts may hide',
  budget: 'nothing',
  exclusive: true,
  async *read(run) {
    const repositories = await checkedRepositories(run)
    const triggered = await findTriggered(run, repositories)
    const unread = (await findUnread(run, repositories)).filter(
      (repository) => !triggered.includes(repository),
    )
    const scheduled = unread.slice(0, await scheduledCount(run, unread.length, repositories.length))
    const today = [...triggered, ...scheduled]
    const later = unread.length - scheduled.length
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

/** Where a webhook says that somebody started a workflow, deployed or tagged; none if everybody has recent activity. */
async function findTriggered(run: Run, repositories: readonly Repository[]): Promise<Repository[]> {
  const triggers = (await findPendingTriggers(run.register, run.org.id)).filter(
    ({ kind }) => kind === 'rare_acts',
  )
  if (triggers.length === 0 || !(await isAnybodyWithoutActivity(run.register, run.org.id, run.cutoff)))
    return []
  const targets = new Set(triggers.map(({ target }) => target))
  return repositories.filter(({ id }) => targets.has(id))
}

/** Recently pushed first: there it is likeliest that somebody acted. */
async function findUnread(run: Run, repositories: readonly Repository[]): Promise<readonly Repository[]> {
  const weekAgo = daysAfter(run.asOf, -FRESH_DAYS)
  const needsFresh = repositories.length <= SMALL || (await isReviewAhead(run))
  const unread = new Set([
    ...(await unreadUncommon(run, 'not_proposed', needsFresh ? weekAgo : null)).repositories,
    // People whose proposal has not ended are kept fresh all the time: an act of theirs ends it.
    ...(await unreadUncommon(run, 'proposed', weekAgo)).repositories,
  ])
  return recentlyPushedFirst(repositories.filter((r) => unread.has(r.id)))
}

/** The repositories in which this audit reads uncommon activity. */
export async function scheduledRepositories(run: Run): Promise<Repository[]> {
  const scheduled = await findScheduledUncommon(run.register, run.org.id, run.asOf)
  return scheduled.size === 0 ? [] : (await checkedRepositories(run)).filter((r) => scheduled.has(r.id))
}

/**
 * Where uncommon activity is unread, and the people without recent activity who can write there. `whose`: with or without
 * a proposal that has not ended; `freshFrom`: older readings do not count.
 */
export async function unreadUncommon(
  run: Run,
  whose: 'proposed' | 'not_proposed',
  freshFrom: Instant | null = null,
): Promise<ReturnType<typeof notReadThrough>> {
  const withoutActivity = (await findHoldersWithoutActivity(run.register, run.org, run.cutoff)).filter(
    ({ asked }) => asked === (whose === 'proposed'),
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

/** Who can reach which repository, computed once a step: the inventory is complete by now. */
function accessOf(run: Run): Promise<AccessMap> {
  const known = access.get(run) ?? readAccess(run)
  access.set(run, known)
  return known
}

const access = new WeakMap<Run, Promise<AccessMap>>()

async function readAccess(run: Run): Promise<AccessMap> {
  const repositories = (await checkedRepositories(run)).map((r) => r.id)
  return accessMap(await findOpenGrants(run.register, run.org.id), repositories)
}

/** Whether this quarter's review has not opened yet. */
async function isReviewAhead(run: Run): Promise<boolean> {
  return (await findNewestQuarter(run.register, run.org.id)) !== quarterOf(run.asOf)
}

/** How many to schedule: all before a review opens, a week's share while one is open, otherwise a few; in the first days what the budget leaves. */
async function scheduledCount(run: Run, unread: number, all: number): Promise<number> {
  const { firstCompleteAt } = run.org
  const isPastFirstDays =
    firstCompleteAt !== null && isBefore(firstCompleteAt, daysAfter(run.asOf, -FIRST_DAYS))
  if (!isPastFirstDays) return Math.max(0, requestsLeft(run) - EXTRA_REQUESTS)
  if (await isReviewAhead(run)) return unread
  const open = await findOpenReview(run.register, run.org.id)
  return open === null ? A_FEW : Math.max(A_FEW, Math.ceil(all / FRESH_DAYS))
}

/** On this many first days of an organisation the scheduling keeps within the request budget. */
const FIRST_DAYS = 2
/** Requests of a day besides one per repository: the tags of 25 repositories, and the advisories. */
const EXTRA_REQUESTS = 2
const A_FEW = 5
