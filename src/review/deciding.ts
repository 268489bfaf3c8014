/** Takes an owner's answers. It carries none of them out: a decision is a row, a removal is revoke.ts. */

import { decided as decidedLetter } from '../notify/letters.ts'
import type { Outside } from '../outside.ts'
import { isBefore } from '../policy/calendar.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Instant } from '../policy/words.ts'
import { historyHead } from '../register/history.ts'
import { letterhead } from './letterhead.ts'
import { earliestRemoval } from './requesting.ts'

import { type Answer, type Decided, type Taken, takeAnswer } from './taking.ts'

/** Records one answer, tells the channels, and says whether a second vote is needed. Throws the Refusal that says why not. */
export async function decide(
  outside: Outside,
  proposalId: string,
  answer: Answer,
  now: Instant,
): Promise<Decided> {
  const taken = await takeAnswer(outside, proposalId, answer, false, now)
  await tell(outside, [taken], answer, now)
  return taken.decided
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
  const takenAll: Taken[] = []
  const refused: { readonly proposalId: string; readonly sentence: string }[] = []
  for (const proposalId of new Set(proposalIds)) {
    try {
      takenAll.push(await takeAnswer(outside, proposalId, answer, true, now))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refused.push({ proposalId, sentence: error.sentence })
    }
  }
  await tell(outside, takenAll, answer, now)
  return { decided: takenAll.map(({ decided }) => decided), refused }
}

async function tell(outside: Outside, taken: readonly Taken[], answer: Answer, now: Instant): Promise<void> {
  const [first] = taken
  if (first === undefined) return
  const { organization, rules } = first
  const earliest = taken.map(({ proposal, decision }) => earliestRemoval(proposal, decision, rules)).sort()
  const letter = decidedLetter(letterhead(outside, organization, rules), {
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
