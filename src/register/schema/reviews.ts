/** Tables of reviews, proposals, decisions, revocations and their outcomes. */

import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** The review of one organisation and quarter. */
export const reviews = sqliteTable(
  'reviews',
  {
    id: text('id').primaryKey(),
    orgId: integer('org_id').notNull(),
    /** `2026-Q4`. */
    quarter: text('quarter').notNull(),
    openedAt: text('opened_at').notNull(),
    /** An Actor as JSON: a person, the operator, or the calendar. */
    openedBy: text('opened_by').notNull(),
    dueAt: text('due_at').notNull(),
    closedAt: text('closed_at'),
    /** The audit whose verdicts the review froze. */
    auditId: text('audit_id').notNull(),
    /** Why it opened, as JSON: `{contributors, countedTo, because}`. */
    scope: text('scope').notNull(),
    /** Reminders sent so far. */
    reminders: integer('reminders').notNull().default(0),
    remindedAt: text('reminded_at'),
  },
  (t) => [
    uniqueIndex('reviews_one_open').on(t.orgId).where(sql`closed_at is null`),
    index('reviews_org').on(t.orgId),
  ],
)

/** One question of a review, frozen with its evidence. */
export const proposals = sqliteTable(
  'proposals',
  {
    id: text('id').primaryKey(),
    reviewId: text('review_id').notNull(),
    orgId: integer('org_id').notNull(),
    /** `account:123`, `invitation:5`, `credential:deploy_key:700001`. */
    subjectKey: text('subject_key').notNull(),
    /** The Subject as JSON. */
    subject: text('subject').notNull(),
    /** The Verdict as JSON. */
    verdict: text('verdict').notNull(),
    reason: text('reason').notNull(),
    findings: text('findings').notNull(),
    /** NamedActivity[] as JSON, newest first. */
    evidence: text('evidence').notNull(),
    /** Risk as JSON. */
    risk: text('risk').notNull(),
    /** For ranking. */
    riskScore: integer('risk_score').notNull(),
    /** PlanStep[] as JSON: what *revoke* would do, in order. */
    plan: text('plan').notNull(),
    /** What would be lost and what could be given back, as sentences in JSON. */
    consequences: text('consequences').notNull(),
    /** Grant keys with their roles at opening, as JSON; more grants or higher roles later make the proposal stale. */
    grantsThen: text('grants_then').notNull(),
    status: text('status').notNull(),
    /** Why it went stale, as a sentence. */
    stale: text('stale'),
    openedAt: text('opened_at').notNull(),
  },
  (t) => [
    uniqueIndex('proposals_subject').on(t.reviewId, t.subjectKey),
    index('proposals_rank').on(t.reviewId, t.riskScore),
    index('proposals_org').on(t.orgId),
  ],
)

/** An owner's answer. */
export const decisions = sqliteTable(
  'decisions',
  {
    id: text('id').primaryKey(),
    proposalId: text('proposal_id').notNull(),
    /** The voter: `person:123` or `operator`. One vote each. */
    voter: text('voter').notNull(),
    /** An Actor as JSON. */
    by: text('by').notNull(),
    decision: text('decision', { enum: ['revoke', 'downgrade', 'emeritus', 'keep'] }).notNull(),
    reason: text('reason').notNull(),
    /** For *keep*: until when (UTC ISO-8601). */
    until: text('until'),
    /** For *downgrade*: the strictly lower role. */
    role: text('role'),
    /** PlanStep[] as JSON: what this decision does, in order. */
    plan: text('plan').notNull(),
    at: text('at').notNull(),
  },
  (t) => [uniqueIndex('decisions_one_vote').on(t.proposalId, t.voter)],
)

/** The carrying out of a decided proposal. */
export const revocations = sqliteTable(
  'revocations',
  {
    /** The proposal's id: a proposal has one revocation. */
    id: text('id').primaryKey(),
    orgId: integer('org_id').notNull(),
    status: text('status', {
      enum: ['pending', 'running', 'done', 'failed', 'withdrawn', 'restoring', 'restored'],
    }).notNull(),
    /** An Actor as JSON. */
    startedBy: text('started_by').notNull(),
    startedAt: text('started_at').notNull(),
    finishedAt: text('finished_at'),
    /** How often it was started; part of the Workflow instance's id. */
    attempt: integer('attempt').notNull().default(0),
    rehearsal: integer('rehearsal', { mode: 'boolean' }).notNull(),
    /** The snapshot as JSON: everything needed to give it back, written before the first removal. */
    snapshot: text('before_image'),
    /** True: GitHub was read again and nothing was left. Null: not verified. */
    verified: integer('verified', { mode: 'boolean' }),
    /** Why it was withdrawn or failed, as a sentence. */
    reason: text('reason'),
    /** When the first change was authorized; counts towards the removal budget of rolling 24 hours. */
    countedAt: text('counted_at'),
  },
  (t) => [index('revocations_budget').on(t.orgId, t.countedAt)],
)

/** How each step of a revocation ended. */
export const outcomes = sqliteTable(
  'outcomes',
  {
    revocationId: text('revocation_id').notNull(),
    step: integer('step').notNull(),
    action: text('action').notNull(),
    target: text('target').notNull(),
    status: text('status', { enum: ['done', 'already_gone', 'rehearsed', 'failed', 'by_hand'] }).notNull(),
    at: text('at').notNull(),
    error: text('error'),
  },
  (t) => [primaryKey({ columns: [t.revocationId, t.step] })],
)
