/** Records owners' answers to proposals and sends messages about them; carrying out is revoke.ts. */

import { decided as decidedMessage, messageContext } from '../notify/messages.ts'
import type { Platform } from '../platform.ts'
import { isBefore } from '../policy/calendar.ts'
import { earliestRemoval } from '../policy/revocation/earliest-removal.ts'
import { bindingRules } from '../policy/rules/rule-versions.ts'
import type { Instant } from '../policy/words.ts'
import { findHistoryHead } from '../register/history/history.ts'
import { findRuleVersions } from '../register/rules.ts'
import { recordAnswers } from './record-answers.ts'
import type { Answer, Decided, ValidAnswer } from './validate-answer.ts'

/** Records one answer, sends a message and says whether a second vote is needed; throws a Refusal where it may not. */
export async function decide(
  platform: Platform,
  proposalId: string,
  answer: Answer,
  now: Instant,
): Promise<Decided> {
  const { recorded, refused } = await recordAnswers(platform, [proposalId], answer, false, now)
  for (const { refusal } of refused) throw refusal
  await notifyOwners(platform, recorded, answer, now)
  const [only] = recorded
  if (only === undefined) throw new Error(`Proposal ${proposalId} was neither decided nor refused.`)
  return only.decided
}

/**
 * Records the same answer, with one reason, for several proposals of one organisation. Those that cannot be decided are
 * returned with a sentence that says why; the others are decided. One message for all.
 */
export async function decideMany(
  platform: Platform,
  proposalIds: readonly string[],
  answer: Answer,
  now: Instant,
): Promise<{
  readonly decided: readonly Decided[]
  readonly refused: readonly { readonly proposalId: string; readonly sentence: string }[]
}> {
  const { recorded, refused } = await recordAnswers(platform, [...new Set(proposalIds)], answer, true, now)
  await notifyOwners(platform, recorded, answer, now)
  return {
    decided: recorded.map(({ decided }) => decided),
    refused: refused.map(({ proposalId, refusal }) => ({ proposalId, sentence: refusal.sentence })),
  }
}

async function notifyOwners(
  platform: Platform,
  recorded: readonly ValidAnswer[],
  answer: Answer,
  now: Instant,
): Promise<void> {
  const [first] = recorded
  if (first === undefined) return
  const { organization, rules } = first
  const versions = await findRuleVersions(platform.register, organization.id)
  const earliest = recorded
    .map(({ proposal, decision }) =>
      earliestRemoval(proposal, decision, bindingRules(versions, rules, proposal, decision)),
    )
    .sort()
  const message = decidedMessage(messageContext(platform.deployment.publicUrl, organization, rules), {
    id: first.decision.id,
    reviewId: first.proposal.reviewId,
    by: answer.by,
    decision: answer.decision,
    subjects: recorded.map(({ proposal }) => proposal.subject),
    needSecond: recorded.filter(({ decided }) => decided.status === 'needs_second').length,
    notBefore:
      answer.decision === 'keep' || earliest[0] === undefined || !isBefore(now, earliest[0])
        ? null
        : earliest[0],
    history: await findHistoryHead(platform.register, organization.id),
  })
  await platform.post(organization.id, message)
}
