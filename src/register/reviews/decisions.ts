/** Decisions: who answered a proposal, when and why. */

import { eq, type SQL, sql } from 'drizzle-orm'
import { voterOf } from '../../policy/decisions/voters.ts'
import type { Id, Instant } from '../../policy/words.ts'
import { insertFrom, type Register, rowsOf, type Statement } from '../open.ts'
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

/**
 * What becomes of the votes of a proposal. `standing`: the ids of the votes that were read, because the change depends on them.
 */
export type VotesChange =
  /** A new vote, in place of another answer of the same voter's. */
  | { readonly kind: 'given'; readonly decision: Decision; readonly standing: readonly string[] }
  /** The vote `id` is confirmed by its voter, alone. */
  | {
      readonly kind: 'confirmed'
      readonly id: string
      readonly at: Instant
      readonly standing: readonly string[]
    }
  /** These votes have fallen away. */
  | {
      readonly kind: 'fell_away'
      readonly ended: readonly { readonly id: string; readonly because: VoteEnd }[]
      readonly at: Instant
      readonly standing: readonly string[]
    }
  /** The person's own vote to give it up, in place of all others. */
  | { readonly kind: 'stepped_down'; readonly decision: Decision; readonly standing: readonly string[] }
  /** The question is asked anew: no vote stands any more. */
  | { readonly kind: 'all_end'; readonly because: VoteEnd; readonly at: Instant }

/** Why a vote ended before it was carried out. */
export type VoteEnd = NonNullable<Decision['endedBecause']>

/** Changes the votes of the proposals that `recorded` selects. */
export function votesStatements(
  register: Register,
  changes: readonly (VotesChange & { readonly proposalId: string })[],
  recorded: SQL,
): readonly Statement[] {
  const given = changes.flatMap((change) =>
    change.kind === 'given' || change.kind === 'stepped_down'
      ? [{ ...change.decision, proposalId: change.proposalId, voter: voterOf(change.decision.by) }]
      : [],
  )
  const ended = changes.flatMap(endsOf)
  const confirmed = changes.flatMap((change) => (change.kind === 'confirmed' ? [change] : []))
  return [
    ...(ended.length === 0 ? [] : [endedStatement(register, ended, recorded)]),
    ...(confirmed.length === 0 ? [] : [confirmedStatement(register, confirmed, recorded)]),
    ...(given.length === 0 ? [] : [givenStatement(register, given, recorded)]),
  ]
}

/** A vote that ends: by its id, by its voter, or all of the proposal where both are null. */
interface Ended {
  readonly proposalId: string
  readonly id: string | null
  readonly voter: string | null
  readonly because: VoteEnd
  readonly at: Instant
}

function endsOf(change: VotesChange & { readonly proposalId: string }): readonly Ended[] {
  const { proposalId } = change
  switch (change.kind) {
    case 'given': {
      const { by, at } = change.decision
      return [{ proposalId, id: null, voter: voterOf(by), because: 'replaced', at }]
    }
    case 'stepped_down':
      return [{ proposalId, id: null, voter: null, because: 'reopened', at: change.decision.at }]
    case 'fell_away':
      return change.ended.map((vote) => ({ proposalId, ...vote, voter: null, at: change.at }))
    case 'all_end':
      return [{ proposalId, id: null, voter: null, because: change.because, at: change.at }]
    case 'confirmed':
      return []
  }
}

/** Ends votes by their id, by their voter, or all of a proposal. */
function endedStatement(register: Register, ended: readonly Ended[], recorded: SQL): Statement {
  return register.run(sql`
    update decisions set ended_at = vote.value ->> 'at', ended_because = vote.value ->> 'because'
    from ${rowsOf(ended)} as vote
    where decisions.proposal_id = vote.value ->> 'proposalId' and decisions.ended_at is null
      and (vote.value ->> 'id' is null or decisions.id = vote.value ->> 'id')
      and (vote.value ->> 'voter' is null or decisions.voter = vote.value ->> 'voter')
      and decisions.proposal_id in (${recorded})`)
}

function confirmedStatement(
  register: Register,
  confirmed: readonly { readonly id: string; readonly at: Instant }[],
  recorded: SQL,
): Statement {
  return register.run(sql`
    update decisions set confirmed_at = vote.value ->> 'at' from ${rowsOf(confirmed)} as vote
    where decisions.id = vote.value ->> 'id' and decisions.ended_at is null
      and decisions.proposal_id in (${recorded})`)
}

function givenStatement(
  register: Register,
  given: readonly (Decision & { readonly voter: string })[],
  recorded: SQL,
): Statement {
  return insertFrom(
    register,
    decisions,
    {
      id: sql`value ->> 'id'`,
      proposalId: sql`value ->> 'proposalId'`,
      voter: sql`value ->> 'voter'`,
      by: sql`value -> 'by'`,
      decision: sql`value ->> 'decision'`,
      reason: sql`value ->> 'reason'`,
      until: sql`value ->> 'until'`,
      role: sql`value ->> 'role'`,
      plan: sql`value -> 'plan'`,
      at: sql`value ->> 'at'`,
      confirmedAt: null,
      endedAt: null,
      endedBecause: null,
      batch: sql`value ->> 'batch'`,
      repositories: sql`value -> 'repositories'`,
    },
    sql`from ${rowsOf(given)} where value ->> 'proposalId' in (${recorded})`,
  )
}

/** Until when subjects are kept, by subject key: of two owners' days the earlier one counts. */
export async function findKeptUntil(register: Register, orgId: Id): Promise<ReadonlyMap<string, Instant>> {
  const rows = await register.rows<{ subject_key: string; until: Instant }>(sql`
    select subject_key, max(until) as until from (
      select p.subject_key, min(d.until) as until from decisions d join proposals p on p.id = d.proposal_id
      where p.org_id = ${orgId} and d.decision = 'keep' and d.until is not null and d.ended_at is null
        and p.status = 'kept'
      group by p.id)
    group by subject_key`)
  return new Map(rows.map((row) => [row.subject_key, row.until]))
}

/** Whose access owners gave back since, by subject key. */
export async function findGivenBackSince(
  register: Register,
  orgId: Id,
  since: Instant,
): Promise<readonly string[]> {
  const rows = await register.rows<{ subject_key: string }>(sql`
    select p.subject_key from revocations r join proposals p on p.id = r.id
    where r.org_id = ${orgId} and r.rejoined_how = 'way_back' and r.rejoined_at >= ${since}`)
  return rows.map(({ subject_key }) => subject_key)
}

function toDecision({ voter: _voter, ...decision }: typeof decisions.$inferSelect): Decision {
  return decision
}
