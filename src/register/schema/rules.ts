/** Tables of rules: their versions, and the changes that wait. */

import { sql } from 'drizzle-orm'
import { integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { Actor } from '../../policy/words.ts'
import { moment } from './moment.ts'

/** The rules of an organisation as they were and are: one row a change, append-only (a custom migration adds the triggers). */
export const ruleVersions = sqliteTable(
  'rule_versions',
  {
    orgId: integer('org_id').notNull(),
    /** 1, 2, 3 …: `organizations.rules_version` names the current one. */
    version: integer('version').notNull(),
    /** Rules as JSON (policy/rules/rules.ts). */
    rules: text('rules').notNull(),
    /** Null where an earlier version of this product wrote them. */
    by: text('by', { mode: 'json' }).$type<Actor>(),
    /** From when on they hold (UTC ISO-8601). */
    at: moment('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.version] })],
)

/** A change of one setting that waits for another owner or for its time; one that ended stays as a row. */
export const pendingRules = sqliteTable(
  'pending_rules',
  {
    id: text('id').primaryKey(),
    orgId: integer('org_id').notNull(),
    /** The setting, as the table of directions names it (policy/rules/directions.ts). */
    setting: text('setting').notNull(),
    /** Its new value, as JSON. */
    value: text('value', { mode: 'json' }).$type<unknown>().notNull(),
    by: text('by', { mode: 'json' }).$type<Actor>().notNull(),
    at: moment('at').notNull(),
    /** When a channel took the message about it; null where none has. */
    toldAt: moment('told_at'),
    /** When another owner first saw it; null where none has. */
    seenAt: moment('seen_at'),
    endedAt: moment('ended_at'),
    endedBy: text('ended_by', { mode: 'json' }).$type<Actor>(),
    /** `agreed`: by another owner; `waited`: its time was over; `replaced`: by a later change of the same setting. */
    endedBecause: text('ended_because', { enum: ['agreed', 'waited', 'cancelled', 'replaced'] }),
  },
  (t) => [uniqueIndex('pending_rules_one_each').on(t.orgId, t.setting).where(sql`ended_at is null`)],
)
