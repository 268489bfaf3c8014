/** Takes an owner's answers. It carries none of them out: a decision is a row, a removal is revoke.ts. */

import { decided as decidedLetter, letterhead } from '../notify/messages.ts'
import type { Outside } from '../platform.ts'
import { isBefore } from '../policy/calendar.ts'
import type { Instant } from '../policy/words.ts'
import { historyHead } from '../register/history/history.ts'
import { takeAnswers } from './record-answers.ts'
import { earliestRemoval } from './start-revocation.ts'
import type { Answer, Decided, Draft } from './validate-answer.ts'

/** Records one answer, tells the channels, and says whether a second vote is needed. Throws the Refusal that says why not. */
export async function decide(
  outside: Outside,
  proposalId: string,
  answer: Answer,
  now: Instant,
): Promise<Decided> {
  const { taken, refused } = await takeAnswers(outside, [proposalId], answer, false, now)
  for (const { refusal } of refused) throw refusal
  await tell(outside, taken, answer, now)
  const [only] = taken
  if (only === undefined) throw new Error(`Proposal ${proposalId} was neither decided nor refused.`)
  return only.decided
}

/**
 * The same answer to several proposals of one organisation, with one reason. Each stands for itself: those that could
 * not be decided come back with the sentence why; the others are decided. One letter for all.
 */
export async function decideMany(
  outside: Outside,
  proposalIds: readonly string[],
  answer: Answer,
  now: Instant,
): Promise<{
  readonly decided: readonly Decided[]
  readonly refused: readonly { readonly proposalId: string; readonly sentence: string }[]
}> {
  const { taken, refused } = await takeAnswers(outside, [...new Set(proposalIds)], answer, true, now)
  await tell(outside, taken, answer, now)
  return {
    decided: taken.map(({ decided }) => decided),
    refused: refused.map(({ proposalId, refusal }) => ({ proposalId, sentence: refusal.sentence })),
  }
}

async function tell(outside: Outside, taken: readonly Draft[], answer: Answer, now: Instant): Promise<void> {
  const [first] = taken
  if (first === undefined) return
  const { organization, rules } = first
  const earliest = taken.map(({ proposal, decision }) => earliestRemoval(proposal, decision, rules)).sort()
  const letter = decidedLetter(letterhead(outside.deployment.publicUrl, organization, rules), {
    id: first.decision.id,
    reviewId: first.proposal.reviewId,
    by: answer.by,
    decision: answer.decision,
    subjects: taken.map(({ proposal }) => proposal.subject),
    needSecond: taken.filter(({ decided }) => decided.status === 'needs_second').length,
    notBefore:
      answer.decision === 'keep' || earliest[0] === undefined || !isBefore(now, earliest[0])
        ? null
        : earliest[0],
    history: await historyHead(outside.register, organization.id),
  })
  await outside.post(organization.id, letter)
}
