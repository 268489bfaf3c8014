/** Turns proposal rows into views, with their decisions, revocation and outcomes. */

import { sql } from 'drizzle-orm'
import type {
  Actor,
  Choice,
  DecisionKind,
  Finding,
  Id,
  Instant,
  LowerRole,
  NamedActivity,
  OutcomeStatus,
  PlanStep,
  Power,
  ProposalScope,
  ProposalStatus,
  Risk,
  SmallestRole,
  Subject,
  VerdictName,
} from '../../policy/words.ts'
import { type Register, rowsOf } from '../open.ts'
import { decisions, outcomes, type proposals, type Reopened, revocations } from '../schema.ts'

/** A decision as the API returns it. */
export interface DecisionView {
  id: string
  by: Actor
  decision: DecisionKind
  reason: string
  /** For *keep*: until when; else null. */
  until: Instant | null
  /** For *downgrade*: the lower role; else null. */
  role: LowerRole | null
  /** The repositories that an outside collaborator keeps, by id; null where all stay, and for every other answer. */
  repositories: readonly Id[] | null
  plan: readonly PlanStep[]
  at: Instant
  /** When its voter confirmed it as the only active owner; else null. */
  confirmedAt: Instant | null
}

/** A revocation as the API returns it, its outcomes in the order of the plan. */
export interface RevocationView {
  status: 'pending' | 'running' | 'done' | 'failed' | 'by_hand' | 'withdrawn' | 'restoring' | 'restored'
  rehearsal: boolean
  startedAt: Instant
  finishedAt: Instant | null
  reason: string | null
  outcomes: { action: string; target: string; status: OutcomeStatus; at: Instant; error?: string }[]
  /** True: GitHub was read again and nothing was left. Null: not verified. */
  verified: boolean | null
}

/** A proposal as the API returns it. */
export interface ProposalView {
  id: string
  reviewId: string
  subject: Subject
  verdict: VerdictName
  reason: string
  findings: readonly Finding[]
  evidence: readonly NamedActivity[]
  risk: Risk
  plan: readonly PlanStep[]
  consequences: readonly string[]
  status: ProposalStatus
  /** Why it went stale, as a sentence; else null. */
  stale: string | null
  /** Why it is open again, and since when; else null. */
  reopened: Reopened | null
  openedAt: Instant
  /** The group of the review in which it stands. */
  power: Power
  /** Every answer that it can be given, with its plan; null where an earlier version opened it. */
  choices: readonly Choice[] | null
  /** The one grant that it is about; null where it is about everything. */
  scope: ProposalScope | null
  /** The newest act or use when it was opened; null where none was known. */
  lastActiveAt: Instant | null
  /** The smallest role that would do, and why; null where it cannot be told. */
  smallestRole: SmallestRole | null
  /** Who stopped its carrying out, and when; null while it may go on. */
  stopped: { by: Actor; at: Instant } | null
  /** The standing answers, oldest first; those that were replaced or fell away are in the history. */
  decisions: DecisionView[]
  revocation: RevocationView | null
}

/** The views by proposal id, in the order of the rows. */
export async function findProposalViews(
  register: Register,
  rows: readonly (typeof proposals.$inferSelect)[],
): Promise<Map<string, ProposalView>> {
  const ids = rowsOf(rows.map(({ id }) => id))
  const [decisionRows, revocationRows, outcomeRows] = await register.batch([
    register
      .select()
      .from(decisions)
      .where(sql`${decisions.proposalId} in (select value from ${ids}) and ${decisions.endedAt} is null`)
      .orderBy(decisions.at),
    register.select().from(revocations).where(sql`${revocations.id} in (select value from ${ids})`),
    register
      .select()
      .from(outcomes)
      .where(sql`${outcomes.revocationId} in (select value from ${ids})`)
      .orderBy(outcomes.step),
  ])
  const entries = rows.map((row): [string, ProposalView] => {
    const revocation = revocationRows.find(({ id }) => id === row.id)
    const steps = outcomeRows.filter(({ revocationId }) => revocationId === row.id)
    return [
      row.id,
      {
        id: row.id,
        reviewId: row.reviewId,
        subject: row.subject,
        verdict: row.verdict.verdict,
        reason: row.reason,
        findings: row.findings,
        evidence: row.evidence,
        risk: row.risk,
        plan: row.plan,
        consequences: row.consequences,
        status: row.status,
        stale: row.stale,
        reopened: row.status === 'open' || row.status === 'needs_second' ? row.reopened : null,
        openedAt: row.openedAt,
        power: row.power,
        choices: row.choices,
        scope: row.scope,
        lastActiveAt: row.lastActiveAt,
        smallestRole: row.smallestRole,
        stopped:
          row.stoppedBy === null || row.stoppedAt === null ? null : { by: row.stoppedBy, at: row.stoppedAt },
        decisions: decisionRows.filter(({ proposalId }) => proposalId === row.id).map(toDecision),
        revocation: revocation === undefined ? null : toRevocation(revocation, steps),
      },
    ]
  })
  return new Map(entries)
}

function toDecision(row: typeof decisions.$inferSelect): DecisionView {
  const { id, by, decision, reason, until, role, repositories, plan, at, confirmedAt } = row
  return { id, by, decision, reason, until, role, repositories, plan, at, confirmedAt }
}

function toRevocation(
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
