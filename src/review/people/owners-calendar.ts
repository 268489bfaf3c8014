/** Puts together the calendar of an owner: what is to be done, and what happens by itself, in all of their organisations. */

import { calendarText } from '../../notify/calendar/calendar-text.ts'
import { type OwnersDays, ownerEvents } from '../../notify/calendar/owner-events.ts'
import type { Platform } from '../../platform.ts'
import { effectiveFrom } from '../../policy/rules/pending-rules.ts'
import { nextReviewFrom } from '../../policy/rules/review-calendar.ts'
import { readableRules } from '../../policy/rules/rules.ts'
import type { Id, Instant } from '../../policy/words.ts'
import { findOrganizationsOwned } from '../../register/access/holders.ts'
import type { Organization } from '../../register/organizations.ts'
import { findWaiting, type WaitingInOrganization } from '../../register/people/owners/waiting.ts'
import { findPendingRulesOf } from '../../register/rules/pending-rules.ts'
import { readQueue } from '../queue/read-queue.ts'

/** Organisations whose queue is worked out: each takes three queries, and the Free plan allows a request 50. */
const MOST_QUEUES = 12

/** The calendar, of the organisations that the account owns at `realNow`, as the register knows. */
export async function ownersCalendar(
  platform: Pick<Platform, 'register' | 'deployment' | 'now'>,
  account: Id,
  realNow: Instant,
): Promise<string> {
  const { register, deployment, now } = platform
  const organizations = await findOrganizationsOwned(register, account, realNow)
  const ids = organizations.map(({ id }) => id)
  const [waiting, pending] = await Promise.all([
    findWaiting(register, account, ids),
    findPendingRulesOf(register, ids),
  ])
  const withQueue = organizations.filter(({ id }) => (waiting.get(id)?.queued ?? 0) > 0).slice(0, MOST_QUEUES)
  const events = await Promise.all(
    organizations.map(async (org) => {
      const here = waiting.get(org.id)
      if (here === undefined) return []
      const days: OwnersDays = {
        ...here,
        opensFrom: opensFrom(org, here, now),
        removals: withQueue.includes(org) ? await removalsOf(platform, org, here) : here.queued,
        ruleChanges: pending.filter(({ orgId }) => orgId === org.id).map(effectiveFrom),
      }
      return ownerEvents({ publicUrl: deployment.publicUrl, organization: org }, days, now)
    }),
  )
  return calendarText(events.flat(), new URL(deployment.publicUrl).host, now)
}

function opensFrom(
  org: Organization,
  { newestQuarter }: WaitingInOrganization,
  now: Instant,
): Instant | null {
  const rules = readableRules(org.rules)
  if (rules === null) return null
  return nextReviewFrom(
    { firstCompleteAt: org.firstCompleteAt, newestQuarter, every: rules.reviewEvery },
    now,
  )
}

/** Rules that cannot be read stop the queue, so no day is known. */
async function removalsOf(
  platform: Pick<Platform, 'register' | 'deployment' | 'now'>,
  org: Organization,
  { queued }: WaitingInOrganization,
): Promise<OwnersDays['removals']> {
  if (readableRules(org.rules) === null) return queued
  return (await readQueue(platform, org, platform.now)).places.map(({ dueAt }) => dueAt)
}
