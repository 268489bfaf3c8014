/** Keeps what a contributor or an owner says on a proposal. */

import type { Platform } from '../../platform.ts'
import { recommendationInWords, type Saying, whyNoComment } from '../../policy/people/contributing/comment.ts'
import { Refusal } from '../../policy/refusal.ts'
import { actorFirst } from '../../policy/words/names.ts'
import type { Actor, Instant } from '../../policy/words.ts'
import { recordChange } from '../../register/history/history.ts'
import { commentStatement } from '../../register/people/contributing/comment-rows.ts'
import { findCommented } from '../../register/reviews/page/shared-rows.ts'

/** Throws a Refusal where it may not be said, and where exactly this was said before. Whoever calls has asked whether `by` may. */
export async function comment(
  platform: Pick<Platform, 'register'>,
  proposalId: string,
  said: Saying & { readonly by: Actor },
  now: Instant,
): Promise<{ readonly id: string }> {
  const { register } = platform
  const proposal = await findCommented(register, proposalId)
  if (proposal === null) throw new Refusal('not_found', 'There is no such proposal here.')
  const why = whyNoComment(proposal, said, said.by)
  if (why !== null) throw why.refusal
  const { by, recommends, role } = said
  const text = said.text.trim()
  const id = crypto.randomUUID()
  const suggestion = recommends === null ? '' : ` and suggests: ${recommendationInWords(recommends, role)}`
  const kept = await recordChange(
    register,
    proposal.orgId,
    commentStatement(
      register,
      { orgId: proposal.orgId, proposalId },
      { id, by, text, recommends, role, at: now },
    ),
    {
      at: now,
      act: 'commented',
      actor: by,
      subject: proposal.subject,
      sentence: `${actorFirst(by)} said on the proposal${suggestion}: ${text}`,
      facts: { proposal: proposalId, comment: id, recommends, role },
    },
  )
  if (!kept) throw new Refusal('conflict', 'You have said exactly this on this proposal. It was kept once.')
  return { id }
}
