/** Decisions: who answered a proposal, when and why. */

import { eq, type SQL, sql } from 'drizzle-orm'
import { voterOf } from '../../policy/decisions/voters.ts'
import type { Actor, DecisionKind, Id, Instant, PlanStep, RepositoryRole } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { decisions } from '../schema.ts'

/** An owner's answer to a proposal. */
export interface Decision {
  readonly id: string
  readonly proposalId: string
  readonly by: Actor
  readonly decision: DecisionKind
  readonly reason: string
  /** For *keep*: until when; else null. */
  readonly until: Instant | null
  /** For *downgrade*: the strictly lower role; else null. */
  readonly role: RepositoryRole | null
  /** What this decision does, in order. */
  readonly plan: readonly PlanStep[]
  readonly at: Instant
}

/** The decisions of one proposal, oldest first. */
export async function findDecisions(register: Register, proposalId: string): Promise<readonly Decision[]> {
  const rows = await register
    .select()
    .from(decisions)
    .where(eq(decisions.proposalId, proposalId))
    .orderBy(decisions.at, decisions.id)
  return rows.map(toDecision)
}

/** Writes the decisions on the proposals that `recorded` selects. */
export function decisionStatement(register: Register, made: readonly Decision[], recorded: SQL): Statement {
  const rows = made.map((decision) => ({ ...decision, voter: voterOf(decision.by) }))
  // The columns are in the table's order: drizzle writes `insert into decisions (…every column…) select …`.
  return register.insert(decisions).select(
    sql`select value ->> 'id', value ->> 'proposalId', value ->> 'voter', value -> 'by', value ->> 'decision',
        value ->> 'reason', value ->> 'until', value ->> 'role', value -> 'plan', value ->> 'at'
      from ${rowsOf(rows)} where value ->> 'proposalId' in (${recorded})`,
  )
}

/** Until when subjects are kept, by subject key: the latest `until` of a *keep*. */
export async function findKeptUntil(register: Register, orgId: Id): Promise<ReadonlyMap<string, Instant>> {
  const rows = await register.all<{ subject_key: string; until: string }>(sql`
    select p.subject_key, max(d.until) as until from decisions d join proposals p on p.id = d.proposal_id
    where p.org_id = ${orgId} and d.decision = 'keep' and d.until is not null and p.status = 'kept'
    group by p.subject_key`)
  return new Map(rows.map((row) => [row.subject_key, row.until]))
}

function toDecision(row: typeof decisions.$inferSelect): Decision {
  const { voter: _voter, ...rest } = row
  // The casts are safe: only `decisionStatement` writes these columns.
  return {
    ...rest,
    by: JSON.parse(row.by) as Actor,
    role: row.role as RepositoryRole | null,
    plan: JSON.parse(row.plan) as PlanStep[],
  }
}
