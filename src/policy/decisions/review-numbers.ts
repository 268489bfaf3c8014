/** The numbers of a review as of a moment, from what was answered and carried out by then: nobody is in them by name. */

import { isBefore, MILLISECONDS_A_DAY } from '../calendar.ts'
import type { DecisionKind, Instant, Power, Rejoined } from '../words.ts'

/** One question of a review, with nothing of whom it is about. */
export interface QuestionInReview {
  readonly power: Power
  readonly openedAt: Instant
  /** Whether it went stale: an act, an exemption or a raised grant ended it. */
  readonly isStale: boolean
  /** Every answer, ended ones too. */
  readonly votes: readonly Vote[]
  readonly removal: CarriedOut | null
}

interface Vote {
  readonly decision: DecisionKind
  readonly at: Instant
  readonly confirmedAt: Instant | null
  readonly endedAt: Instant | null
}

/** A revocation that was proven by reading GitHub again. */
interface CarriedOut {
  readonly at: Instant
  /** True: no call of ours changed anything; owners did it and an audit found it done. */
  readonly byHand: boolean
  readonly rejoinedAt: Instant | null
  readonly rejoinedHow: Rejoined | null
}

/** All but `asked` are as of the moment asked for. */
export interface ReviewNumbers {
  readonly asked: Readonly<Record<Power | 'all', number>>
  readonly answered: Readonly<Record<DecisionKind | 'all' | 'twoOpinions' | 'byTwo', number>>
  readonly unanswered: { readonly carriedOver: number; readonly endedByThemselves: number }
  readonly removals: { readonly proven: number; readonly byHand: number; readonly notCarriedOut: number }
  readonly cameBack: Readonly<Record<Rejoined, number>>
  /** From a question's opening to its first answer, in days and tenths. */
  readonly daysToAnswer: { readonly median: number; readonly longest: number } | null
}

/**
 * Counts what was so right before `asOf`. What came later changes nothing, so a closed review's numbers as of its end are
 * always the same, also when who was asked about has been erased.
 */
export function reviewNumbers(all: readonly QuestionInReview[], asOf: Instant): ReviewNumbers {
  const questions = all.filter(({ openedAt }) => isBefore(openedAt, asOf))
  const answered = questions.flatMap((question) => {
    const votes = standing(question, asOf)
    return votes.length === 0 ? [] : [{ question, votes, kind: kindOf(votes) }]
  })
  const of = (kind: DecisionKind | null) => answered.filter((each) => each.kind === kind).length
  const open = questions.filter((question) => standing(question, asOf).length === 0)
  const taking = answered.filter(({ kind }) => kind !== 'keep' && kind !== null)
  const done = questions.flatMap(({ removal }) =>
    removal !== null && isBefore(removal.at, asOf) ? [removal] : [],
  )
  const back = (how: Rejoined) =>
    done.filter(
      ({ rejoinedAt, rejoinedHow }) =>
        rejoinedHow === how && rejoinedAt !== null && isBefore(rejoinedAt, asOf),
    ).length
  const stale = open.filter(({ isStale }) => isStale).length
  return {
    asked: {
      all: questions.length,
      ...byPower((power) => questions.filter((question) => question.power === power).length),
    },
    answered: {
      all: answered.length,
      ...{ keep: of('keep'), downgrade: of('downgrade'), emeritus: of('emeritus'), revoke: of('revoke') },
      twoOpinions: of(null),
      byTwo: answered.filter(({ votes, kind }) => kind !== null && isByTwo(votes, asOf)).length,
    },
    unanswered: { carriedOver: open.length - stale, endedByThemselves: stale },
    removals: {
      proven: done.length,
      byHand: done.filter(({ byHand }) => byHand).length,
      notCarriedOut: taking.filter(
        ({ question: { removal } }) => removal === null || !isBefore(removal.at, asOf),
      ).length,
    },
    cameBack: { way_back: back('way_back'), sync: back('sync'), elsewhere: back('elsewhere') },
    daysToAnswer: daysOf(answered.map(({ question, votes }) => daysUntil(question, votes))),
  }
}

/** The answers that stood right before the moment, oldest first. */
function standing({ votes }: QuestionInReview, asOf: Instant): readonly Vote[] {
  return votes
    .filter(({ at, endedAt }) => isBefore(at, asOf) && (endedAt === null || !isBefore(endedAt, asOf)))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

/** Null: two owners answered differently. */
function kindOf(votes: readonly Vote[]): DecisionKind | null {
  const [kind = null, ...others] = new Set(votes.map(({ decision }) => decision))
  return others.length === 0 ? kind : null
}

/** By two owners, or confirmed by the same one where no other was there. */
function isByTwo(votes: readonly Vote[], asOf: Instant): boolean {
  return (
    votes.length > 1 || votes.some(({ confirmedAt }) => confirmedAt !== null && isBefore(confirmedAt, asOf))
  )
}

function daysUntil({ openedAt }: QuestionInReview, [first]: readonly Vote[]): number {
  return first === undefined ? 0 : (Date.parse(first.at) - Date.parse(openedAt)) / MILLISECONDS_A_DAY
}

function daysOf(days: readonly number[]): ReviewNumbers['daysToAnswer'] {
  const sorted = [...days].sort((a, b) => a - b)
  const longest = sorted.at(-1)
  if (longest === undefined) return null
  const middle = sorted.length / 2
  const median = ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2
  return { median: inTenths(median), longest: inTenths(longest) }
}

function inTenths(days: number): number {
  return Math.round(days * 10) / 10
}

function byPower(count: (power: Power) => number): Record<Power, number> {
  return {
    owners_and_admins: count('owners_and_admins'),
    can_push: count('can_push'),
    membership_only: count('membership_only'),
    credentials: count('credentials'),
    invitations: count('invitations'),
    clean_up: count('clean_up'),
  }
}
