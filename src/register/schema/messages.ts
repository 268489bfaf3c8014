/** The outbox's table. */

import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { moment } from './moment.ts'

/** One message to one channel. */
export const messages = sqliteTable(
  'letters',
  {
    /** `kind:dedupeKey:channel`, so that the same message is stored once per channel. */
    id: text('id').primaryKey(),
    orgId: integer('org_id').notNull(),
    channel: text('channel', { enum: ['slack', 'discord'] }).notNull(),
    kind: text('kind').notNull(),
    /** The `Message` (src/notify/message.ts) as JSON; delivery turns it into the channel's format. */
    message: text('letter').notNull(),
    /** `collected`: sent to no channel; Monday's message tells of it. */
    status: text('status', { enum: ['waiting', 'sending', 'delivered', 'given_up', 'collected'] }).notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** The next attempt is due at (UTC ISO-8601). */
    notBefore: moment('not_before').notNull(),
    writtenAt: moment('written_at').notNull(),
    deliveredAt: moment('delivered_at'),
    /** Why the last attempt failed, without the webhook's address; null when it did not. */
    trouble: text('trouble'),
  },
  (t) => [index('letters_due').on(t.status, t.notBefore)],
)
