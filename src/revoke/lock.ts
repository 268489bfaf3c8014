/** The organisation's one writing place: revocations run one at a time. It is kept for minutes only, so that a crash frees it. */

import type { Platform } from '../platform.ts'
import { hoursAfter } from '../policy/calendar.ts'
import type { Instant } from '../policy/words.ts'
import { acquireLock } from '../register/revocations/authorize-change.ts'
import type { Attempt } from '../register/revocations/revocations.ts'

/** Longer than any step but one that waits out a limit of GitHub's; an overtaken attempt changes nothing any more. */
const KEPT_HOURS = 0.25

/** Takes the place or keeps it for the next step; throws while another revocation holds it: the workflow tries again. */
export async function holdLock(platform: Platform, now: Instant, attempt: Attempt): Promise<void> {
  if (await acquireLock(platform.register, attempt, now, hoursAfter(now, KEPT_HOURS))) return
  throw new Error(
    'Another revocation of the organisation is under way, and this one waits for it. Nothing was changed; start it again.',
  )
}
