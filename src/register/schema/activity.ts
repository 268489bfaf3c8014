/** Tables of what people did and what follows: activity, verdicts, and what else is told of an account. */

import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The newest own act per account, repository and kind. Never moves backwards; outlives every GitHub window. */
export const activity = sqliteTable(
  'activity',
  {
    orgId: integer('org_id').notNull(),
    accountId: integer('account_id').notNull(),
    /** 0 where the act belongs to no repository. */
    repositoryId: integer('repository_id').notNull(),
    kind: text('kind').notNull(),
    at: text('at').notNull(),
    url: text('url'),
    source: text('source').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.accountId, t.repositoryId, t.kind] })],
)

/** The newest act of an account that cannot count for its date: kept as evidence, never as activity. */
export const implausibleActs = sqliteTable(
  'implausible_acts',
  {
    orgId: integer('org_id').notNull(),
    accountId: integer('account_id').notNull(),
    /** 0 where the act belongs to no repository. */
    repositoryId: integer('repository_id').notNull(),
    kind: text('kind').notNull(),
    at: text('at').notNull(),
    url: text('url'),
    source: text('source').notNull(),
    why: text('why', { enum: ['after_the_audit', 'before_the_repository'] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.accountId] })],
)

/** An account's second factor as last told, per organisation; for owners and the person only. */
export const twoFactor = sqliteTable(
  'two_factor',
  {
    orgId: integer('org_id').notNull(),
    accountId: integer('account_id').notNull(),
    state: text('state', { enum: ['enabled', 'disabled', 'unknown'] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.accountId] })],
)

/** The account's present verdict, rewritten only when it changes. */
export const verdicts = sqliteTable(
  'verdicts',
  {
    orgId: integer('org_id').notNull(),
    accountId: integer('account_id').notNull(),
    verdict: text('verdict').notNull(),
    /** The Verdict as JSON (policy/words.ts). */
    facts: text('facts').notNull(),
    /** The verdict before; null where this is the first. */
    previous: text('previous'),
    /** The audit that last changed it. */
    auditId: text('audit_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.accountId] })],
)

/** Everything that a source shows of one repository or account between two moments has been read. */
export const watermarks = sqliteTable(
  'watermarks',
  {
    orgId: integer('org_id').notNull(),
    source: text('source').notNull(),
    /** A repository's or an account's id, as the source has it. */
    scopeId: integer('scope_id').notNull(),
    /** The beginning of what was read without a gap (UTC ISO-8601). */
    since: text('since').notNull(),
    /** The end of it: the `asOf` of the audit that read last. */
    readTo: text('read_to').notNull(),
    /** When the thing had last moved as that audit saw it; the same value later means that there is nothing to read. */
    mark: text('mark'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.source, t.scopeId] })],
)
