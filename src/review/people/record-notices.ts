/** Records what owners say of notices: that they told somebody, that they could not, or that they posted the announcement. */

import type { Platform } from '../../platform.ts'
import { printedDay } from '../../policy/calendar.ts'
import { isToldAlready, type ToldNow, whyNotTold } from '../../policy/people/record-notice.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Actor, Id, Instant } from '../../policy/words.ts'
import { findCasesToTell, recordAnnouncement, recordNotices } from '../../register/people/record-notices.ts'

/** One that was not recorded, and why. */
export interface NotTold {
  readonly proposalId: string
  readonly refusal: Refusal
}

/**
 * Records the same telling for several proposals of the organisation, each with its history entry. What may not be recorded is
 * returned with its reason; what was recorded before counts as told and changes nothing.
 */
export async function tellEach(
  { register }: Pick<Platform, 'register'>,
  orgId: Id,
  proposalIds: readonly string[],
  told: ToldNow,
  by: Actor,
  now: Instant,
): Promise<{ readonly told: readonly string[]; readonly refused: readonly NotTold[] }> {
  const ids = [...new Set(proposalIds)]
  const cases = await findCasesToTell(register, orgId, ids, told.at)
  const refused = ids.flatMap((proposalId): NotTold[] => {
    const about = cases.get(proposalId)
    if (about === undefined)
      return [{ proposalId, refusal: new Refusal('not_found', 'There is no such proposal here.') }]
    const why = isToldAlready(about, told) ? null : whyNotTold(about, told, by)
    return why === null ? [] : [{ proposalId, refusal: why.refusal }]
  })
  const not = new Set(refused.map(({ proposalId }) => proposalId))
  const tellings = [...cases.values()].flatMap((about) => {
    const { id: proposalId, subject } = about
    if (not.has(proposalId) || subject.kind !== 'account' || isToldAlready(about, told)) return []
    const facts = { proposal: proposalId, way: told.way, at: told.at }
    const entry = { at: now, act: ACTS[told.result], actor: by, subject, sentence: sentenceOf(told), facts }
    return [{ proposalId, accountId: subject.id, told, by, now, entry }]
  })
  const written = await recordNotices(register, orgId, tellings)
  const overtaken = tellings
    .map(({ proposalId }) => proposalId)
    .filter((id) => !written.has(id))
    .map((proposalId): NotTold => ({ proposalId, refusal: new Refusal('conflict', OVERTAKEN) }))
  const all = [...refused, ...overtaken]
  const failed = new Set(all.map(({ proposalId }) => proposalId))
  return { told: ids.filter((id) => !failed.has(id)), refused: all }
}

/** Records that the announcement of a review was posted. False where it told nobody new. */
export function announce(
  { register }: Pick<Platform, 'register'>,
  orgId: Id,
  reviewId: string,
  told: Pick<ToldNow, 'way' | 'at'>,
  by: Actor,
  now: Instant,
): Promise<boolean> {
  return recordAnnouncement(register, orgId, reviewId, told, {
    at: now,
    act: 'announced',
    actor: by,
    sentence: `The announcement of the review was posted by ${told.way} on ${printedDay(told.at)}.`,
    facts: { review: reviewId, way: told.way, at: told.at },
  })
}

const ACTS = {
  sent: 'notice_sent',
  unreachable: 'unreachable',
  sending: 'notice_sending',
  not_sent: 'notice_not_sent',
} as const

function sentenceOf({ result, way, at }: ToldNow): string {
  return result === 'unreachable'
    ? `They could not be reached by ${way} on ${printedDay(at)}.`
    : `They were told by ${way} on ${printedDay(at)}.`
}

const OVERTAKEN =
  'Something has changed at the same moment: the question has ended, they are away, or they were told already. Nothing was recorded; look at it again.'
