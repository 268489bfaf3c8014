/** Reads and checks the terms of a decision: until when, to which role, and whether a reason is needed. */

import { isBefore, printedDay } from '../calendar.ts'
import { Refusal } from '../refusal.ts'
import { momentOf } from '../rules/rule-values.ts'
import type { Rules } from '../rules/rules.ts'
import {
  type DecisionKind,
  type Instant,
  isWeaker,
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
  readonly until: Instant | null
  readonly role: RepositoryRole | null
}

/** Parses the terms of a decision, or throws the Refusal that says what is missing or has no effect. */
export function termsOf(decision: DecisionInput, about: DecisionTarget, rules: Rules, now: Instant): Terms {
  const until = untilOf(decision, now)
  const role = lowerRoleOf(decision, about)
  if (decision.bulk && decision.reason.trim() === '') {
    throw new Refusal('invalid', 'Deciding about several at once needs a reason. Nothing was decided.')
  }
  if (decision.kind === 'emeritus') refuseEmeritusWithoutTeam(about, rules)
  return { until, role }
}

function untilOf(decision: DecisionInput, now: Instant): Instant | null {
  if (decision.kind !== 'keep') return null
  const given = decision.until ?? ''
  const until = given === '' ? null : momentOf(given)
  if (until === null) {
    throw new Refusal(
      'invalid',
      'Please say until which day to keep it, for example 2027-03-01. Nothing was decided.',
    )
  }
  if (!isBefore(now, until)) {
    throw new Refusal(
      'invalid',
      `Keeping until ${printedDay(until)} has no effect: that day has passed. Nothing was decided.`,
    )
  }
  return until
}

function lowerRoleOf(
  decision: DecisionInput,
  { subject, highestRole }: DecisionTarget,
): RepositoryRole | null {
  if (decision.kind !== 'downgrade') return null
  const current = highestRole ?? null
  if (subject.kind !== 'account' || current === null) {
    throw new Refusal('invalid', 'Only the role of an account can be lowered. Nothing was decided.')
  }
  const role = REPOSITORY_ROLES.find((known) => known === decision.role)
  if (role === undefined) {
    throw new Refusal(
      'invalid',
      `Please say to which role: one of ${REPOSITORY_ROLES.join(', ')}. Nothing was decided.`,
    )
  }
  if (!isWeaker(role, current)) {
    throw new Refusal('invalid', `${role} is not lower than what is held (${current}). Nothing was decided.`)
  }
  return role
}

function refuseEmeritusWithoutTeam({ subject }: DecisionTarget, rules: Rules): void {
  if (subject.kind !== 'account') {
    throw new Refusal('invalid', 'Only a person can become emeritus. Nothing was decided.')
  }
  if (rules.emeritusTeam === null) {
    throw new Refusal(
      'invalid',
      'No emeritus team is set. Name one under Settings first; nothing was decided.',
    )
  }
}
