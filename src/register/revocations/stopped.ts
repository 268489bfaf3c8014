/** Stops the carrying out of one decided proposal, and lets it go on, each with its history entry. */

import { and, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Actor, Id, Instant, Subject } from '../../policy/words.ts'
import { recordChange } from '../history/history.ts'
import type { Register } from '../open.ts'
import { endStatement, isStillOpen, replacedStatement, type Waited } from '../rules/pending-rules.ts'
import { proposals } from '../schema.ts'

/** The proposal, and what the history says. */
interface StopChange {
  readonly proposal: { readonly id: string; readonly subject: Subject }
  readonly by: Actor
  readonly at: Instant
  readonly sentence: string
}

/** The name of the pending change that would start a stopped removal again. */
export function goingOnOf(proposalId: string): string {
  return `stopped:${proposalId}`
}

/** Stops it, as long as it has not ended. An owner takes over what the operator stopped. Returns whether that changed anything. */
export function stopRemoval(register: Register, orgId: Id, change: StopChange): Promise<boolean> {
  const { proposal, by, at, sentence } = change
  const isTakenOver = by.kind === 'person' ? sql`${proposals.stoppedBy} ->> 'kind' is not 'person'` : sql`0`
  return recordChange(
    register,
    orgId,
    register
      .update(proposals)
      .set({ stoppedBy: by, stoppedAt: sql`coalesce(${proposals.stoppedAt}, ${at})` })
      .where(
        and(
          eq(proposals.id, proposal.id),
          eq(proposals.orgId, orgId),
          inArray(proposals.status, ['needs_second', 'decided', 'running', 'failed', 'by_hand']),
          or(isNull(proposals.stoppedAt), isTakenOver),
        ),
      ),
    {
      at,
      act: 'removal_stopped',
      actor: by,
      subject: proposal.subject,
      sentence,
      facts: { proposal: proposal.id },
    },
  )
}

/** Lets it go on, and ends the pending change that asked for it. Returns whether that changed anything. */
export function letRemovalGoOn(
  register: Register,
  orgId: Id,
  change: StopChange,
  waited?: Waited,
): Promise<boolean> {
  const { proposal, by, at, sentence } = change
  return recordChange(
    register,
    orgId,
    register
      .update(proposals)
      .set({ stoppedBy: null, stoppedAt: null })
      .where(
        and(
          eq(proposals.id, proposal.id),
          eq(proposals.orgId, orgId),
          isNotNull(proposals.stoppedAt),
          waited && isStillOpen(waited.id),
        ),
      ),
    {
      at,
      act: 'removal_goes_on',
      actor: by,
      subject: proposal.subject,
      sentence,
      facts: { proposal: proposal.id, ...(waited && { pending: waited.id }) },
    },
    (recorded) => [
      waited
        ? endStatement(register, waited, { by, at }, recorded)
        : replacedStatement(register, orgId, [goingOnOf(proposal.id)], { by, at }, recorded),
    ],
  )
}
