/** Reads and checks the terms of a decision: until when, to which role, and whether a reason is needed. */

import { isBefore, monthsBefore, printedDay } from '../calendar.ts'
import { type Refused, refused } from '../refusal.ts'
import { momentOf } from '../rules/rule-values.ts'
import type { Rules } from '../rules/rules.ts'
import type { Choice, DecisionKind, Id, Instant, LowerRole, Subject } from '../words.ts'
import { repositoriesOnOffer, rolesInWords, rolesOnOffer } from './offer.ts'

/** The decision as it was sent. */
export interface DecisionInput {
  readonly kind: DecisionKind
  readonly reason: string
  /** For *keep*: a day or moment in the future. */
  readonly until?: string | null
  /** For *downgrade*: what it leaves, one of the roles on offer. */
  readonly role?: string | null
  /** For *downgrade* to outside collaborator: the ids of the repositories that stay; all where it is not said. */
  readonly repositories?: readonly Id[] | null
  /** Whether it is given to several proposals at once: then it needs a reason. */
  readonly bulk?: boolean
}

export interface DecisionTarget {
  readonly subject: Subject
}

/** The parsed terms of a decision; each is null where that kind of decision has none. */
export interface Terms {
  readonly kind: 'terms'
  readonly until: Instant | null
  readonly role: LowerRole | null
  /** In the order of their ids; null where all stay, or none was to be named. */
  readonly repositories: readonly Id[] | null
}

/** What the terms are checked against. */
interface TermsFacts {
  readonly rules: Rules
  readonly now: Instant
  /** Whether it is an owner's or administrator's right: it is kept for half as long. */
  readonly needsTwo: boolean
  /** The answers on offer. */
  readonly offered: readonly Choice[]
}

/** The longest *keep*, in calendar months: of an owner's or administrator's right, and of everything else. */
const KEPT_MONTHS = { privileged: 6, other: 12 } as const

/** The *keep* that a form proposes, in calendar months. */
const PROPOSED_MONTHS = 6

/** The day until which *keep* is proposed, as a form sends it: never later than is allowed. */
export function proposedKeepDate(now: Instant): string {
  return monthsBefore(now, -Math.min(PROPOSED_MONTHS, ...Object.values(KEPT_MONTHS))).slice(0, 10)
}

/** Parses the terms of a decision, or says what is missing or has no effect. */
export function termsOf(decision: DecisionInput, about: DecisionTarget, facts: TermsFacts): Terms | Refused {
  if (decision.bulk && decision.reason.trim() === '')
    return invalid('Deciding about several at once needs a reason. Nothing was decided.')
  switch (decision.kind) {
    case 'keep':
      return keptUntil(decision, facts)
    case 'downgrade':
      return lowerRole(decision, about, facts)
    case 'emeritus':
      return whyNotEmeritus(about, facts.rules) ?? NO_TERMS
    case 'revoke':
      return NO_TERMS
  }
}

const NO_TERMS: Terms = { kind: 'terms', until: null, role: null, repositories: null }

function keptUntil(decision: DecisionInput, { now, needsTwo }: TermsFacts): Terms | Refused {
  const given = decision.until ?? ''
  const until = given === '' ? null : momentOf(given)
  if (until === null)
    return invalid('Please say until which day to keep it, for example 2027-03-01. Nothing was decided.')
  if (!isBefore(now, until)) {
    return invalid(
      `Keeping until ${printedDay(until)} has no effect: that day has passed. Nothing was decided.`,
    )
  }
  const months = needsTwo ? KEPT_MONTHS.privileged : KEPT_MONTHS.other
  const latestDay = monthsBefore(now, -months)
  // A day counts to its last second, and the same day of the last month is still in time.
  if (until.slice(0, 10) > latestDay.slice(0, 10)) {
    const whose = needsTwo ? "An owner's or administrator's right is" : 'It is'
    return invalid(
      `${whose} kept for at most ${months} months, until ${printedDay(latestDay)}: after that it is asked about again. Nothing was decided.`,
    )
  }
  return { ...NO_TERMS, until }
}

function lowerRole(
  decision: DecisionInput,
  { subject }: DecisionTarget,
  { offered }: TermsFacts,
): Terms | Refused {
  const roles = rolesOnOffer(offered)
  if (subject.kind !== 'account')
    return invalid('Only the role of an account can be lowered. Nothing was decided.')
  if (roles.length === 0)
    return invalid(
      `Nothing that ${subject.login} holds can be lowered. Nothing was decided; keep it or revoke it.`,
    )
  const given = decision.role ?? ''
  const role = roles.find((known) => known === given)
  if (role === undefined) {
    const why = given === '' ? 'Please say to which role' : `${given.replace('_', ' ')} is not on offer`
    return invalid(`${why}; on offer for ${subject.login}: ${rolesInWords(roles)}. Nothing was decided.`)
  }
  return keptRepositories(decision, role, offered)
}

/**
 * The repositories that stay, in the order of their ids, so that the same ones are the same answer; naming all of them means
 * the same as naming none.
 */
function keptRepositories(
  { repositories }: DecisionInput,
  role: LowerRole,
  offered: readonly Choice[],
): Terms | Refused {
  if (repositories == null) return { ...NO_TERMS, role }
  if (role !== 'outside_collaborator')
    return invalid('Repositories are chosen only for an outside collaborator. Nothing was decided.')
  if (repositories.length === 0)
    return invalid('An outside collaborator keeps at least one repository. Nothing was decided; else revoke.')
  const reached = repositoriesOnOffer(offered)
  const unknown = repositories.filter((id) => !reached.includes(id))
  if (unknown.length > 0) {
    return invalid(
      `They reach no repository ${unknown.slice(0, 3).join(', ')} by a team or a role of their own. Nothing was decided.`,
    )
  }
  const kept = [...new Set(repositories)].sort((a, b) => a - b)
  return { ...NO_TERMS, role, repositories: kept.length === new Set(reached).size ? null : kept }
}

function whyNotEmeritus({ subject }: DecisionTarget, rules: Rules): Refused | null {
  if (subject.kind !== 'account') return invalid('Only a person can become emeritus. Nothing was decided.')
  if (rules.emeritusTeam === null)
    return invalid('No emeritus team is set. Name one under Settings first; nothing was decided.')
  return null
}

function invalid(sentence: string): Refused {
  return refused('invalid', sentence)
}
