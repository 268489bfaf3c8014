/** Reads the queue of an organisation: what is decided, when each is due, and what it waits for. */

import type { Platform } from '../../platform.ts'
import { decidedVote } from '../../policy/decisions/votes.ts'
import { rehearsalReason } from '../../policy/revocation/in-earnest.ts'
import { type Queued, type QueueItem, queueItems } from '../../policy/revocation/queue.ts'
import { bindingRules } from '../../policy/rules/rule-versions.ts'
import { readRules } from '../../policy/rules/rules.ts'
import type { DecisionKind, Instant, LowerRole } from '../../policy/words.ts'
import type { Organization } from '../../register/organizations.ts'
import { findBudgetState, findQueueRows, type QueueRow } from '../../register/revocations/queue.ts'
import { findRuleVersions } from '../../register/rules/rule-versions.ts'

/** A proposal in the queue, with the answer that is carried out; its kind is null where no answer stands. */
export interface QueuedProposal extends Queued, Omit<QueueRow, keyof Queued> {
  readonly decision: DecisionKind | null
  readonly role: LowerRole | null
  /** The id of that answer. */
  readonly decisionId: string | null
}

export type QueuePlace = QueueItem<QueuedProposal>

/** The whole queue, in order, in three statements. */
export async function readQueue(
  { register, deployment }: Pick<Platform, 'register' | 'deployment'>,
  org: Organization,
  now: Instant,
): Promise<readonly QueuePlace[]> {
  const [rows, budget, versions] = await Promise.all([
    findQueueRows(register, org.id),
    findBudgetState(register, org.id, now),
    findRuleVersions(register, org.id),
  ])
  const present = readRules(org.rules)
  const queued = rows.map((row): QueuedProposal => {
    const decided = decidedVote(row.votes, row.privileged)
    const answer = decided?.vote ?? row.votes[0] ?? null
    const decidedAt = decided?.decidedAt ?? null
    return {
      ...row,
      proposal: row.id,
      // A question about one grant has a key of its own, and spends nothing of the budget.
      isAccount: row.subjectKey.startsWith('account:'),
      decidedAt,
      rules: bindingRules(versions, present, row, { at: decidedAt ?? row.openedAt }),
      decision: answer?.decision ?? null,
      role: answer?.role ?? null,
      decisionId: answer?.id ?? null,
    }
  })
  const inEarnest = rehearsalReason(deployment, present) === null
  return queueItems(queued, { now, pausedAt: org.pausedAt, inEarnest, ...budget })
}
