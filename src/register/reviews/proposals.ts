/** Proposals: a review's questions, each frozen with everything that the owner was shown. */

import { eq, type SQL, sql } from 'drizzle-orm'
import type { EarlierVote } from '../../policy/decisions/voters.ts'
import {
  type Finding,
  type Id,
  type Instant,
  type NamedActivity,
  type PlanStep,
  type ProposalStatus,
  type Risk,
  type Subject,
  subjectKeyOf,
  type Verdict,
  type VerdictName,
} from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { proposals } from '../schema.ts'

/** One question of a review, with everything that the owner was shown. */
export interface Proposal {
  readonly id: string
  readonly reviewId: string
  readonly orgId: Id
  readonly subject: Subject
  /** For an account the whole verdict; for invitations and credentials only its name. */
  readonly verdict: Verdict | { readonly verdict: VerdictName }
  readonly reason: string
  readonly findings: readonly Finding[]
  /** Newest first. */
  readonly evidence: readonly NamedActivity[]
  readonly risk: Risk
  /** What *revoke* would do, in order. */
  readonly plan: readonly PlanStep[]
  /** What would be lost and what could be given back. */
  readonly consequences: readonly string[]
  /** Grant key → role at opening; more grants or higher roles later make the proposal stale. */
  readonly grantsThen: Readonly<Record<string, string>>
  readonly status: ProposalStatus
  /** Why it went stale, as a sentence; else null. */
  readonly stale: string | null
  readonly openedAt: Instant
}

/** The proposal with this id, or null. */
export async function findProposal(register: Register, id: string): Promise<Proposal | null> {
  const [row] = await register.select().from(proposals).where(eq(proposals.id, id))
  return row === undefined ? null : toProposal(row)
}

/** A proposal with its votes, read in one query. */
export interface ProposalWithVotes {
  readonly proposal: Proposal
  readonly votes: readonly EarlierVote[]
}

/** The proposals with these ids, by id; unknown ids are left out. */
export async function findProposalsWithVotes(
  register: Register,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ProposalWithVotes>> {
  const rows = await register
    .select({
      row: proposals,
      votes: sql<string>`(select json_group_array(json_object('voter', voter, 'decision', decision))
        from decisions where proposal_id = ${proposals.id})`,
    })
    .from(proposals)
    .where(sql`${proposals.id} in (select value from ${rowsOf(ids)})`)
  // The cast is safe: the query names a vote's two fields itself.
  const votesOf = (votes: string) => JSON.parse(votes) as EarlierVote[]
  return new Map(rows.map(({ row, votes }) => [row.id, { proposal: toProposal(row), votes: votesOf(votes) }]))
}

/** The fields of a proposal that checking it again needs. */
export type UnfinishedProposal = Pick<
  Proposal,
  'id' | 'orgId' | 'subject' | 'status' | 'evidence' | 'grantsThen' | 'openedAt'
>

/** The organisation's proposals that are open, wait for a second vote, are decided or are being carried out. */
export async function findUnfinishedProposals(
  register: Register,
  orgId: Id,
): Promise<readonly UnfinishedProposal[]> {
  const rows = await register.all<RecheckedColumns & Pick<Row, 'id' | 'openedAt'>>(sql`
    select id, subject, status, evidence, grants_then as grantsThen, opened_at as openedAt from proposals
    where org_id = ${orgId} and status in ('open', 'needs_second', 'decided', 'running')`)
  return rows.map((row) => ({ id: row.id, orgId, openedAt: row.openedAt, ...recheckedColumns(row) }))
}

/**
 * Writes new proposals of a review, as one parameter. A subject that the review already has is skipped. Nothing is written
 * unless `recorded` holds.
 */
export function proposalsStatement(
  register: Register,
  frozen: readonly Proposal[],
  recorded: SQL = sql`1`,
): Statement {
  const rows = frozen.map((proposal) => ({
    ...proposal,
    subjectKey: subjectKeyOf(proposal.subject),
    riskScore: Math.round(proposal.risk.score),
  }))
  // The columns are in the table's order: drizzle writes `insert into proposals (…every column…) select …`.
  return register
    .insert(proposals)
    .select(
      sql`select value ->> 'id', value ->> 'reviewId', value ->> 'orgId', value ->> 'subjectKey', value -> 'subject',
        value -> 'verdict', value ->> 'reason', value -> 'findings', value -> 'evidence', value -> 'risk',
        value ->> 'riskScore', value -> 'plan', value -> 'consequences', value -> 'grantsThen', value ->> 'status',
        value ->> 'stale', value ->> 'openedAt'
      from json_each(${JSON.stringify(rows)}) where ${recorded}`,
    )
    .onConflictDoNothing()
}

type Row = typeof proposals.$inferSelect
type RecheckedColumns = Pick<Row, 'subject' | 'status' | 'evidence' | 'grantsThen'>

// The casts, here and below, are safe: only `proposalsStatement` writes these columns, from values of these types.
function toProposal(row: Row): Proposal {
  const { subjectKey: _key, riskScore: _score, ...rest } = row
  return {
    ...rest,
    ...recheckedColumns(row),
    verdict: JSON.parse(row.verdict) as Proposal['verdict'],
    findings: JSON.parse(row.findings) as Finding[],
    risk: JSON.parse(row.risk) as Risk,
    plan: JSON.parse(row.plan) as PlanStep[],
    consequences: JSON.parse(row.consequences) as string[],
  }
}

function recheckedColumns(row: RecheckedColumns): Pick<Proposal, keyof RecheckedColumns> {
  return {
    subject: JSON.parse(row.subject) as Subject,
    evidence: JSON.parse(row.evidence) as NamedActivity[],
    grantsThen: JSON.parse(row.grantsThen) as Record<string, string>,
    status: row.status as ProposalStatus,
  }
}
