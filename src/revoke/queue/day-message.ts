/** Tells the owners once a day what the queue's part of it came to, or that the App that writes has to be woken. */

import { messageContext, queueDay, writerAsleep } from '../../notify/messages.ts'
import type { Platform } from '../../platform.ts'
import { daysAfter } from '../../policy/calendar.ts'
import { readRules } from '../../policy/rules/rules.ts'
import { installationsUrl } from '../../policy/words/addresses.ts'
import { findHistoryHead } from '../../register/history/history.ts'
import type { Organization } from '../../register/organizations.ts'
import { countOffboardingLeft } from '../../register/people/offboarding-ticks.ts'
import { countDay } from '../../register/revocations/queue.ts'
import type { QueuePlace } from '../../review.ts'

/** What a removal can wait for that no hourly run brings about. */
const LEFT_TO_PEOPLE = ['by_hand', 'owner', 'stopped', 'second_vote']

/** For so many days after a removal, the daily message says what is left of its off-boarding list. */
const OFFBOARDING_DAYS = 90

/**
 * Sends the message about today once nothing more is due today, and the one about yesterday, whose last removal may have ended
 * too late for it. The outbox sends each only once.
 */
export async function tellDays(
  platform: Platform,
  org: Organization,
  places: readonly QueuePlace[],
): Promise<void> {
  const { register, now, deployment } = platform
  const moving = places.filter(({ waitsFor }) => !waitsFor.some(({ kind }) => LEFT_TO_PEOPLE.includes(kind)))
  const today = now.slice(0, 10)
  const isOver = !moving.some(({ dueAt }) => dueAt?.slice(0, 10) === today)
  const suspendAt =
    deployment.writerApp === null || moving.length > 0
      ? null
      : installationsUrl(platform.deployment.webUrl, org.login)
  for (const day of [daysAfter(now, -1).slice(0, 10), ...(isOver ? [today] : [])]) {
    const counts = await countDay(register, org.id, day)
    if (Object.values(counts).every((count) => count === 0)) continue
    const rules = readRules(org.rules)
    const message = queueDay(messageContext(deployment.publicUrl, org, rules), {
      ...counts,
      offboarding: await countOffboardingLeft(
        register,
        org.id,
        rules.offboarding,
        daysAfter(now, -OFFBOARDING_DAYS),
      ),
      day,
      waiting: moving.length,
      next: moving[0]?.dueAt ?? null,
      review: places.at(-1)?.queued.reviewId ?? null,
      suspendAt,
      history: await findHistoryHead(register, org.id),
    })
    await platform.post(org.id, message)
  }
}

/** Tells the owners how many removals are due, and where they wake the App that writes. */
export async function tellAsleep(platform: Platform, org: Organization, due: number): Promise<void> {
  const message = writerAsleep(messageContext(platform.deployment.publicUrl, org, readRules(org.rules)), {
    day: platform.now.slice(0, 10),
    due,
    wakeAt: installationsUrl(platform.deployment.webUrl, org.login),
    history: await findHistoryHead(platform.register, org.id),
  })
  await platform.post(org.id, message)
}
