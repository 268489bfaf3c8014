/** Judges one account by its own acts. It never calls missing data inactive, and never proposes anything. */

import { isBefore, monthsBefore, printedDay } from '../calendar.ts'
import type { Rules } from '../rules/rules.ts'
import type { Account, Activity, Gap, Instant, Verdict } from '../words.ts'

/** What the judgement rests on; everything else about an account is without weight. */
export interface AccountFacts {
  readonly account: Account
  /** When the GitHub account was made; null where not known. */
  readonly githubCreatedAt: Instant | null
  /** The audit that first saw the account with access here. A later reading does not renew it. */
  readonly accessSince: Instant
  /** The audit that first saw it with its present role or a higher one. */
  readonly roleSince: Instant
  /** When they joined, where GitHub told it (`heldSince`): then even the first audit can know somebody as new. */
  readonly joinedAt?: Instant | null
  /** The organisation's first complete audit; null while there is none. */
  readonly firstCompleteAt: Instant | null
  /** The newest own act (`newestAct` leaves out those dated after now). */
  readonly newest: Activity | null
  /** Deciding sources that were not read in full and could have shown an act of this account. */
  readonly gaps: readonly Gap[]
}

/** The verdict, in the order exempt → active → new → unknown → inactive. */
export function judgeAccount(facts: AccountFacts, rules: Rules, now: Instant): Verdict {
  const windowStart = monthsBefore(now, rules.windowMonths)
  const exempt = exemptionOf(facts.account, rules, now)
  if (exempt) return exempt
  // An act dated after now is a wrong clock or a forgery: it clears nobody, but may hide an act that would.
  const future = facts.newest !== null && isBefore(now, facts.newest.at) ? facts.newest : null
  const newest = future ? null : facts.newest
  if (newest && !isBefore(newest.at, windowStart)) return { verdict: 'active', by: newest }
  const recent = newcomer(facts, windowStart)
  if (recent) return recent
  const gaps = future ? [...facts.gaps, hiddenBy(future)] : facts.gaps
  if (gaps.length > 0) return { verdict: 'unknown', gaps }
  return {
    verdict: 'inactive',
    newest,
    since: windowStart,
    heldSinceBefore: newest ? null : heldSinceBefore(facts),
  }
}

/** The newest of some acts that is not dated after `now`. */
export function newestAct<A extends Activity>(acts: readonly A[], now: Instant): A | null {
  let newest: A | null = null
  for (const act of acts) {
    if (isBefore(now, act.at)) continue
    if (newest === null || isBefore(newest.at, act.at)) newest = act
  }
  return newest
}

/** A current exemption of the account, or its named sponsor where it is a bot; null where there is neither. */
export function exemptionOf(
  account: Account,
  rules: Rules,
  now: Instant,
): Extract<Verdict, { verdict: 'exempt' }> | null {
  const login = account.login.toLowerCase()
  for (const { id, login: named, reason, until } of rules.exemptions) {
    const meant = id !== undefined ? id === account.id : named.toLowerCase() === login
    if (meant && isBefore(now, until)) return { verdict: 'exempt', because: 'exemption', reason, until }
  }
  // Not asked of `type`: machine accounts that can be members are of type User on GitHub.
  const sponsored = rules.sponsors.find((bot) => bot.login.toLowerCase() === login)
  if (!sponsored) return null
  return { verdict: 'exempt', because: 'sponsored_bot', reason: sponsored.sponsor, until: null }
}

function hiddenBy(future: Activity): Gap {
  const reason = `the newest one is dated ${printedDay(future.at)}, after the audit`
  return { source: future.source, where: 'the whole organisation', reason }
}

function newcomer(facts: AccountFacts, windowStart: Instant): Verdict | null {
  const { firstCompleteAt, accessSince, roleSince, joinedAt, githubCreatedAt } = facts
  if (joinedAt != null && isBefore(windowStart, joinedAt))
    return { verdict: 'new', because: 'access', since: joinedAt }
  // GitHub's lists tell no join date: only what came after the first complete audit is known to be new.
  const isNew = (since: Instant): boolean =>
    firstCompleteAt !== null && isBefore(firstCompleteAt, since) && isBefore(windowStart, since)
  if (isNew(accessSince)) return { verdict: 'new', because: 'access', since: accessSince }
  if (isNew(roleSince)) return { verdict: 'new', because: 'role', since: roleSince }
  if (githubCreatedAt !== null && isBefore(windowStart, githubCreatedAt)) {
    return { verdict: 'new', because: 'github_account', since: githubCreatedAt }
  }
  return null
}

function heldSinceBefore({ firstCompleteAt, accessSince }: AccountFacts): Instant {
  return firstCompleteAt !== null && isBefore(accessSince, firstCompleteAt) ? firstCompleteAt : accessSince
}
