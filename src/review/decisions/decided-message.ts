/** Tells the owners about answers that were recorded together: one message for all of them. */

import { decided as decidedMessage, messageContext } from '../../notify/messages.ts'
import type { Platform } from '../../platform.ts'
import { isBefore } from '../../policy/calendar.ts'
import type { DecisionToMake } from '../../policy/decisions/decide.ts'
import { earliestRemoval } from '../../policy/revocation/earliest-removal.ts'
import { bindingRules } from '../../policy/rules/rule-versions.ts'
import type { Instant, ProposalStatus } from '../../policy/words.ts'
import { findHistoryHead } from '../../register/history/history.ts'
import { findNoticePeriods } from '../../register/people/notices.ts'
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
  const ids = recorded.map(({ found }) => found.proposal.id)
  const periods = await findNoticePeriods(platform.register, ids)
  const days = recorded.flatMap((each) => earliestOf(each) ?? [])
  const [earliest] = days.flatMap(({ from }) => from ?? []).sort()
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
    toTell: days.filter(({ from }) => from === null).length,
    notBefore: earliest === undefined || !isBefore(now, earliest) ? null : earliest,
    history: await findHistoryHead(platform.register, organization.id),
  })
  await platform.post(organization.id, message)

  /** Null where it is not decided; `from` null: once the person has been told. */
  function earliestOf({ found: { proposal }, decided: { decidedAt: at } }: Valid) {
    const notice = periods.get(proposal.id)
    if (at === null || notice === undefined) return null
    const binding = bindingRules(versions, rules, proposal, { at })
    return { from: earliestRemoval({ ...proposal, notice }, { at }, binding) }
  }
}
