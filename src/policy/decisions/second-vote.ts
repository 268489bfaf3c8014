/** Who may give the second vote on an owner's or administrator's right, and when one owner alone may confirm their own. */

import { daysAfter, hoursAfter, isBefore, latest, printedMoment } from '../calendar.ts'
import { type Refused, refused } from '../refusal.ts'
import type { Actor, Id, Instant, VerdictName } from '../words.ts'
import type { Vote } from './votes.ts'

/** An owner of the organisation by the register. */
export interface KnownOwner {
  readonly id: Id
  /** The audit that first saw them as an owner. */
  readonly since: Instant
  /** Their present verdict by their acts, leave ignored; null where they have none. */
  readonly verdict: VerdictName | null
  /** Whether they have said themselves that they are away; what an owner entered for them shortens nobody's time to answer. */
  readonly isAway?: boolean
}

/** What the right to a second vote depends on. */
export interface SecondVoteFacts {
  readonly by: Actor
  /** How the voter is signed in; `old`: longer ago than ten minutes. */
  readonly signIn: SignIn
  readonly owners: readonly KnownOwner[]
  /** The organisation's first complete audit; null while there is none. */
  readonly firstCompleteAt: Instant | null
  readonly now: Instant
}

/** How somebody who votes is signed in. */
export type SignIn = 'fresh' | 'old' | 'token'

/**
 * Days for which somebody has to have been an owner, unless they were one at the first complete audit: a thief may have made
 * the new owner.
 */
const OWNER_DAYS = 14
/** Days that another active owner has for an answer before one alone may confirm. */
const ANSWER_DAYS = 14
/** Hours after their vote when one owner alone may confirm it. */
const CONFIRM_HOURS = 72

/** Why this person's vote cannot be the one that takes an owner's or administrator's right; null where it can. */
export function whyNoSecondVote(facts: SecondVoteFacts): Refused | null {
  const { by, signIn, owners, firstCompleteAt, now } = facts
  if (by.kind !== 'person' || signIn === 'token') {
    return refused(
      'forbidden',
      "No token gives a second vote on an owner's or administrator's right: an owner has to sign in with GitHub. Nothing was decided.",
    )
  }
  const owner = owners.find(({ id }) => id === by.id)
  if (owner === undefined || !isOwnerLongEnough(owner, firstCompleteAt, now)) {
    return refused(
      'forbidden',
      `Somebody who became an owner less than ${OWNER_DAYS} days ago gives no second vote on an owner's or administrator's right. Please ask another owner; nothing was decided.`,
    )
  }
  if (signIn === 'old') {
    return refused(
      'sign_in_again',
      "For a second vote on an owner's or administrator's right GitHub has to confirm again that it is you: your sign-in is older than ten minutes. Nothing was decided. Sign in again, then repeat it.",
    )
  }
  return null
}

/** Whether an owner was one at the first complete audit, or has been one for long enough since. */
export function isOwnerLongEnough(
  { since }: Pick<KnownOwner, 'since'>,
  firstCompleteAt: Instant | null,
  now: Instant,
): boolean {
  const wasOneAtFirst = firstCompleteAt !== null && !isBefore(firstCompleteAt, since)
  return wasOneAtFirst || !isBefore(now, daysAfter(since, OWNER_DAYS))
}

/** From when on one owner alone may confirm their vote: at once after 72 hours where no other owner is active, else once those had 14 days to answer. */
export function confirmableFrom(
  vote: Pick<Vote, 'at' | 'by'>,
  owners: readonly KnownOwner[],
  subjectOwners: readonly Id[],
): Instant {
  const others = owners.filter(
    ({ id, verdict, isAway = false }) =>
      !(vote.by.kind === 'person' && vote.by.id === id) &&
      !subjectOwners.includes(id) &&
      // Whoever may be active might answer: only known inactivity does not wait.
      verdict !== 'inactive' &&
      !isAway,
  )
  const alone = hoursAfter(vote.at, CONFIRM_HOURS)
  return others.length === 0 ? alone : (latest(alone, daysAfter(vote.at, ANSWER_DAYS)) ?? alone)
}

/** The refusal of the very same answer while it may not be confirmed yet. */
export function notConfirmableYet(from: Instant): Refused {
  return refused(
    'conflict',
    `You have decided about this already, and another owner's vote is wanted. If none answers, you can confirm your own from ${printedMoment(from)} on. Nothing was changed.`,
    { notBefore: from },
  )
}
