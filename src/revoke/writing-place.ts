/** The organisation's one writing place: revocations run one at a time. It is kept for minutes only, so that a crash frees it. */

import type { Outside } from '../outside.ts'
import { hoursAfter } from '../policy/calendar.ts'
import type { Instant } from '../policy/words.ts'
import { type Carrying, takeWritingPlace } from '../register/revocations.ts'
import { openCase } from './case.ts'

/** Longer than any step but one that waits out a limit of GitHub's; an overtaken attempt changes nothing any more. */
const KEPT_HOURS = 0.25

/** Takes the place or keeps it for the next step; throws while another revocation holds it: the workflow tries again. */
export async function holdPlace(outside: Outside, now: Instant, carrying: Carrying): Promise<void> {
  const { organization } = await openCase(outside.register, carrying)
  if (await takeWritingPlace(outside.register, organization.id, carrying, now, hoursAfter(now, KEPT_HOURS)))
    return
  throw new Error(
    `Another revocation of ${organization.login} is under way; this one waits for it. Nothing was changed.`,
  )
}
