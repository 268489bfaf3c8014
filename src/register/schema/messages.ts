/** The outbox: letters that are to be delivered once each. */

import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** One letter to one channel. */
export const messages = sqliteTable(
  'letters',
  {
    /** `kind:occasion:channel`: the same occasion is never told twice. */
    id: text('id').primaryKey(),
    orgId: integer('org_id').notNull(),
    channel: text('channel', { enum: ['slack', 'discord'] }).notNull(),
    kind: text('kind').notNull(),
    /** The Letter as JSON (policy values), made into the channel's shape at delivery. */
    message: text('letter').notNull(),
    status: text('status', { enum: ['waiting', 'sending', 'delivered', 'given_up'] }).notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** Not to be tried before (UTC ISO-8601). */
    notBefore: text('not_before').notNull(),
    writtenAt: text('written_at').notNull(),
    deliveredAt: text('delivered_at'),
    /** Why the last try failed; never the webhook's address. */
    trouble: text('trouble'),
  },
  (t) => [index('letters_due').on(t.status, t.notBefore)],
)
