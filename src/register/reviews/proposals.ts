/** Proposals in the register: questions, frozen with everything that the owner was shown. What was frozen is never rewritten. */

import { eq, type SQL, sql } from 'drizzle-orm'
import type { EarlierVote } from '../../policy/decisions/voters.ts'
import { subjectKeyOf } from '../../policy/proposals/subject-key.ts'
import type {
  Finding,
  Id,
  Instant,
  NamedActivity,
  PlanStep,
  ProposalStatus,
  Risk,
  Subject,
  Verdict,
  VerdictName,
} from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { proposals } from '../schema.ts'

/** One question of a review, with everything that the owner was shown. */
export interface Proposal {
  readonly id: string
  readonly reviewId: string
  readonly orgId: Id
  readonly subject: Subject
  /** Of an account the whole verdict; of invitations and credentials only the word. */
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
  /** Grant key → role at opening: more or higher ones later make it stale. */
  readonly grantsThen: Readonly<Record<string, string>>
  readonly status: ProposalStatus
  readonly stale: string | null
  readonly openedAt: Instant
}

export async function findProposal(register: Register, id: string): Promise<Proposal | null> {
  const [row] = await register.select().from(proposals).where(eq(proposals.id, id))
  return row === undefined ? null : toProposal(row)
}

/** A proposal with the votes that were given on it, as of one moment. */
export interface ProposalWithVotes {
  readonly proposal: Proposal
  readonly votes: readonly EarlierVote[]
}

/** Those of these ids that are proposals, by id. */
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
  // The cast: the query names a vote's two fields itself.
  const votesOf = (votes: string) => JSON.parse(votes) as EarlierVote[]
  return new Map(rows.map(({ row, votes }) => [row.id, { proposal: toProposal(row), votes: votesOf(votes) }]))
}

/** A proposal as far as looking at it again needs it. */
export type UnfinishedProposal = Pick<
  Proposal,
  'id' | 'orgId' | 'subject' | 'status' | 'evidence' | 'grantsThen' | 'openedAt'
>

/** The organisation's proposals that somebody may still act on, for looking at them again. */
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
 * Freezes new proposals into a review, one parameter for all; a subject that is already asked about in it is left alone.
 * With `recorded` they are written only where that condition holds.
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
  // Column order is the table's own: drizzle writes `insert into proposals (…every column…) select …`.
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

// The casts, here and below: `freezing` is the only writer of these columns, from values of these types.
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
