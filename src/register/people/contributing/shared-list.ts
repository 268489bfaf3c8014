/** Adds to shared proposals what stands beside them: comments, and what would stop. */

import type { Comment } from '../../../policy/people/contributing/comment.ts'
import type { SharedProposal } from '../../../policy/people/contributing/shared-proposal.ts'
import type { WouldStop } from '../../../policy/proposals/would-stop.ts'
import type { Id, Instant } from '../../../policy/words.ts'
import type { Register } from '../../open.ts'
import { findWouldStop } from '../../reviews/what-stops.ts'
import { findCommentsOf } from './comment-rows.ts'

/** A proposal as contributors see it, complete. */
export interface CommentedProposal extends SharedProposal {
  readonly comments: readonly Comment[]
  /** Null where it is no account. */
  readonly wouldStop: WouldStop | null
}

/** A few statements, however many proposals there are. */
export async function withComments(
  register: Register,
  orgId: Id,
  proposals: readonly SharedProposal[],
  now: Instant,
): Promise<readonly CommentedProposal[]> {
  const accounts = proposals.flatMap(({ subject }) => (subject.kind === 'account' ? [subject.id] : []))
  const [{ stops }, comments] = await Promise.all([
    findWouldStop(register, orgId, accounts, now),
    findCommentsOf(
      register,
      proposals.map(({ id }) => id),
    ),
  ])
  return proposals.map((proposal) => ({
    ...proposal,
    comments: comments.get(proposal.id) ?? [],
    wouldStop: proposal.subject.kind === 'account' ? (stops.get(proposal.subject.id) ?? null) : null,
  }))
}
