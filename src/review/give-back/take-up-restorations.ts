/** Starts givings back, and takes them up each hour: those that a crash has stopped, and those that wait for somebody. */

import type { Platform } from '../../platform.ts'
import type { Instant } from '../../policy/words.ts'
import {
  findRestorationsToTakeUp,
  type Restoration,
  takeUpStatement,
} from '../../register/revocations/restorations/restorations.ts'

/** Takes up what lost its instance in a crash, and looks whether those who were invited have accepted. A few each hour. */
export async function takeUpRestorations(platform: Platform, now: Instant): Promise<void> {
  for (const restoration of await findRestorationsToTakeUp(platform.register, now, MOST_TAKEN_UP)) {
    const [taken] = await platform.register.batch([takeUpStatement(platform.register, restoration, now)])
    if (taken.meta.changes > 0)
      await startRestoration(platform, { ...restoration, attempt: restoration.attempt + 1 })
  }
}

/** Each starts an instance of its own; the hourly run has 50 requests in all. */
const MOST_TAKEN_UP = 8

/** Starts the instance of an attempt; it has the same id however often it is asked for. */
export function startRestoration(
  platform: Platform,
  { id, revocationId, attempt }: Restoration,
): Promise<void> {
  const part = { kind: 'give_back', restoration: id, round: 1 } as const
  return platform.startRevocationInstance({ id: revocationId, attempt, part })
}
