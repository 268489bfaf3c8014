/** Records answers bound to what was shown: what has changed since is refused by itself. */

import type { Platform } from '../../platform.ts'
import { seenOf, shownIn } from '../../policy/decisions/seen.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Id, Instant, Power } from '../../policy/words.ts'
import { findSisterActivity } from '../../register/activity/sisters/sister-activity.ts'
import type { Organization } from '../../register/organizations.ts'
import type { Exception } from '../../register/reviews/page/conditions.ts'
import { findShown, findShownOfGroup, type ShownNow } from '../../register/reviews/page/shown.ts'
import { leftByHand } from '../by-hand/leave-by-hand.ts'
import { type QueuePlace, readQueue } from '../queue/read-queue.ts'
import { type Answer, type AnswerTo, decideEach, type Giver, judgeEach, type NotRecorded } from './decide.ts'
import type { Valid } from './decision-transition.ts'

/** Of which organisation's review the proposals are. */
interface InReview {
  readonly orgId: Id
  readonly reviewId: string
}

/** An answer with the digest of what was shown; null where it is bound to nothing. */
export interface BoundAnswer extends AnswerTo {
  readonly seen: string | null
}

type Result = Awaited<ReturnType<typeof decideEach>>

/** Records different answers that were saved together; `whole`: none of them where one is malformed. */
export async function decideAsShown(
  platform: Platform,
  { orgId, reviewId }: InReview,
  answers: readonly BoundAnswer[],
  giver: Giver,
  now: Instant,
  options: { readonly bulk?: boolean; readonly whole?: boolean } = {},
): Promise<Result> {
  const { left, not } = await asShown(platform, { orgId, reviewId }, answers)
  const result = await decideEach(platform, left, giver, now, options)
  return { ...result, refused: [...not, ...result.refused] }
}

/** What different answers would come to if they were saved now; nothing is recorded, and no reason is asked for yet. */
export async function foreseeAsShown(
  platform: Platform,
  organization: Organization,
  reviewId: string,
  answers: readonly BoundAnswer[],
  giver: Giver,
  now: Instant,
): Promise<Foreseen> {
  const { left, not } = await asShown(platform, { orgId: organization.id, reviewId }, answers)
  const { valid, refused } = await judgeEach(platform, left, giver, now, false)
  const byHand = await leftByHand(platform, organization, valid)
  return {
    answers: valid,
    refused: [...not, ...refused],
    queue: (await readQueue(platform, organization, now, { answers: valid, byHand })).places,
  }
}

/** Answers that are not saved, those that would be refused, and the whole queue with them. */
export interface Foreseen {
  readonly answers: readonly Valid[]
  readonly refused: readonly NotRecorded[]
  readonly queue: readonly QueuePlace[]
}

/** The answers to what is as it was shown, and those that are refused because it is not; each proposal once, however often it was sent. */
async function asShown(
  { register }: Pick<Platform, 'register'>,
  { orgId, reviewId }: InReview,
  answers: readonly BoundAnswer[],
): Promise<{ readonly left: readonly BoundAnswer[]; readonly not: readonly NotRecorded[] }> {
  const ids = answers.map(({ proposalId }) => proposalId)
  const shown = await findShown(register, orgId, reviewId, ids)
  const seenNow = new Map(shown.map((proposal) => [proposal.id, seenOf(proposal)]))
  const not = answers.flatMap(({ proposalId, seen }): NotRecorded[] => {
    const now_ = seenNow.get(proposalId)
    if (now_ === undefined) return [{ proposalId, refusal: unknown() }]
    return seen === null || seen === now_ ? [] : [{ proposalId, refusal: changed() }]
  })
  const left = answers.filter((answer) => !not.some(({ proposalId }) => proposalId === answer.proposalId))
  return { left: eachOnce(left), not: eachOnce(not) }
}

function eachOnce<Of extends { readonly proposalId: string }>(all: readonly Of[]): readonly Of[] {
  return [...new Map(all.map((each) => [each.proposalId, each])).values()]
}

/** Records the same answer for a group as it was shown, over all its pages, but for those left out. */
export async function decideGroup(
  platform: Platform,
  { orgId, reviewId }: InReview,
  group: {
    readonly power: Power
    readonly seen: string
    readonly except: readonly (Exception | 'elsewhere')[]
  },
  answer: Answer,
  now: Instant,
): Promise<Result & { readonly leftOut: number }> {
  if (group.power === 'owners_and_admins') {
    throw new Refusal(
      'invalid',
      'Owners and admins get no answer for all of them: each is decided by name. Nothing was decided.',
    )
  }
  const all = await findShownOfGroup(platform.register, orgId, reviewId, group.power)
  const shown = shownIn(group.seen, all)
  if (shown === null) throw madeUp()
  const { same, changed: since } = shown
  const elsewhere = group.except.includes('elsewhere')
    ? await findSisterActivity(platform.register, orgId, accountsOf(same), now)
    : new Map<Id, unknown>()
  const asked = same.filter(
    ({ except, subject }) =>
      !except.some((word) => group.except.includes(word)) &&
      !(subject.kind === 'account' && elsewhere.has(subject.id)),
  )
  const answers = asked.map(({ id }) => ({ ...answer, proposalId: id }))
  const result = await decideEach(platform, answers, answer, now, { bulk: true })
  return {
    ...result,
    refused: [...since.map(({ id }) => ({ proposalId: id, refusal: changed() })), ...result.refused],
    leftOut: same.length - asked.length,
  }
}

function accountsOf(proposals: readonly ShownNow[]): readonly Id[] {
  return proposals.flatMap(({ subject }) => (subject.kind === 'account' ? [subject.id] : []))
}

function changed(): Refusal {
  return new Refusal('conflict', 'This has changed since the page was shown. Please look at it again.')
}

function madeUp(): Refusal {
  return new Refusal(
    'invalid',
    'This `seen` is not one of ours. Send that of the group, as the review gave it, unchanged. Nothing was decided.',
  )
}

function unknown(): Refusal {
  return new Refusal('not_found', 'There is no such proposal in this review.')
}
