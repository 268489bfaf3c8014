/** Finds out whether an account owns an organisation: from the last answer, else from GitHub, one look-up at a time. */

import { instant } from '../../policy/calendar.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Id, Instant } from '../../policy/words.ts'
import { isHeldOn } from '../../register/access/holders.ts'
import type { Organization } from '../../register/organizations.ts'
import {
  type Claim,
  claimLookup,
  findRight,
  type Right,
  releaseLookup,
  rightKey,
  storeRight,
} from '../../register/sign-in/rights.ts'
import { realNow, realNowPlus, type Visit } from '../access/visit.ts'

type Role = 'owner' | 'none'
type Person = { readonly id: Id; readonly login: string }

/** For how long a role that GitHub returned is used for reading. */
const ROLE_CACHE_MINUTES = 5

/** For how long a non-owner is not looked up again, also before a change: each look-up costs one of the organisation's requests. */
const NO_ROLE_CACHE_MINUTES = 1

/** How often an account on which the register knows nothing may cost the organisation a request. */
const STRANGER_MINUTES = 60

/** After this a look-up without an answer counts as broken off: GitHub ends a request after ten seconds (docs, troubleshooting the REST API). */
const LOOKUP_SECONDS = 15

/** The pauses before looking again for somebody else's answer, in milliseconds. Few: each costs one of 50 queries (Free plan). */
const PAUSES = [100, 200, 400, 800, 1600]

/**
 * `cached`: as GitHub said within five minutes. `fresh`: an owner is asked for anew; an answer that was asked for since this
 * request began counts. Throws where GitHub does not answer, but for strangers: an account that holds nothing here, and was
 * no owner when last looked up, is `none` then, so that it gets the answer for an unknown organisation.
 */
export async function rightOf(
  c: Visit,
  person: Person,
  org: Organization,
  lookup: 'cached' | 'fresh',
): Promise<Role> {
  const { register } = c.var.platform
  const begun = realNow()
  const seen = await findRight(register, rightKey(org.id, person.id))
  const known = knownRole(seen, lookup, begun)
  if (known !== null) return known
  const isKnown = seen?.role === 'owner' || (await isHeldOn(register, org.id, person.id))
  if (!isKnown) return await strangersRight(c, person, org, seen)
  return await holdersRight(c, person, org, { lookup, begun })
}

/**
 * The right of an account that holds nothing here: GitHub is asked at most once an hour, whether it answers or not, and nobody
 * waits for an answer to somebody else.
 */
async function strangersRight(
  c: Visit,
  person: Person,
  org: Organization,
  seen: Right | null,
): Promise<Role> {
  const { register } = c.var.platform
  const hourAgo = realNowPlus(-STRANGER_MINUTES)
  // A row of the previous version has no `askedAt`.
  if (seen !== null && (seen.askedAt ?? seen.checkedAt) > hourAgo) return 'none'
  const claim = await claimLookup(register, rightKey(org.id, person.id), seen, realNow())
  if (claim === null) return 'none'
  try {
    return await askGitHub(c, person, org, claim)
  } catch (error) {
    console.error(JSON.stringify({ event: 'right_not_asked', organization: org.id, error: String(error) }))
    return 'none'
  }
}

/** Asks GitHub, or waits for the answer to whoever asked before. */
async function holdersRight(
  c: Visit,
  person: Person,
  org: Organization,
  { lookup, begun }: { readonly lookup: 'cached' | 'fresh'; readonly begun: Instant },
): Promise<Role> {
  const { register } = c.var.platform
  const key = rightKey(org.id, person.id)
  let waitedFor: Instant | null = null
  for (const pause of [0, ...PAUSES]) {
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause))
    const seen = await findRight(register, key)
    const known = knownRole(seen, lookup, begun)
    if (known !== null) return known
    if (isUnderWay(seen)) {
      waitedFor = seen?.askedAt ?? null
      continue
    }
    // The request that asked got no answer. If each one that waited asked again at once, that would only add to GitHub's
    // trouble.
    if (waitedFor !== null && (seen === null || seen.checkedAt < waitedFor)) break
    const claim = await claimLookup(register, key, seen, realNow())
    if (claim === null) continue
    return await askGitHub(c, person, org, claim).catch(async (error: unknown) => {
      await releaseLookup(register, claim)
      throw error
    })
  }
  throw notAnswered()
}

async function askGitHub(c: Visit, person: Person, org: Organization, claim: Claim): Promise<Role> {
  const { register, organizationRoleOf } = c.var.platform
  const role = await organizationRoleOf(org, { id: person.id, login: person.login })
  await storeRight(register, claim, role, realNow())
  return role
}

/** The stored role where it is new enough; null: it has to be looked up. */
function knownRole(seen: Right | null, lookup: 'cached' | 'fresh', begun: Instant): Role | null {
  if (seen === null) return null
  const { role, checkedAt, askedAt } = seen
  if (lookup === 'cached') return checkedAt > minutesBefore(begun, ROLE_CACHE_MINUTES) ? role : null
  if (role === 'none' && checkedAt > minutesBefore(begun, NO_ROLE_CACHE_MINUTES)) return role
  return askedAt !== null && askedAt >= begun && askedAt <= checkedAt ? role : null
}

function isUnderWay(seen: Right | null): boolean {
  if (seen === null || seen.askedAt === null || seen.askedAt <= seen.checkedAt) return false
  return seen.askedAt > realNowPlus(-LOOKUP_SECONDS / 60)
}

function minutesBefore(at: Instant, minutes: number): Instant {
  return instant(Date.parse(at) - minutes * 60_000)
}

function notAnswered(): Refusal {
  return new Refusal(
    'unavailable',
    'GitHub has not yet said whether you are an owner. Nothing was changed. Try again in a few seconds.',
    { retryAfter: 5 },
  )
}
