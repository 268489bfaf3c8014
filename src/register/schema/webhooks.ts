/** Tables of webhooks: deliveries, what they ask to read again, and who joined when. */

import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { moment } from './moment.ts'

/** A recorded webhook delivery, so that the same one counts once; kept for 7 days. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    /** GitHub's `X-GitHub-Delivery`. */
    id: text('id').primaryKey(),
    /** UTC ISO-8601. */
    receivedAt: moment('received_at').notNull(),
    /** SHA-256 (hex) of the signed body: the id above is not signed. Null where an earlier version recorded it. */
    bodyHash: text('body_hash'),
  },
  (t) => [index('deliveries_body').on(t.bodyHash)],
)

/** An organisation in which something changed; deleted by an audit that began later. */
export const webhookTriggers = sqliteTable(
  'triggers',
  {
    orgId: integer('org_id').notNull(),
    /** The repository whose uncommon activity is read again; 0 where the audit itself finds what changed. */
    repositoryId: integer('repository_id').notNull(),
    /** When the newest event about it arrived (UTC ISO-8601). */
    at: moment('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.repositoryId] })],
)

/** The triggers of the previous version, which its Worker still writes; to be dropped one release later. */
export const previousTriggers = sqliteTable(
  'prompts',
  {
    orgId: integer('org_id').notNull(),
    kind: text('kind', { enum: ['repository', 'people', 'teams', 'organization'] }).notNull(),
    /** GitHub's id of the repository, account or team; the organisation's id for all of that kind. */
    targetId: integer('target_id').notNull(),
    /** When the newest event about it arrived (UTC ISO-8601). */
    at: moment('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.kind, t.targetId] })],
)

/** When somebody became a member by GitHub's event; the earliest known. */
export const joins = sqliteTable(
  'joins',
  {
    orgId: integer('org_id').notNull(),
    accountId: integer('account_id').notNull(),
    /** When the event arrived (UTC ISO-8601): it carries no date of its own. */
    at: moment('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.accountId] })],
)
