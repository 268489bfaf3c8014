/** What an answer has to say to mean anything: until when, to which role, and why. It never asks who gives it. */

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

/** The answer that somebody gives. */
export interface DecisionAsked {
  readonly kind: DecisionKind
  readonly reason: string
  /** Of *keep*: a day or moment in the future. */
  readonly until?: string | null
  /** Of *downgrade*: a strictly lower role. */
  readonly role?: string | null
  /** Given to several proposals at once: then a reason is needed. */
  readonly bulk?: boolean
}

/** What the answer is about. */
export interface AskedAbout {
  readonly subject: Subject
  /** The strongest role held now; null where there is none. */
  readonly highestRole?: RepositoryRole | null
}

/** An answer's moment and role, read. */
export interface Terms {
  readonly until: Instant | null
  readonly role: RepositoryRole | null
}

/** Reads the terms of an answer or throws the Refusal that says what is missing or without effect. */
export function termsOf(decision: DecisionAsked, about: AskedAbout, rules: Rules, now: Instant): Terms {
  const until = untilOf(decision, now)
  const role = roleAsked(decision, about)
  if (decision.bulk && decision.reason.trim() === '') {
    throw new Refusal('invalid', 'Deciding about several at once needs a reason. Nothing was decided.')
  }
  if (decision.kind === 'emeritus') refuseEmeritusWithoutTeam(about, rules)
  return { until, role }
}

function untilOf(decision: DecisionAsked, now: Instant): Instant | null {
  if (decision.kind !== 'keep') return null
  const asked = decision.until ?? ''
  const until = asked === '' ? null : momentOf(asked)
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

function roleAsked(decision: DecisionAsked, { subject, highestRole }: AskedAbout): RepositoryRole | null {
  if (decision.kind !== 'downgrade') return null
  const held = highestRole ?? null
  if (subject.kind !== 'account' || held === null) {
    throw new Refusal('invalid', 'Only the role of an account can be lowered. Nothing was decided.')
  }
  const role = REPOSITORY_ROLES.find((known) => known === decision.role)
  if (role === undefined) {
    throw new Refusal(
      'invalid',
      `Please say to which role: one of ${REPOSITORY_ROLES.join(', ')}. Nothing was decided.`,
    )
  }
  if (!isWeaker(role, held)) {
    throw new Refusal('invalid', `${role} is not lower than what is held (${held}). Nothing was decided.`)
  }
  return role
}

function refuseEmeritusWithoutTeam({ subject }: AskedAbout, rules: Rules): void {
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
