/** Proposals: a review's questions, each frozen with everything that the owner was shown. */

import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Vote } from '../../policy/decisions/votes.ts'
import { rankOf } from '../../policy/proposals/power.ts'
import { type Id, proposalKeyOf } from '../../policy/words.ts'
import { insertFrom, type Register, rowsOf, type Statement } from '../open.ts'
import { decisions, proposals } from '../schema.ts'

/** One question of a review, with everything that the owner was shown. */
export type Proposal = Readonly<Omit<Row, 'subjectKey' | 'riskScore'>>

type Row = typeof proposals.$inferSelect

/** The proposal with this id, or null. */
export async function findProposal(register: Register, id: string): Promise<Proposal | null> {
  const [row] = await register.select().from(proposals).where(eq(proposals.id, id))
  return row === undefined ? null : toProposal(row)
}

/** A proposal with its standing votes, oldest first, read in one query. */
export interface ProposalWithVotes {
  readonly proposal: Proposal
  readonly votes: readonly Vote[]
}

/** The proposals with these ids, by id; unknown ids are left out. */
export async function findProposalsWithVotes(
  register: Register,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ProposalWithVotes>> {
  const wanted = sql`(select value from ${rowsOf(ids)})`
  const [rows, votes] = await register.batch([
    register.select().from(proposals).where(sql`${proposals.id} in ${wanted}`),
    register
      .select({
        proposalId: decisions.proposalId,
        id: decisions.id,
        by: decisions.by,
        decision: decisions.decision,
        role: decisions.role,
        repositories: decisions.repositories,
        until: decisions.until,
        at: decisions.at,
        confirmedAt: decisions.confirmedAt,
      })
      .from(decisions)
      .where(sql`${decisions.proposalId} in ${wanted} and ${decisions.endedAt} is null`)
      .orderBy(decisions.at, decisions.id),
  ])
  const votesOf = Map.groupBy(votes, ({ proposalId }) => proposalId)
  return new Map(rows.map((row) => [row.id, { proposal: toProposal(row), votes: votesOf.get(row.id) ?? [] }]))
}

/** The fields of a proposal that checking it again needs. */
export type UnfinishedProposal = Pick<
  Proposal,
  | 'id'
  | 'orgId'
  | 'subject'
  | 'scope'
  | 'status'
  | 'evidence'
  | 'grantsThen'
  | 'openedAt'
  | 'risk'
  | 'reopened'
>

/** The organisation's proposals that are open, wait for a second vote, are decided, or are being carried out, by hand too. */
export async function findUnfinishedProposals(
  register: Register,
  orgId: Id,
): Promise<readonly UnfinishedProposal[]> {
  const { id, subject, scope, status, evidence, grantsThen, openedAt, risk, reopened } = proposals
  const rows = await register
    .select({ id, subject, scope, status, evidence, grantsThen, openedAt, risk, reopened })
    .from(proposals)
    .where(
      and(
        eq(proposals.orgId, orgId),
        inArray(proposals.status, ['open', 'needs_second', 'decided', 'running', 'by_hand']),
      ),
    )
  return rows.map((row) => ({ ...row, orgId }))
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
    subjectKey: proposalKeyOf(proposal),
    riskScore: rankOf(proposal.power, proposal.risk.score),
  }))
  return insertFrom(
    register,
    proposals,
    {
      id: sql`value ->> 'id'`,
      reviewId: sql`value ->> 'reviewId'`,
      orgId: sql`value ->> 'orgId'`,
      subjectKey: sql`value ->> 'subjectKey'`,
      subject: sql`value -> 'subject'`,
      verdict: sql`value -> 'verdict'`,
      reason: sql`value ->> 'reason'`,
      findings: sql`value -> 'findings'`,
      evidence: sql`value -> 'evidence'`,
      risk: sql`value -> 'risk'`,
      riskScore: sql`value ->> 'riskScore'`,
      plan: sql`value -> 'plan'`,
      consequences: sql`value -> 'consequences'`,
      grantsThen: sql`value -> 'grantsThen'`,
      status: sql`value ->> 'status'`,
      stale: sql`value ->> 'stale'`,
      reopened: null,
      openedAt: sql`value ->> 'openedAt'`,
      power: sql`value ->> 'power'`,
      choices: sql`value -> 'choices'`,
      scope: sql`value -> 'scope'`,
      lastActiveAt: sql`value ->> 'lastActiveAt'`,
      stoppedBy: null,
      stoppedAt: null,
      smallestRole: sql`value -> 'smallestRole'`,
    },
    sql`from ${rowsOf(rows)} where ${recorded}`,
  ).onConflictDoNothing()
}

function toProposal({ subjectKey: _key, riskScore: _score, ...proposal }: Row): Proposal {
  return proposal
}
