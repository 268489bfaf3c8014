/** The table of what an organisation's audit log dates, handed in by an owner. */

import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { GivenKind } from '../../policy/activity/audit-log-dates.ts'
import { moment } from './moment.ts'

/** Since when somebody holds one path of access by the audit log; the earliest known. Nothing else of the log is kept here. */
export const loggedDates = sqliteTable(
  'logged_dates',
  {
    orgId: integer('org_id').notNull(),
    accountId: integer('account_id').notNull(),
    kind: text('kind').$type<GivenKind>().notNull(),
    /** GitHub's id of the team or repository; 0 for the organisation and the owner's role. */
    targetId: integer('target_id').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.accountId, t.kind, t.targetId] })],
)
