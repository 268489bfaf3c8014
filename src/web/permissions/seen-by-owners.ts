/** What owners alone see: second factor, leave, answers and reasons; whoever else may read gets it left out. */

import { WITHHELD_REASON } from '../../policy/people/withheld-reason.ts'
import { withoutSecondFactor } from '../../policy/proposals/risk.ts'
import type { Wait } from '../../policy/revocation/queue.ts'
import type { Rules } from '../../policy/rules/rules.ts'
import type { Actor } from '../../policy/words.ts'
import type { Dossier } from '../../register/access/dossier.ts'
import { OUTCOME_ACTS, TICKED_ACT } from '../../register/history/compare/reconcile.ts'
import type { HistoryEntry } from '../../register/history/history-list.ts'
import type { DecisionView, ProposalView } from '../../register/reviews/proposal-list.ts'
import type { Authorized } from './permissions.ts'

type Role = Pick<Authorized, 'role'>

/** Acts of the history that say by themselves that somebody answered, or is away. */
const PERSONAL_ACTS: readonly string[] = ['answered', 'answer_taken_back', 'leave_set', 'leave_ended']

/** Acts whose texts hold nothing that only owners see; what is not among them keeps its text to owners. */
const PLAIN_ACTS: readonly string[] = [
  ...['audit_finished', 'audit_failed', 'stale_access_frozen', 'audit_log_handed_in', 'looked', 'exported'],
  ...['review_opened', 'proposals_added', 'review_closed', 'token_made', 'token_ended', 'paused', 'resumed'],
  ...['revocation_started', 'revocation_taken_up', 'removal_stopped', 'removal_goes_on'],
  ...['revocation_done', 'revocation_failed', 'revocation_rehearsed', 'revocation_by_hand'],
  ...['history_begun', 'erased', ...Object.values(OUTCOME_ACTS), TICKED_ACT],
]

/** Whether the caller is an owner, and not the deployment's own token. */
export function seesPersonal({ role }: Role): boolean {
  return role === 'owner'
}

/** The entry, its text left out where it may be personal; the chain stays whole. */
export function entryFor(authorized: Role, entry: HistoryEntry): HistoryEntry {
  const { act, actor, sentence, facts } = entry
  if (seesPersonal(authorized) || entry.erased || sentence === null || PLAIN_ACTS.includes(act)) return entry
  const withheld = { ...entry, sentence: 'The text of this entry is for owners alone.', facts: {} }
  if (PERSONAL_ACTS.includes(act)) return { ...withheld, actor: null, subject: null }
  if (ANSWER_ACTS.includes(act))
    // Where the answer opened the question again, the sentence quotes other owners as well.
    return actor?.kind === 'operator' && facts.status !== 'open'
      ? entry
      : { ...entry, sentence: `${sentence.slice(0, sentence.indexOf('.') + 1)} Why is for owners alone.` }
  if (act === 'proposal_stale') return { ...entry, sentence: endedFor(sentence) }
  return ENDING_ACTS.includes(act) ? { ...withheld, facts } : withheld
}

/** Acts whose sentence begins with what was answered, up to the first stop (`decisionTransition`), and goes on with the reason. */
const ANSWER_ACTS: readonly string[] = ['decided', 'confirmed']

/** Acts whose text may say that somebody is away; their facts are ids and numbers. */
const ENDING_ACTS: readonly string[] = ['revocation_withdrawn', 'revocation_stale']

/** Why a question ended, without why somebody is exempt: that they are may be leave. */
function endedFor(sentence: string): string {
  return sentence.replace(/^(They are exempt by now) \(.*\)\.$/s, '$1.')
}

/** Acts whose text is not searched for this caller: what is left out must not be found by guessing either. */
export function actsHiddenFrom(authorized: Pick<Authorized, 'role'>): readonly string[] {
  return seesPersonal(authorized) ? [] : PERSONAL_ACTS
}

/** The proposal without second factor and owners' reasons, and without what the person answered. */
export function proposalFor(authorized: Role, proposal: ProposalView): ProposalView {
  if (seesPersonal(authorized)) return proposal
  return {
    ...proposal,
    ...withoutSecondFactor(proposal.findings, proposal.risk),
    stale: proposal.stale === null ? null : endedFor(proposal.stale),
    reopened: reopenedFor(proposal.reopened),
    decisions: proposal.decisions.map(withoutOwnersReason),
  }
}

/** The dossier, its proposals and decisions the same; it was read without leave and second factor. */
export function dossierFor<D extends Dossier>(authorized: Role, dossier: D): D {
  if (seesPersonal(authorized)) return dossier
  return {
    ...dossier,
    proposals: dossier.proposals.map((each) => proposalFor(authorized, each)),
    decisions: dossier.decisions.map(withoutOwnersReason),
  }
}

/** What a removal waits for; leave is left out. */
export function waitsFor(authorized: Role, waits: readonly Wait[]): readonly Wait[] {
  return seesPersonal(authorized) ? waits : waits.filter(({ kind }) => kind !== 'away')
}

/** The rules; why owners exempt somebody is left out. Sent back so, it stays as it is stored. */
export function rulesFor(authorized: Role, rules: Rules): Rules {
  if (seesPersonal(authorized)) return rules
  const exemptions = rules.exemptions.map((entry) =>
    entry.by?.id === null ? entry : { ...entry, reason: WITHHELD_REASON },
  )
  return { ...rules, exemptions }
}

/** The changes that wait, the reasons of exemptions left out the same. */
export function pendingFor<Change extends { setting: string; value: unknown; by: Actor }>(
  authorized: Role,
  changes: readonly Change[],
): Change[] {
  const isHidden = ({ setting, value, by }: Change) =>
    setting === 'exemptions' && value !== null && by.kind !== 'operator' && !seesPersonal(authorized)
  return changes.map((change) =>
    isHidden(change) ? { ...change, value: { ...Object(change.value), reason: WITHHELD_REASON } } : change,
  )
}

/** Two owners' different answers, or a vote that fell away, are told without their words. */
function reopenedFor(reopened: ProposalView['reopened']): ProposalView['reopened'] {
  switch (reopened?.kind) {
    case 'two_opinions':
    case 'vote':
      return { ...reopened, why: WITHHELD_REASON }
    case 'act':
      return reopened
    default:
      return null
  }
}

/** What the token itself gave as its reason it may read. */
function withoutOwnersReason<D extends DecisionView>(decision: D): D {
  if (decision.by.kind === 'operator' || decision.reason === '') return decision
  return { ...decision, reason: WITHHELD_REASON }
}
