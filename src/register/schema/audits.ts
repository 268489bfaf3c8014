/** Tables of audits: their state, what each read to its end, and the keys that it saw. */

import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { Actor, Source, VerdictName } from '../../policy/words.ts'
import { moment } from './moment.ts'

/** How far an audit has come. `cursor` is the stage's own: its decoder knows the form. */
export interface Checkpoint {
  readonly stage: number
  /** The name of that stage; absent before the first page. Another version may have moved it. */
  readonly name?: string
  readonly cursor: unknown
}

/** What an organisation has after an audit. */
export interface AuditCounts {
  readonly accounts: number
  readonly verdicts: Readonly<Partial<Record<VerdictName, number>>>
  readonly grants: number
  readonly credentials: number
  readonly repositories: number
  readonly teams: number
}

/** One audit of one organisation. */
export const audits = sqliteTable(
  'audits',
  {
    id: text('id').primaryKey(),
    orgId: integer('org_id').notNull(),
    status: text('status', { enum: ['queued', 'running', 'complete', 'partial', 'failed'] }).notNull(),
    /** Who asked for it; the calendar is one. */
    askedBy: text('asked_by', { mode: 'json' }).$type<Actor>().notNull(),
    /** The moment as of which it judges (UTC ISO-8601). */
    asOf: moment('as_of').notNull(),
    startedAt: moment('started_at').notNull(),
    finishedAt: moment('finished_at'),
    /** The number of the current Workflow instance: the fencing token of every write. */
    instance: integer('lane').notNull().default(0),
    /** Requests made before this instance began; its own budget counts from here. */
    instanceBase: integer('lane_base').notNull().default(0),
    /** After this moment (UTC ISO-8601) the instance counts as dead and the next one may continue. */
    leaseUntil: moment('lease_until').notNull(),
    checkpoint: text('bookmark', { mode: 'json' }).$type<Checkpoint>().notNull(),
    /** What is being read, in words. */
    step: text('step').notNull(),
    done: integer('done').notNull().default(0),
    total: integer('total').notNull().default(0),
    rest: integer('rest').notNull().default(0),
    graphql: integer('graphql').notNull().default(0),
    graphqlPoints: integer('graphql_points').notNull().default(0),
    /** Requests by what they were for: inventory, credentials, activity and so on (`Budget` of src/audit/engine/stage.ts). */
    spent: text('spent', { mode: 'json' }).$type<Readonly<Record<string, number>>>().notNull().default({}),
    /** Null until it has ended. */
    counts: text('counts', { mode: 'json' }).$type<AuditCounts>(),
    /** Why it failed, as a sentence. */
    failure: text('failure'),
  },
  (t) => [
    uniqueIndex('audits_one_at_a_time').on(t.orgId).where(sql`status in ('queued', 'running')`),
    index('audits_org').on(t.orgId, t.startedAt),
  ],
)

/** Whether one audit read a source over a scope. `scopeId` 0 is the whole organisation. */
export const readings = sqliteTable(
  'readings',
  {
    auditId: text('audit_id').notNull(),
    source: text('source').$type<Source>().notNull(),
    scopeKind: text('scope_kind', { enum: ['organization', 'repository', 'account'] }).notNull(),
    scopeId: integer('scope_id').notNull(),
    /** Why it was not read to its end, as a sentence; null when it was. */
    unread: text('unread'),
    /** Why GitHub does not show it to this kind of token or on this plan, as a sentence; null when it does. */
    notShown: text('not_shown'),
  },
  (t) => [primaryKey({ columns: [t.auditId, t.source, t.scopeKind, t.scopeId] })],
)

/** The keys on one page of a reading, as one JSON row; one statement finds the removed items by them. */
export const seenPages = sqliteTable(
  'seen_pages',
  {
    auditId: text('audit_id').notNull(),
    source: text('source').notNull(),
    /** The checkpoint before the page, so that a page read twice is one row. */
    page: text('page').notNull(),
    keys: text('keys').notNull(),
  },
  (t) => [primaryKey({ columns: [t.auditId, t.source, t.page] })],
)

/** What an audit notes of a repository for its own later stages; deleted when it ends. */
export const auditNotes = sqliteTable(
  'audit_notes',
  {
    auditId: text('audit_id').notNull(),
    /** `newest_page`: where the newest page of its timelines ended. `uncommon`: its uncommon activity is read today. */
    kind: text('kind', { enum: ['newest_page', 'uncommon'] }).notNull(),
    repositoryId: integer('repository_id').notNull(),
    /** Its form belongs to the stage that wrote it. */
    value: text('value', { mode: 'json' }).$type<unknown>(),
  },
  (t) => [primaryKey({ columns: [t.auditId, t.kind, t.repositoryId] })],
)
