/** The stage that schedules today's repositories for uncommon activity: those where somebody without recent activity can write. */

import { type AccessMap, accessMap } from '../../policy/access/access-map.ts'
import { strongestGiven } from '../../policy/access/effective-access.ts'
import { MOST_UNCOMMON_REPOSITORIES, notReadThrough } from '../../policy/activity/uncommon.ts'
import { daysAfter, quarterOf } from '../../policy/calendar.ts'
import { counted } from '../../policy/english.ts'
import { type Id, type Instant, recentlyPushedFirst } from '../../policy/words.ts'
import { findOpenGrants } from '../../register/access/grants.ts'
import type { Repository } from '../../register/access/repositories.ts'
import { findReviewsToRead } from '../../register/activity/deployment-reviewers.ts'
import { findNewestActOfEach } from '../../register/activity/newest-acts.ts'
import { findHoldersWithoutActivity, findUncommonReadUpTo } from '../../register/activity/uncommon.ts'
import { isAnybodyWithoutActivity } from '../../register/activity/without-activity.ts'
import { findNotes, notesStatement } from '../../register/audits/notes.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import { findTriggeredRepositories } from '../../register/audits/webhook-deliveries.ts'
import { findNewestQuarter } from '../../register/reviews/reviews.ts'
import { checkedRepositories } from '../engine/repository-stage.ts'
import { type ComputingStage, notRead, type Run } from '../engine/stage.ts'

/** Before a review opens, a repository read longer ago than this is read again. */
const FRESH_DAYS = 30

/** Sends GitHub no request. */
export const scheduleUncommon: ComputingStage = {
  label: 'finding out where uncommon activity is to be read',
  async *compute(run) {
    const repositories = await checkedRepositories(run)
    const triggered = await findTriggered(run, repositories)
    const unread = (await findUnread(run, repositories)).filter(
      (repository) => !triggered.includes(repository),
    )
    const today = [...triggered, ...unread.slice(0, MOST_UNCOMMON_REPOSITORIES)]
    const later = unread.length - MOST_UNCOMMON_REPOSITORIES
    yield {
      statements: [
        notesStatement(
          run.register,
          run.audit.id,
          'uncommon',
          today.map(({ id }) => ({ repository: id, value: null })),
        ),
        ...(later <= 0
          ? []
          : [
              readingsStatement(run.register, run.audit.id, [
                notRead(
                  'workflow_runs',
                  new Error(
                    `${counted(later, 'repository', 'repositories')} will be looked through by the next audits`,
                  ),
                ),
              ]),
            ]),
      ],
      next: null,
    }
  },
}

/** Where a webhook says that somebody started a workflow, deployed or tagged; none if everybody has recent activity. */
async function findTriggered(run: Run, repositories: readonly Repository[]): Promise<Repository[]> {
  const triggered = await findTriggeredRepositories(run.register, run.org.id)
  if (triggered.size === 0 || !(await isAnybodyWithoutActivity(run.register, run.org.id, run.cutoff)))
    return []
  return repositories.filter(({ id }) => triggered.has(id))
}

/**
 * Where owners and admins without recent activity acted last comes first, then the recently pushed: there it is likeliest
 * that somebody acted. While this quarter's review has not opened, an old reading is read again; and wherever a reviewer of
 * deployments has no activity by now and was left out of the reading when there was some.
 */
async function findUnread(run: Run, repositories: readonly Repository[]): Promise<readonly Repository[]> {
  const freshFrom = (await isReviewAhead(run)) ? daysAfter(run.asOf, -FRESH_DAYS) : null
  const unread = (await unreadUncommon(run, freshFrom)).repositories
  const unreviewed = await findReviewsToRead(run.register, run.org.id, run.cutoff)
  const inOrder = recentlyPushedFirst(repositories.filter((r) => unread.has(r.id) || unreviewed.has(r.id)))
  if (inOrder.length <= MOST_UNCOMMON_REPOSITORIES) return inOrder
  const first = await lastSeenOfAdmins(run)
  return [...inOrder.filter((r) => first.has(r.id)), ...inOrder.filter((r) => !first.has(r.id))]
}

/** The repositories in which owners and admins without recent activity acted last. */
async function lastSeenOfAdmins(run: Run): Promise<ReadonlySet<Id>> {
  const strongest = strongestGiven(await accessOf(run))
  const admins = (await findHoldersWithoutActivity(run.register, run.org, run.cutoff))
    .map(({ account }) => account)
    .filter((account) => strongest(account) === 'admin')
  const acts = await findNewestActOfEach(run.register, run.org.id, admins)
  return new Set([...acts.values()].flatMap(({ repository }) => repository ?? []))
}

/** The repositories in which this audit reads uncommon activity. */
export async function scheduledRepositories(run: Run): Promise<Repository[]> {
  const scheduled = await findNotes(run.register, run.audit.id, 'uncommon')
  return scheduled.size === 0 ? [] : (await checkedRepositories(run)).filter((r) => scheduled.has(r.id))
}

/**
 * Where uncommon activity is unread, and the people without recent activity who can write there and have no open proposal.
 * `freshFrom`: repositories read earlier than that are to be read again.
 */
export async function unreadUncommon(
  run: Run,
  freshFrom: Instant | null = null,
): Promise<ReturnType<typeof notReadThrough>> {
  const withoutActivity = (await findHoldersWithoutActivity(run.register, run.org, run.cutoff)).filter(
    ({ asked }) => !asked,
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
