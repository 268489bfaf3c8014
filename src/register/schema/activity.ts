/** Tables of activity and verdicts, and of how far activity was read. */

import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { ActivityKind, ActivitySource, Source, Verdict } from '../../policy/words.ts'
import { moment } from './moment.ts'

/** The newest own act per account, repository and kind. Its date never moves back; the row stays when GitHub no longer shows the act. */
export const activity = sqliteTable(
  'activity',
  {
    orgId: integer('org_id').notNull(),
    accountId: integer('account_id').notNull(),
    /** 0 where the act belongs to no repository. */
    repositoryId: integer('repository_id').notNull(),
    kind: text('kind').$type<ActivityKind>().notNull(),
    /** UTC ISO-8601. */
    at: moment('at').notNull(),
    url: text('url'),
    /** The reading that showed it. */
    source: text('source').$type<ActivitySource>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.accountId, t.repositoryId, t.kind] })],
)

/**
 * On which days of a month an account was seen to act in a repository: what two years are drawn from. Days, not acts, because
 * the same act may be read many times. No texts, no kinds.
 */
export const actsByMonth = sqliteTable(
  'acts_by_month',
  {
    orgId: integer('org_id').notNull(),
    accountId: integer('account_id').notNull(),
    /** 0 where the acts belong to no repository. */
    repositoryId: integer('repository_id').notNull(),
    /** In UTC: `2026-11`. */
    month: text('month').notNull(),
    /** The bit 2^(d - 1) is set where something was seen on day d (UTC). */
    days: integer('days').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.accountId, t.repositoryId, t.month] })],
)

/** An account's newest act with an impossible date: kept as evidence, never as activity. */
export const implausibleActs = sqliteTable(
  'implausible_acts',
  {
    orgId: integer('org_id').notNull(),
    accountId: integer('account_id').notNull(),
    /** 0 where the act belongs to no repository. */
    repositoryId: integer('repository_id').notNull(),
    kind: text('kind').$type<ActivityKind>().notNull(),
    at: moment('at').notNull(),
    url: text('url'),
    source: text('source').$type<ActivitySource>().notNull(),
    why: text('why', { enum: ['after_the_audit', 'before_the_repository'] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.accountId] })],
)

/** An account's second factor as last read, per organisation; shown to owners and to the person only. */
export const twoFactor = sqliteTable(
  'two_factor',
  {
    orgId: integer('org_id').notNull(),
    accountId: integer('account_id').notNull(),
    state: text('state', { enum: ['enabled', 'disabled', 'unknown'] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.accountId] })],
)

/** An account's current verdict, rewritten only when it changes. */
export const verdicts = sqliteTable(
  'verdicts',
  {
    orgId: integer('org_id').notNull(),
    accountId: integer('account_id').notNull(),
    verdict: text('verdict').notNull(),
    /** With what explains it (policy/words.ts). */
    facts: text('facts', { mode: 'json' }).$type<Verdict>().notNull(),
    /** The verdict before; null when this is the first. */
    previous: text('previous'),
    /** The audit that last changed it. */
    auditId: text('audit_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.accountId] })],
)

/**
 * What is read up to a moment: the sources, and those that date what an account did before the window:
 * `newest_words` (its comments), `newest_commits`, `older_moves` (a repository's pushes).
 */
export type WatermarkSource = Source | 'newest_words' | 'newest_commits' | 'older_moves'

/** The span over which a source was read without a gap, per repository or account. */
export const watermarks = sqliteTable(
  'watermarks',
  {
    orgId: integer('org_id').notNull(),
    source: text('source').$type<WatermarkSource>().notNull(),
    /** The id of a repository or an account, depending on the source. */
    scopeId: integer('scope_id').notNull(),
    /** The start of the span (UTC ISO-8601). */
    since: moment('since').notNull(),
    /** The end of the span: the `asOf` of the audit that read last. */
    readTo: moment('read_to').notNull(),
    /** When the repository or account had last changed at that audit; an equal value later means that there is nothing to read. */
    mark: text('mark'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.source, t.scopeId] })],
)

/** Commits of the window on default branches that GitHub links to no account: their author's address is nobody's. */
export const unlinkedCommits = sqliteTable(
  'unlinked_commits',
  {
    orgId: integer('org_id').notNull(),
    repositoryId: integer('repository_id').notNull(),
    sha: text('sha').notNull(),
    /** The author's date. */
    at: moment('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.repositoryId, t.sha] })],
)

/** Acts of an account in rows of GitHub's answers that could not be decoded: the newest of each account. */
export const oddActs = sqliteTable(
  'odd_acts',
  {
    orgId: integer('org_id').notNull(),
    accountId: integer('account_id').notNull(),
    /** What is wrong with the row. */
    sentence: text('sentence').notNull(),
    /** The audit that saw it. */
    seenAt: moment('seen_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.accountId] })],
)
