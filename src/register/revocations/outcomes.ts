/** How each step of a revocation ended, as rows. A step that was done is never recorded as anything else. */

import { eq, sql } from 'drizzle-orm'
import type { Instant, OutcomeStatus, PlanStep } from '../../policy/words.ts'
import type { Register, Statement } from '../open.ts'
import { outcomes } from '../schema.ts'
import type { Attempt } from './revocations.ts'

/** How one step ended. */
export interface Outcome {
  readonly step: number
  readonly action: PlanStep['action']
  readonly target: string
  readonly status: OutcomeStatus
  readonly at: Instant
  readonly error: string | null
}

/** The outcomes recorded so far, in the order of the plan. */
export async function findOutcomes(register: Register, id: string): Promise<readonly Outcome[]> {
  const rows = await register
    .select()
    .from(outcomes)
    .where(eq(outcomes.revocationId, id))
    .orderBy(outcomes.step)
  // The cast: recordingOf is the only writer of the action.
  return rows.map(({ revocationId: _id, ...row }) => ({ ...row, action: row.action as PlanStep['action'] }))
}

/** The change that records how a step ended; a step that was done is never recorded as anything else. */
export function outcomeStatement(register: Register, attempt: Attempt, outcome: Outcome): Statement {
  // Column order is the table's own: drizzle writes `insert into outcomes (…every column…) select …`.
  return register
    .insert(outcomes)
    .select(
      sql`select ${attempt.id}, ${outcome.step}, ${outcome.action}, ${outcome.target}, ${outcome.status}, ${outcome.at}, ${outcome.error}
        where exists (select 1 from revocations where id = ${attempt.id} and attempt = ${attempt.number} and status = 'running')`,
    )
    .onConflictDoUpdate({
      target: [outcomes.revocationId, outcomes.step],
      set: {
        status: outcome.status,
        at: outcome.at,
        error: outcome.error,
        action: outcome.action,
        target: outcome.target,
      },
      setWhere: sql`${outcomes.status} in ('failed', 'rehearsed', 'by_hand') and ${outcomes.status} <> ${outcome.status}`,
    })
}
