/** Judges one account by its own acts. Missing data never makes it inactive. */

import type { LoggedSince } from '../access/logged-since.ts'
import { isBefore, monthsBefore, printedDay } from '../calendar.ts'
import type { Rules } from '../rules/rules.ts'
import type { Account, Activity, Gap, Id, Instant, Verdict, VerdictWithoutLeave } from '../words.ts'

/** Everything that the verdict depends on. */
export interface AccountFacts {
  readonly account: Account
  /** When the GitHub account was created; null where not known. */
  readonly githubCreatedAt: Instant | null
  /** The audit that first saw the account with access here. A later reading does not renew it. */
  readonly accessSince: Instant
  /** The audit that first saw it with its present organisation role or a higher one. */
  readonly roleSince: Instant
  /** When they joined, where GitHub said so (`heldSince`): then even the first audit can tell that somebody is new. */
  readonly joinedAt?: Instant | null
  /** What the audit log dates that an owner handed in; it makes somebody new, and nobody less new than without it. */
  readonly logged?: LoggedSince
  /** The organisation's first complete audit; null while there is none. */
  readonly firstCompleteAt: Instant | null
  /** The newest own act (`newestAct` leaves out those dated after now). */
  readonly newest: Activity | null
  /** Deciding sources that were not read in full and could have shown an act of this account. */
  readonly gaps: readonly Gap[]
  /** Until when they are away; null or absent while they are not. */
  readonly awayUntil?: Instant | null
}

/**
 * The verdict, in the order exempt → active → new → unknown → inactive. Leave comes first, for active people too: whoever is
 * away is not there to keep an organisation's last keys.
 */
export function judgeAccount(facts: AccountFacts, rules: Rules, now: Instant): Verdict {
  const { awayUntil = null } = facts
  const otherwise = judgeByActs(facts, rules, now)
  if (awayUntil === null || !isBefore(now, awayUntil)) return otherwise
  return { verdict: 'exempt', because: 'leave', reason: 'away', until: awayUntil, otherwise }
}

function judgeByActs(facts: AccountFacts, rules: Rules, now: Instant): VerdictWithoutLeave {
  const windowStart = monthsBefore(now, rules.windowMonths)
  const exempt = exemptionOf(facts.account, rules, now)
  if (exempt) return exempt
  // An act dated after now is a wrong clock or a forgery: it makes nobody active, but may hide an act that would.
  const future = facts.newest !== null && isBefore(now, facts.newest.at) ? facts.newest : null
  const newest = future ? null : facts.newest
  if (newest && !isBefore(newest.at, windowStart)) return { verdict: 'active', by: newest }
  const newVerdict = newVerdictOf(facts, windowStart)
  if (newVerdict) return newVerdict
  const gaps = future ? [...facts.gaps, futureActGap(future)] : facts.gaps
  if (gaps.length > 0) return { verdict: 'unknown', gaps }
  return {
    verdict: 'inactive',
    newest,
    since: windowStart,
    heldSinceBefore: newest ? null : heldSinceBefore(facts),
  }
}

/** The newest act that is not dated after `now`; null where there is none. */
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
): Extract<VerdictWithoutLeave, { verdict: 'exempt' }> | null {
  const exemption = rules.exemptions.find((entry) => isAbout(entry, account) && isBefore(now, entry.until))
  if (exemption)
    return { verdict: 'exempt', because: 'exemption', reason: exemption.reason, until: exemption.until }
  // `type` does not matter: machine accounts that are members have the type User on GitHub.
  const sponsored = rules.sponsors.find(
    (entry) => isAbout(entry, account) && (entry.until === undefined || isBefore(now, entry.until)),
  )
  if (!sponsored) return null
  const { sponsor, until = null } = sponsored
  return { verdict: 'exempt', because: 'sponsored_bot', reason: sponsor, until }
}

/** An entry without an id is an earlier version's. */
function isAbout(entry: { readonly id?: Id | undefined; readonly login: string }, account: Account): boolean {
  return entry.id !== undefined
    ? entry.id === account.id
    : entry.login.toLowerCase() === account.login.toLowerCase()
}

function futureActGap(future: Activity): Gap {
  const reason = `the newest one is dated ${printedDay(future.at)}, after the audit`
  return { source: future.source, where: 'the whole organisation', reason }
}

function newVerdictOf(facts: AccountFacts, windowStart: Instant): VerdictWithoutLeave | null {
  const { firstCompleteAt, accessSince, roleSince, joinedAt, logged, githubCreatedAt } = facts
  if (joinedAt != null && isBefore(windowStart, joinedAt))
    return { verdict: 'new', because: 'access', since: joinedAt }
  if (logged?.access != null && isBefore(windowStart, logged.access))
    return { verdict: 'new', because: 'access', since: logged.access, source: 'audit_log' }
  // GitHub's lists have no join date: only access first seen after the first complete audit is known to be new.
  const isNew = (since: Instant): boolean =>
    firstCompleteAt !== null && isBefore(firstCompleteAt, since) && isBefore(windowStart, since)
  if (isNew(accessSince)) return { verdict: 'new', because: 'access', since: accessSince }
  if (isNew(roleSince)) return { verdict: 'new', because: 'role', since: roleSince }
  if (logged?.role != null && isBefore(windowStart, logged.role))
    return { verdict: 'new', because: 'role', since: logged.role, source: 'audit_log' }
  if (githubCreatedAt !== null && isBefore(windowStart, githubCreatedAt)) {
    return { verdict: 'new', because: 'github_account', since: githubCreatedAt }
  }
  return null
}

function heldSinceBefore({ firstCompleteAt, accessSince }: AccountFacts): Instant {
  return firstCompleteAt !== null && isBefore(accessSince, firstCompleteAt) ? firstCompleteAt : accessSince
}
