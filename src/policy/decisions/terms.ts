/** Reads and checks the terms of a decision: until when, to which role, and whether a reason is needed. */

import { isBefore, monthsBefore, printedDay } from '../calendar.ts'
import { type Refused, refused } from '../refusal.ts'
import { momentOf } from '../rules/rule-values.ts'
import type { Rules } from '../rules/rules.ts'
import {
  type DecisionKind,
  type Instant,
  isWeaker,
  type LowerRole,
  REPOSITORY_ROLES,
  type RepositoryRole,
  type Subject,
} from '../words.ts'

/** The decision as it was sent. */
export interface DecisionInput {
  readonly kind: DecisionKind
  readonly reason: string
  /** For *keep*: a day or moment in the future. */
  readonly until?: string | null
  /** For *downgrade*: a strictly lower role. */
  readonly role?: string | null
  /** Whether it is given to several proposals at once: then it needs a reason. */
  readonly bulk?: boolean
}

/** What the decision is about. */
export interface DecisionTarget {
  readonly subject: Subject
  /** The strongest role that the account has now; null where it has none. */
  readonly highestRole?: RepositoryRole | null
}

/** The parsed terms of a decision; each is null where that kind of decision has none. */
export interface Terms {
  readonly kind: 'terms'
  readonly until: Instant | null
  readonly role: LowerRole | null
}

/** What the terms are checked against. */
interface TermsFacts {
  readonly rules: Rules
  readonly now: Instant
  /** Whether it is an owner's or administrator's right: it is kept for half as long. */
  readonly needsTwo: boolean
}

/** The longest *keep*, in calendar months: of an owner's or administrator's right, and of everything else. */
const KEPT_MONTHS = { privileged: 6, other: 12 } as const

/** Parses the terms of a decision, or says what is missing or has no effect. */
export function termsOf(decision: DecisionInput, about: DecisionTarget, facts: TermsFacts): Terms | Refused {
  if (decision.bulk && decision.reason.trim() === '')
    return invalid('Deciding about several at once needs a reason. Nothing was decided.')
  switch (decision.kind) {
    case 'keep':
      return keptUntil(decision, facts)
    case 'downgrade':
      return lowerRole(decision, about)
    case 'emeritus':
      return whyNotEmeritus(about, facts.rules) ?? NO_TERMS
    case 'revoke':
      return NO_TERMS
  }
}

const NO_TERMS: Terms = { kind: 'terms', until: null, role: null }

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

function lowerRole(decision: DecisionInput, { subject, highestRole }: DecisionTarget): Terms | Refused {
  const current = highestRole ?? null
  if (subject.kind !== 'account' || current === null)
    return invalid('Only the role of an account can be lowered. Nothing was decided.')
  const role = REPOSITORY_ROLES.find((known) => known === decision.role)
  if (role === undefined)
    return invalid(`Please say to which role: one of ${REPOSITORY_ROLES.join(', ')}. Nothing was decided.`)
  if (!isWeaker(role, current))
    return invalid(`${role} is not lower than what is held (${current}). Nothing was decided.`)
  return { ...NO_TERMS, role }
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
