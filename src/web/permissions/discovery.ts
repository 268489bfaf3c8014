/** Asks GitHub which organisations this deployment serves, at most once a minute for all visitors together. */

import { Refusal } from '../../policy/refusal.ts'
import { claimLookup, findRight, storeRight } from '../../register/sign-in/rights.ts'
import { realNow, realNowPlus, type Visit } from '../access/visit.ts'

/** The row in which it is counted. */
const KEY = 'organizations'

/** For how long the organisations are taken as GitHub named them. */
const KNOWN_SECONDS = 60

/** After this an unanswered question may be asked again. */
const UNANSWERED_SECONDS = 10

/** Refuses (`unavailable`) while the question is under way, or GitHub did not answer it a moment ago. */
export async function discoverAtMostOnceAMinute(c: Visit): Promise<void> {
  const { register, discoverOrganizations } = c.var.platform
  const seen = await findRight(register, KEY)
  const asked = seen?.askedAt ?? null
  const isAnswered = seen !== null && asked !== null && asked <= seen.checkedAt
  if (isAnswered && asked > secondsAgo(KNOWN_SECONDS)) return
  if (!isAnswered && asked !== null && asked > secondsAgo(UNANSWERED_SECONDS)) throw notKnownYet()
  const claim = await claimLookup(register, KEY, seen, realNow())
  if (claim === null) throw notKnownYet()
  await discoverOrganizations()
  await storeRight(register, claim, 'none', realNow())
}

function secondsAgo(seconds: number) {
  return realNowPlus(-seconds / 60)
}

function notKnownYet(): Refusal {
  return new Refusal(
    'unavailable',
    'GitHub has not yet told which organisations are served here. Nothing was changed. Try again in a few seconds.',
    { retryAfter: UNANSWERED_SECONDS },
  )
}
