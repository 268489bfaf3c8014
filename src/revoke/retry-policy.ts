/** How the steps of a revocation run: their moment, their retries, and the lock that they share. */

import type { WorkflowStep, WorkflowStepConfig } from 'cloudflare:workers'
import type { Platform } from '../platform.ts'
import { hoursAfter } from '../policy/calendar.ts'
import type { Instant } from '../policy/words.ts'
import { acquireLock, LOCK_HOURS } from '../register/revocations/lock.ts'
import type { Attempt } from '../register/revocations/revocations.ts'

/** Runs the steps. Code between two steps runs again whenever an instance is resumed, so it must not read the clock. */
export type Steps = Pick<WorkflowStep, 'do'>

/** Opens the platform as of this moment; called in every step. */
export type PlatformNow = () => readonly [Platform, Instant]

/** Tries for twenty minutes to acquire the organisation's lock. */
export const WAIT_FOR_LOCK: WorkflowStepConfig = {
  retries: { limit: 240, delay: '5 seconds', backoff: 'constant' },
}

/** Waits as long as GitHub's headers say. Only an error's message survives between two tries, so the wait is part of it. */
export const RETRY: WorkflowStepConfig = {
  retries: { limit: 4, delay: ({ error }) => secondsToWait(error.message) * 1000, backoff: 'constant' },
}

/**
 * Acquires or renews the organisation's lock, so that its revocations run one at a time. Throws while another revocation has
 * it, and the Workflow tries again. An attempt that has lost the lock can change nothing any more.
 */
export async function acquireOrRenewLock(platform: Platform, now: Instant, attempt: Attempt): Promise<void> {
  if (await acquireLock(platform.register, attempt, now, hoursAfter(now, LOCK_HOURS))) return
  throw new Error(LOCKED)
}

const LOCKED =
  'Another revocation of the organisation is under way, and this one waits for it. Nothing was removed; it goes on after that.'

/** Whether another revocation held the lock until the end of all tries. */
export function isLocked(error: unknown): boolean {
  return error instanceof Error && error.message.includes(LOCKED)
}

/** An error's sentence for people, without its class and its wait. */
export function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/^\w*Error: /, '').replace(/ retry-after=\d+/, '')
}

function secondsToWait(message: string): number {
  return Number(/retry-after=(\d+)/.exec(message)?.[1] ?? 2)
}
