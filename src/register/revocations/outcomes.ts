/** The outcomes of a revocation's steps. */

import { eq, type SQL, sql } from 'drizzle-orm'
import type { Instant, OutcomeStatus, PlanStep } from '../../policy/words.ts'
import { insertFrom, type Register, type Statement } from '../open.ts'
import { outcomes } from '../schema.ts'
import type { Attempt } from './revocations.ts'

/** Where one step stands: how it ended, or that it is attempted. */
export interface Outcome {
  readonly step: number
  readonly action: PlanStep['action']
  readonly target: string
  readonly status: OutcomeStatus
  readonly at: Instant
  readonly error: string | null
}

/** The outcomes so far, in the order of the plan. */
export async function findOutcomes(register: Register, id: string): Promise<readonly Outcome[]> {
  const rows = await register
    .select()
    .from(outcomes)
    .where(eq(outcomes.revocationId, id))
    .orderBy(outcomes.step)
  return rows.map(({ revocationId: _id, ...row }) => row)
}

/** The outcomes of this plan's steps: an earlier attempt may have followed another answer's plan. */
export function outcomesOf(plan: readonly PlanStep[], outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.filter(({ step, action, target }) => {
    const planned = plan[step]
    return planned !== undefined && planned.action === action && planned.target === target
  })
}

/** Whether a step needs nothing more: neither outcome is ever replaced. */
export function isFinalOutcome(outcome: Outcome | undefined): boolean {
  return outcome?.status === 'done' || outcome?.status === 'already_gone'
}

/**
 * Records where a step stands, if `recorded` holds; one that is done or already gone keeps its outcome, unless it was another plan's. The same outcome
 * again changes nothing, but `attempting`, which may be tried again.
 */
export function outcomeStatement(
  register: Register,
  attempt: Attempt,
  outcome: Outcome,
  recorded: SQL = sql`1`,
): Statement {
  const { step, action, target, status, at, error } = outcome
  return insertFrom(
    register,
    outcomes,
    { revocationId: attempt.id, step, action, target, status, at, error },
    sql`where exists (select 1 from revocations where id = ${attempt.id} and attempt = ${attempt.number} and status = 'running') and ${recorded}`,
  ).onConflictDoUpdate({
    target: [outcomes.revocationId, outcomes.step],
    set: { status, at, error, action, target },
    setWhere: sql`${outcomes.action} <> ${action} or ${outcomes.target} <> ${target}
        or (${outcomes.status} not in ('done', 'already_gone') and (${outcomes.status} <> ${status} or ${status} = 'attempting'))`,
  })
}
