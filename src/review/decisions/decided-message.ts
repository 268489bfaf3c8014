/** Tells the owners about answers that were recorded together: one message for all of them. */

import { decided as decidedMessage, messageContext } from '../../notify/messages.ts'
import type { Platform } from '../../platform.ts'
import { isBefore } from '../../policy/calendar.ts'
import type { DecisionToMake } from '../../policy/decisions/decide.ts'
import { earliestRemoval } from '../../policy/revocation/earliest-removal.ts'
import { bindingRules } from '../../policy/rules/rule-versions.ts'
import type { Instant, ProposalStatus } from '../../policy/words.ts'
import { findHistoryHead } from '../../register/history/history.ts'
import { findRuleVersions } from '../../register/rules/rule-versions.ts'
import type { DecisionContext } from './decision-context.ts'
import type { Valid } from './decision-transition.ts'

/** Sends the message; nothing where nothing was recorded. */
export async function notifyOfDecisions(
  platform: Platform,
  { organization, rules }: DecisionContext,
  recorded: readonly Valid[],
  { by }: Pick<DecisionToMake, 'by'>,
  now: Instant,
): Promise<void> {
  const [first] = recorded
  if (first === undefined) return
  const versions = await findRuleVersions(platform.register, organization.id)
  const [earliest] = recorded.flatMap((each) => earliestOf(each) ?? []).sort()
  const count = (status: ProposalStatus) => recorded.filter(({ decided }) => decided.status === status).length
  const message = decidedMessage(messageContext(platform.deployment.publicUrl, organization, rules), {
    id: first.decided.as === 'confirmed' ? `${first.decided.vote.id}:confirmed` : first.decided.vote.id,
    reviewId: first.found.proposal.reviewId,
    by,
    decision: recorded.every(({ decided: { vote } }) => vote.decision === first.decided.vote.decision)
      ? first.decided.vote.decision
      : null,
    as: first.decided.as,
    subjects: recorded.map(({ found }) => found.proposal.subject),
    needSecond: count('needs_second'),
    twoOpinions: count('open'),
    notBefore: earliest === undefined || !isBefore(now, earliest) ? null : earliest,
    history: await findHistoryHead(platform.register, organization.id),
  })
  await platform.post(organization.id, message)

  function earliestOf({ found: { proposal }, decided: { decidedAt: at } }: Valid): Instant | null {
    if (at === null) return null
    return earliestRemoval(proposal, { at }, bindingRules(versions, rules, proposal, { at }))
  }
}
