/** Tables of reviews, proposals, decisions, revocations and their outcomes. */

import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import {
  type Actor,
  type Choice,
  DECISION_KINDS,
  type Finding,
  type Id,
  type Instant,
  type LowerRole,
  type NamedActivity,
  type PlanStep,
  POWERS,
  type ProposalScope,
  type ProposalStatus,
  REJOINED,
  type Risk,
  type SmallestRole,
  type Snapshot,
  type Subject,
  type Verdict,
  type VerdictName,
} from '../../policy/words.ts'
import { moment } from './moment.ts'

/** Why a review opened: how many contributors were counted, and where counting stopped. */
export interface ReviewScope {
  /** Distinct commit authors of 12 months, without bots; null when they were not counted. */
  readonly contributors: number | null
  /** Counting stops here. */
  readonly countedTo: number
  readonly because: 'calendar' | 'asked'
}

/** Why a proposal that was answered is open again. */
export interface Reopened {
  /** An owner's or administrator's act, two owners' different answers, a vote that fell away, or what the person answered. */
  readonly kind: 'act' | 'two_opinions' | 'vote' | 'answer'
  /** A sentence. */
  readonly why: string
  readonly at: Instant
}

/** The review of one organisation and quarter. */
export const reviews = sqliteTable(
  'reviews',
  {
    id: text('id').primaryKey(),
    orgId: integer('org_id').notNull(),
    /** `2026-Q4`. */
    quarter: text('quarter').notNull(),
    openedAt: moment('opened_at').notNull(),
    /** A person, the operator, or the calendar. */
    openedBy: text('opened_by', { mode: 'json' }).$type<Actor>().notNull(),
    dueAt: moment('due_at').notNull(),
    closedAt: moment('closed_at'),
    /** The audit whose verdicts the review froze. */
    auditId: text('audit_id').notNull(),
    scope: text('scope', { mode: 'json' }).$type<ReviewScope>().notNull(),
    /** Reminders sent so far. */
    reminders: integer('reminders').notNull().default(0),
    remindedAt: moment('reminded_at'),
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
    subject: text('subject', { mode: 'json' }).$type<Subject>().notNull(),
    /** For an account the whole verdict; for invitations and credentials only its name. */
    verdict: text('verdict', { mode: 'json' }).$type<Verdict | { readonly verdict: VerdictName }>().notNull(),
    reason: text('reason').notNull(),
    findings: text('findings', { mode: 'json' }).$type<readonly Finding[]>().notNull(),
    /** Newest first. */
    evidence: text('evidence', { mode: 'json' }).$type<readonly NamedActivity[]>().notNull(),
    risk: text('risk', { mode: 'json' }).$type<Risk>().notNull(),
    /** Its place: group first, then risk (policy/proposals/power.ts). */
    riskScore: integer('risk_score').notNull(),
    /** What *revoke* would do, in order. */
    plan: text('plan', { mode: 'json' }).$type<readonly PlanStep[]>().notNull(),
    /** What would be lost and what could be given back, a sentence each. */
    consequences: text('consequences', { mode: 'json' }).$type<readonly string[]>().notNull(),
    /** Grant key → role at opening; more grants or higher roles later make the proposal stale. */
    grantsThen: text('grants_then', { mode: 'json' }).$type<Readonly<Record<string, string>>>().notNull(),
    status: text('status').$type<ProposalStatus>().notNull(),
    /** Why it went stale, as a sentence. */
    stale: text('stale'),
    /** Why it was open again, and since when; it stays when it is answered, because owners know it then. */
    reopened: text('reopened', { mode: 'json' }).$type<Reopened>(),
    openedAt: moment('opened_at').notNull(),
    /** The group of the review in which it stands. */
    power: text('power', { enum: POWERS }).notNull().default('membership_only'),
    /** Every answer that it can be given, with its plan; null where an earlier version opened it. */
    choices: text('choices', { mode: 'json' }).$type<readonly Choice[]>(),
    /** The one grant that it is about; null where it is about everything that the subject holds. */
    scope: text('scope', { mode: 'json' }).$type<ProposalScope>(),
    /** The newest act or use when it was opened; null where none is known. To sort by silence. */
    lastActiveAt: moment('last_active_at'),
    /** The owner who stopped its carrying out, and when; null while it may go on. */
    stoppedBy: text('stopped_by', { mode: 'json' }).$type<Actor>(),
    stoppedAt: moment('stopped_at'),
    /** The smallest role that would do; null where it cannot be told. */
    smallestRole: text('smallest_role', { mode: 'json' }).$type<SmallestRole>(),
  },
  (t) => [
    uniqueIndex('proposals_subject').on(t.reviewId, t.subjectKey),
    index('proposals_rank').on(t.reviewId, t.riskScore),
    index('proposals_org').on(t.orgId),
  ],
)

