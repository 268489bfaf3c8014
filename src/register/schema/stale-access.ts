/** Tables of stale access: its sums as of now and as they were frozen, and what each holder left unused. */

import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { StaleChange } from '../../policy/stale-access/change.ts'
import type { Target } from '../../policy/stale-access/pairs.ts'
import { moment } from './moment.ts'

/** The sums of a moment. `now` is rewritten by each audit; a frozen one never. */
export const staleAccess = sqliteTable(
  'stale_access',
  {
    orgId: integer('org_id').notNull(),
    /** The way of judging (policy/stale-access/pairs.ts); each has a curve of its own. */
    version: integer('version').notNull(),
    /** `now`, `baseline`, or the quarter that it ends: `2026-Q4`. */
    name: text('name').notNull(),
    /** The moment as of which it was judged. */
    at: moment('at').notNull(),
    auditId: text('audit_id').notNull(),
    stale: integer('stale').notNull(),
    unknown: integer('unknown').notNull(),
    total: integer('total').notNull(),
    /** Accounts with a pair. */
    people: integer('people').notNull(),
    /** People who hold the stale pairs, counted when it is frozen; null: not known (`now`, and what an earlier version froze). */
    stalePeople: integer('stale_people'),
    /** Credentials whose use GitHub never shows: in none of the numbers above. */
    unobservable: integer('unobservable').notNull(),
    /** What became of the pairs since the frozen moment before; null for the baseline, and until there is one. */
    change: text('change', { mode: 'json' }).$type<StaleChange>(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.version, t.name] })],
)

/** What each holder left unused now and at the newest frozen moment, to be compared; older ones are deleted. */
export const staleTargets = sqliteTable(
  'stale_targets',
  {
    orgId: integer('org_id').notNull(),
    version: integer('version').notNull(),
    /** As in `stale_access`. */
    name: text('name').notNull(),
    /** `account:5`, `credential:deploy_key:7`. */
    holder: text('holder').notNull(),
    targets: text('targets', { mode: 'json' }).$type<readonly Target[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.version, t.name, t.holder] })],
)
