/** How a step of a revocation is run: at which moment, how long it is tried, and what its error says. It knows no step. */

import type { WorkflowStep, WorkflowStepConfig } from 'cloudflare:workers'
import type { Platform } from '../platform.ts'
import type { Instant } from '../policy/words.ts'

/** What runs the steps. Code between two steps runs again whenever an instance is taken up: it asks for no time. */
export type Steps = Pick<WorkflowStep, 'do'>

/** The outside as of this moment: opened anew in every step. */
export type Open = () => readonly [Platform, Instant]

/** Waits for the organisation's one writing place for twenty minutes. */
export const WAIT_FOR_LOCK: WorkflowStepConfig = {
  retries: { limit: 240, delay: '5 seconds', backoff: 'constant' },
}

/** Waits as long as GitHub's headers say; own properties of an error do not survive, so the wait stands in its message. */
export const RETRY: WorkflowStepConfig = {
  retries: { limit: 4, delay: ({ error }) => waitIn(error.message) * 1000, backoff: 'constant' },
}

export function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/^\w*Error: /, '').replace(/ retry-after=\d+/, '')
}

function waitIn(message: string): number {
  return Number(/retry-after=(\d+)/.exec(message)?.[1] ?? 2)
}