/** An owner's answer. One that was replaced or fell away stays as a row with its end. */
export const decisions = sqliteTable(
  'decisions',
  {
    id: text('id').primaryKey(),
    proposalId: text('proposal_id').notNull(),
    /** The voter: `person:123` or `operator`. One standing vote each. */
    voter: text('voter').notNull(),
    by: text('by', { mode: 'json' }).$type<Actor>().notNull(),
    decision: text('decision', { enum: DECISION_KINDS }).notNull(),
    reason: text('reason').notNull(),
    /** For *keep*: until when (UTC ISO-8601). */
    until: moment('until'),
    /** For *downgrade*: what it leaves. */
    role: text('role').$type<LowerRole>(),
    /** What this decision does, in order. */
    plan: text('plan', { mode: 'json' }).$type<readonly PlanStep[]>().notNull(),
    at: moment('at').notNull(),
    /** When the same owner confirmed it, because no other active owner answered (`single_keyholder`); else null. */
    confirmedAt: moment('confirmed_at'),
    /** When the vote ended before it was carried out; null while it stands. */
    endedAt: moment('ended_at'),
    /** Why: another answer of the same voter's, a voter who is no owner any more, a token that a person ended, or news. */
    endedBecause: text('ended_because', {
      enum: ['replaced', 'no_owner', 'token_ended', 'reopened', 'undone'],
    }),
    /** Answers that were saved together have the same; null where an earlier version took the answer. */
    batch: text('batch'),
    /** For *downgrade* to outside collaborator: the repositories that stay, by id. */
    repositories: text('repositories', { mode: 'json' }).$type<readonly Id[]>(),
  },
  (t) => [
    uniqueIndex('decisions_one_standing_vote').on(t.proposalId, t.voter).where(sql`ended_at is null`),
    index('decisions_proposal').on(t.proposalId),
  ],
)

/** The carrying out of a decided proposal. */
export const revocations = sqliteTable(
  'revocations',
  {
    /** The proposal's id: a proposal has one revocation. */
    id: text('id').primaryKey(),
    orgId: integer('org_id').notNull(),
    status: text('status', {
      enum: ['pending', 'running', 'done', 'failed', 'by_hand', 'withdrawn', 'restoring', 'restored'],
    }).notNull(),
    startedBy: text('started_by', { mode: 'json' }).$type<Actor>().notNull(),
    startedAt: moment('started_at').notNull(),
    finishedAt: moment('finished_at'),
    /** How often it was started; part of the Workflow instance's id. */
    attempt: integer('attempt').notNull().default(0),
    rehearsal: integer('rehearsal', { mode: 'boolean' }).notNull(),
    /** Written before the first removal. */
    snapshot: text('before_image', { mode: 'json' }).$type<Snapshot>(),
    /** True: GitHub was read again and nothing was left. Null: not verified. */
    verified: integer('verified', { mode: 'boolean' }),
    /** Why it was withdrawn or failed, as a sentence. */
    reason: text('reason'),
    /** When the first change was authorized; counts towards the removal budget of rolling 24 hours. */
    countedAt: moment('counted_at'),
    /** When whoever it was about held access again, and how; null while they do not. */
    rejoinedAt: moment('rejoined_at'),
    rejoinedHow: text('rejoined_how', { enum: REJOINED }),
  },
  (t) => [index('revocations_budget').on(t.orgId, t.countedAt)],
)

/** How each step of a revocation ended. */
export const outcomes = sqliteTable(
  'outcomes',
  {
    revocationId: text('revocation_id').notNull(),
    step: integer('step').notNull(),
    action: text('action').$type<PlanStep['action']>().notNull(),
    target: text('target').notNull(),
    /** `attempting`: written right before the call; where it stays, the answer was lost. */
    status: text('status', {
      enum: ['attempting', 'done', 'already_gone', 'rehearsed', 'failed', 'by_hand'],
    }).notNull(),
    at: moment('at').notNull(),
    error: text('error'),
  },
  (t) => [primaryKey({ columns: [t.revocationId, t.step] })],
)
