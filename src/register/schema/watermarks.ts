/** How far each reading of activity has come, so that what did not move is not read again. Never an act itself. */

import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

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
