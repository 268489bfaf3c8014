/** Decisions: who answered a proposal, when and why. */

import { eq, type SQL, sql } from 'drizzle-orm'
import { voterOf } from '../../policy/decisions/voters.ts'
import type { Id, Instant } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { decisions } from '../schema.ts'

/** An owner's answer to a proposal. */
export type Decision = Readonly<Omit<typeof decisions.$inferSelect, 'voter'>>

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
        value ->> 'reason', value ->> 'until', value ->> 'role', value -> 'plan', value ->> 'at',
        null, null, null
      from ${rowsOf(rows)} where value ->> 'proposalId' in (${recorded})`,
  )
}

/** Until when subjects are kept, by subject key: the latest `until` of a *keep*. */
export async function findKeptUntil(register: Register, orgId: Id): Promise<ReadonlyMap<string, Instant>> {
  const rows = await register.all<{ subject_key: string; until: Instant }>(sql`
    select p.subject_key, max(d.until) as until from decisions d join proposals p on p.id = d.proposal_id
    where p.org_id = ${orgId} and d.decision = 'keep' and d.until is not null and p.status = 'kept'
    group by p.subject_key`)
  return new Map(rows.map((row) => [row.subject_key, row.until]))
}

function toDecision({ voter: _voter, ...decision }: typeof decisions.$inferSelect): Decision {
  return decision
}
