/** Tables of the runs: audits, what each read in full, and the keys it saw. Never what the reading found. */

import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** One run over one organisation. */
export const audits = sqliteTable(
  'audits',
  {
    id: text('id').primaryKey(),
    orgId: integer('org_id').notNull(),
    status: text('status', { enum: ['queued', 'running', 'complete', 'partial', 'failed'] }).notNull(),
    /** `calendar` or who asked, as an Actor in JSON. */
    askedBy: text('asked_by').notNull(),
    /** The moment it judges as of (UTC ISO-8601). */
    asOf: text('as_of').notNull(),
    startedAt: text('started_at').notNull(),
    finishedAt: text('finished_at'),
    /** The lane's present instance: every write is fenced by it. */
    instance: integer('lane').notNull().default(0),
    /** Requests already made when this instance took the lane: its own budget counts from here. */
    instanceBase: integer('lane_base').notNull().default(0),
    /** After this moment (UTC ISO-8601) the lane counts as dead and may be handed on. */
    leaseUntil: text('lease_until').notNull(),
    /** Where the reading stands: `{stage, cursor, failures}` as JSON. */
    checkpoint: text('bookmark').notNull(),
    /** What is being read, for people. */
    step: text('step').notNull(),
    done: integer('done').notNull().default(0),
    total: integer('total').notNull().default(0),
    rest: integer('rest').notNull().default(0),
    graphql: integer('graphql').notNull().default(0),
    graphqlPoints: integer('graphql_points').notNull().default(0),
    /** Requests by what they were for, as JSON: inventory, credentials, activity, dates. */
    spent: text('spent').notNull().default('{}'),
    /** Counts of the result as JSON: accounts per verdict, grants, credentials. */
    counts: text('counts'),
    /** Why it failed, as a sentence. */
    failure: text('failure'),
  },
  (t) => [
    uniqueIndex('audits_one_at_a_time').on(t.orgId).where(sql`status in ('queued', 'running')`),
    index('audits_org').on(t.orgId, t.startedAt),
  ],
)

/** A source read (or not) over a scope, by one audit. `scopeId` 0 is the whole organisation. */
export const readings = sqliteTable(
  'readings',
  {
    auditId: text('audit_id').notNull(),
    source: text('source').notNull(),
    scopeKind: text('scope_kind', { enum: ['organization', 'repository', 'account'] }).notNull(),
    scopeId: integer('scope_id').notNull(),
    /** Null: read to its end. Else why not, as a sentence. */
    unread: text('unread'),
    /** GitHub does not show it to this kind of token or on this plan; the sentence says why. Null otherwise. */
    notShown: text('not_shown'),
  },
  (t) => [primaryKey({ columns: [t.auditId, t.source, t.scopeKind, t.scopeId] })],
)

/** The keys that one page of a reading saw, as one JSON row; the absent are found from them in one statement. */
export const seenPages = sqliteTable(
  'seen_pages',
  {
    auditId: text('audit_id').notNull(),
    source: text('source').notNull(),
    /** The bookmark that led to the page, so that a page read twice is one row. */
    page: text('page').notNull(),
    keys: text('keys').notNull(),
  },
  (t) => [primaryKey({ columns: [t.auditId, t.source, t.page] })],
)
