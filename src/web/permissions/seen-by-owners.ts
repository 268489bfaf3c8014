/** What owners alone see of what people answered and of their leave; whoever else may read gets it left out. */

import type { Wait } from '../../policy/revocation/queue.ts'
import type { HistoryEntry } from '../../register/history/history-list.ts'
import type { ProposalView } from '../../register/reviews/proposal-list.ts'
import type { Authorized } from './permissions.ts'

/** Acts of the history whose text says what somebody answered, or that they are away. */
const PERSONAL_ACTS: readonly string[] = ['answered', 'answer_taken_back', 'leave_set', 'leave_ended']

/** Whether the caller is an owner, and not the deployment's own token. */
export function seesPersonal({ role }: Pick<Authorized, 'role'>): boolean {
  return role === 'owner'
}

/** The entry, its text left out where it is personal; the chain stays whole. */
export function entryFor(authorized: Pick<Authorized, 'role'>, entry: HistoryEntry): HistoryEntry {
  if (seesPersonal(authorized) || !PERSONAL_ACTS.includes(entry.act)) return entry
  return { ...entry, actor: null, subject: null, sentence: null, facts: {} }
}

/** The proposal; that it is open again because they answered is left out. */
export function proposalFor(authorized: Pick<Authorized, 'role'>, proposal: ProposalView): ProposalView {
  if (seesPersonal(authorized) || proposal.reopened?.kind !== 'answer') return proposal
  return { ...proposal, reopened: null }
}

/** What a removal waits for; leave is left out. */
export function waitsFor(authorized: Pick<Authorized, 'role'>, waits: readonly Wait[]): readonly Wait[] {
  return seesPersonal(authorized) ? waits : waits.filter(({ kind }) => kind !== 'away')
}
