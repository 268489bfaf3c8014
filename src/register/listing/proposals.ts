/** Proposals with their decisions and revocations, as pages and API show them. It never shows another organisation's. */

import { and, desc, eq, sql } from 'drizzle-orm'
import type {
  Actor,
  DecisionKind,
  Finding,
  Id,
  Instant,
  NamedActivity,
  OutcomeStatus,
  PlanStep,
  ProposalStatus,
  Risk,
  Subject,
  Verdict,
  VerdictName,
} from '../../policy/words.ts'
import { type Register, rowsOf } from '../open.ts'
import { decisions, outcomes, proposals, revocations } from '../schema.ts'
import { type Page, pageOf } from './cursor.ts'

export interface DecisionView {
  id: string
  by: Actor
  decision: DecisionKind
  reason: string
  until: Instant | null
  role: string | null
  plan: PlanStep[]
  at: Instant
}

export interface RevocationView {
  status: 'pending' | 'running' | 'done' | 'failed' | 'withdrawn' | 'restoring' | 'restored'
  rehearsal: boolean
  startedAt: Instant
  finishedAt: Instant | null
  reason: string | null
  outcomes: { action: string; target: string; status: OutcomeStatus; at: Instant; error?: string }[]
  verified: boolean | null
}

export interface ProposalView {
  id: string
  reviewId: string
  subject: Subject
  verdict: VerdictName
  reason: string
  findings: Finding[]
  evidence: NamedActivity[]
  risk: Risk
  plan: PlanStep[]
  consequences: string[]
  status: ProposalStatus
  stale: string | null
  openedAt: Instant
  decisions: DecisionView[]
  revocation: RevocationView | null
}

/** A review's proposals, riskiest first. `after` holds the sort keys of the last one of the page before. */
export async function listProposals(
  register: Register,
  orgId: Id,
  reviewId: string,
  after: readonly (string | number)[] | null,
  limit: number,
): Promise<Page<ProposalView>> {
  const [score, id] = after ?? []
  const rows = await register
    .select()
    .from(proposals)
    .where(
      and(
        eq(proposals.orgId, orgId),
        eq(proposals.reviewId, reviewId),
        after === null ? undefined : sql`(-${proposals.riskScore}, ${proposals.id}) > (-${score}, ${id})`,
      ),
    )
    .orderBy(desc(proposals.riskScore), proposals.id)
    .limit(limit + 1)
  const views = await viewsOf(register, rows)
  return pageOf(
    rows,
    limit,
    (row) => [row.riskScore, row.id],
    (row) => view(views, row.id),
  )
}

/** One proposal and whose organisation's it is; null where there is none of that id. */
export async function proposalView(
  register: Register,
  id: string,
): Promise<{ orgId: Id; proposal: ProposalView } | null> {
  const rows = await register.select().from(proposals).where(eq(proposals.id, id))
  const [row] = rows
  return row === undefined ? null : { orgId: row.orgId, proposal: view(await viewsOf(register, rows), id) }
}

/** Those of these ids that are proposals of this very review of this organisation: a form may have been made up. */
export async function proposalsOfReview(
  register: Register,
  orgId: Id,
  reviewId: string,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await register
    .select({ id: proposals.id })
    .from(proposals)
    .where(
      and(
        eq(proposals.orgId, orgId),
        eq(proposals.reviewId, reviewId),
        sql`${proposals.id} in (select value from ${rowsOf(ids)})`,
      ),
    )
  return rows.map(({ id }) => id)
}

/** Every proposal that an organisation ever had about one subject, newest first. */
export async function proposalsAbout(
  register: Register,
  orgId: Id,
  subjectKey: string,
): Promise<ProposalView[]> {
  const rows = await register
    .select()
    .from(proposals)
    .where(and(eq(proposals.orgId, orgId), eq(proposals.subjectKey, subjectKey)))
    .orderBy(desc(proposals.openedAt))
    .limit(50)
  return [...(await viewsOf(register, rows)).values()]
}

function view(views: ReadonlyMap<string, ProposalView>, id: string): ProposalView {
  const found = views.get(id)
  if (found === undefined) throw new Error(`Proposal ${id} was read and is not among what was read.`)
  return found
}

/** The casts in here: review.ts is the only writer of these columns, from the very types. */
async function viewsOf(
  register: Register,
  rows: readonly (typeof proposals.$inferSelect)[],
): Promise<Map<string, ProposalView>> {
  const ids = rowsOf(rows.map(({ id }) => id))
  const [decided, carried, ended] = await register.batch([
    register
      .select()
      .from(decisions)
      .where(sql`${decisions.proposalId} in (select value from ${ids})`)
      .orderBy(decisions.at),
    register.select().from(revocations).where(sql`${revocations.id} in (select value from ${ids})`),
    register
      .select()
      .from(outcomes)
      .where(sql`${outcomes.revocationId} in (select value from ${ids})`)
      .orderBy(outcomes.step),
  ])
  const entries = rows.map((row): [string, ProposalView] => {
    const revocation = carried.find(({ id }) => id === row.id)
    const steps = ended.filter(({ revocationId }) => revocationId === row.id)
    return [
      row.id,
      {
        id: row.id,
        reviewId: row.reviewId,
        subject: JSON.parse(row.subject) as Subject,
        verdict: (JSON.parse(row.verdict) as Verdict).verdict,
        reason: row.reason,
        findings: JSON.parse(row.findings) as Finding[],
        evidence: JSON.parse(row.evidence) as NamedActivity[],
        risk: JSON.parse(row.risk) as Risk,
        plan: JSON.parse(row.plan) as PlanStep[],
        consequences: JSON.parse(row.consequences) as string[],
        status: row.status as ProposalStatus,
        stale: row.stale,
        openedAt: row.openedAt,
        decisions: decided.filter(({ proposalId }) => proposalId === row.id).map(decisionOf),
        revocation: revocation === undefined ? null : revocationOf(revocation, steps),
      },
    ]
  })
  return new Map(entries)
}

function decisionOf(row: typeof decisions.$inferSelect): DecisionView {
  const { id, decision, reason, until, role, at } = row
  return {
    id,
    by: JSON.parse(row.by) as Actor,
    decision,
    reason,
    until,
    role,
    plan: JSON.parse(row.plan) as PlanStep[],
    at,
  }
}

function revocationOf(
  row: typeof revocations.$inferSelect,
  steps: readonly (typeof outcomes.$inferSelect)[],
): RevocationView {
  const { status, rehearsal, startedAt, finishedAt, reason, verified } = row
  return {
    status,
    rehearsal,
    startedAt,
    finishedAt,
    reason,
    outcomes: steps.map(({ action, target, status, at, error }) => ({
      action,
      target,
      status,
      at,
      ...(error === null ? {} : { error }),
    })),
    verified,
  }
}
