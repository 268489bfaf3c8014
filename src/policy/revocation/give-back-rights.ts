/** Says whether what was taken may be given back now, and by whom. */

import { printedDay, printedMoment } from '../calendar.ts'
import { confirmableFrom, type SecondVoteFacts, whyNoSecondVote } from '../decisions/second-vote.ts'
import { isOwnCase, type ProposalSubject } from '../decisions/voters.ts'
import { giveBackUntil, type Keeping, wayBackInWords } from '../people/keeping.ts'
import { type Refused, refused } from '../refusal.ts'
import type { Actor, Id, Instant, Snapshot } from '../words.ts'

/** A revocation as far as the way back depends on it. */
export interface RemovalToGiveBack {
  readonly status: string
  /** Null where it was erased, or never stored. */
  readonly snapshot: Snapshot | null
  /** Whether anything was removed, by us or by a person's hand. */
  readonly removed: boolean
  readonly hasNewerRemoval: boolean
}

/** Why it cannot be given back; null where it can. */
export function whyNotGivenBack(removal: RemovalToGiveBack, keeping: Keeping, now: Instant): Refused | null {
  const { status, snapshot, removed } = removal
  if (status === 'pending' || status === 'running')
    return refused(
      'conflict',
      'It is still being carried out. Wait for its end, then give it back; nothing was started.',
    )
  if (!removed)
    return refused('conflict', 'Nothing was removed, so there is nothing to give back. Nothing was started.')
  if (snapshot === null)
    return refused(
      'conflict',
      'What was held is no longer stored, so it cannot be given back by one click. Give it by hand on GitHub; nothing was started.',
    )
  const until = giveBackUntil(snapshot.at, keeping)
  if (now > until)
    return refused(
      'conflict',
      `It was taken more than ${wayBackInWords(keeping)} ago: the way back ended on ${printedDay(until)}. Give it by hand on GitHub; nothing was started.`,
    )
  if (removal.hasNewerRemoval)
    return refused(
      'conflict',
      'More was taken from the same person later. Give that back first; nothing was started.',
    )
  return null
}

/** Whether the actor may ask for it, or agree; `needsTwo`: it is an owner's or admin's role. */
export function whyMayNotGiveBack(
  subject: ProposalSubject,
  needsTwo: boolean,
  { by, signIn }: Pick<SecondVoteFacts, 'by' | 'signIn'>,
): Refused | null {
  if (isOwnCase(subject, by))
    return refused(
      'forbidden',
      'Nobody gives themselves access back. Please ask another owner; nothing was started.',
    )
  if (!needsTwo) return null
  if (by.kind !== 'person' || signIn === 'token')
    return refused(
      'forbidden',
      "No token gives an owner's or admin's role back: an owner has to sign in with GitHub. Nothing was started.",
    )
  if (signIn === 'old')
    return refused(
      'sign_in_again',
      "For giving back an owner's or admin's role GitHub has to confirm again that it is you: your sign-in is older than ten minutes. Nothing was started. Sign in again, then repeat it.",
    )
  return null
}

/** Why this actor cannot be the second who agrees; null where they can. One owner alone agrees with themselves, later. */
export function whyNotSecond(
  asked: { readonly by: Actor; readonly at: Instant },
  facts: SecondVoteFacts,
  subjectOwners: readonly Id[],
): Refused | null {
  const isSame = asked.by.kind === 'person' && facts.by.kind === 'person' && asked.by.id === facts.by.id
  if (!isSame) return whyNoSecondVote(facts)
  const from = confirmableFrom(asked, facts.owners, subjectOwners)
  if (facts.now >= from) return whyNoSecondVote(facts)
  return refused(
    'conflict',
    `You have asked for it, and another owner has to agree. If none does, you can agree yourself from ${printedMoment(from)} on. Nothing was changed.`,
    { notBefore: from },
  )
}
