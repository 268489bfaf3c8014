/** Tables of giving access back: each asking for it, and how each of its steps ended. */

import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { Actor, RestoreStep } from '../../policy/words.ts'
import { moment } from './moment.ts'

/** The giving back of what one revocation took. Each time that it is asked for anew is a row of its own. */
export const restorations = sqliteTable(
  'restorations',
  {
    id: text('id').primaryKey(),
    /** The revocation's id, which is its proposal's. */
    revocationId: text('revocation_id').notNull(),
    orgId: integer('org_id').notNull(),
    /** `waiting`: for the second owner. `invited`: GitHub waits for the person to accept. */
    status: text('status', {
      enum: ['waiting', 'running', 'invited', 'by_hand', 'done', 'failed'],
    }).notNull(),
    askedBy: text('asked_by', { mode: 'json' }).$type<Actor>().notNull(),
    askedAt: moment('asked_at').notNull(),
    /** An owner's or admin's role: nothing is given before a second owner agrees. */
    needsTwo: integer('needs_two', { mode: 'boolean' }).notNull(),
    secondBy: text('second_by', { mode: 'json' }).$type<Actor>(),
    secondAt: moment('second_at'),
    /** When its present attempt began; null while it waits for the second owner. */
    startedAt: moment('started_at'),
    /** How often it was taken up: the fencing token of every write. */
    attempt: integer('attempt').notNull().default(0),
    /** The attempt that the newest click began: what was sent since then is not sent again without another click. */
    since: integer('since').notNull().default(0),
    /** The steps that were left when GitHub was last looked at, in order. */
    steps: text('steps', { mode: 'json' }).$type<readonly RestoreStep[]>(),
    /** Why it waits or failed, as a sentence. */
    reason: text('reason'),
    /** When an invitation went out; GitHub lets it lapse seven days later. */
    invitedAt: moment('invited_at'),
    /** When it was last looked whether the person has accepted. */
    lookedAt: moment('looked_at'),
    finishedAt: moment('finished_at'),
  },
  (t) => [
    uniqueIndex('restorations_one_running')
      .on(t.revocationId)
      .where(sql`status in ('waiting', 'running', 'invited', 'by_hand')`),
    index('restorations_org').on(t.orgId, t.status),
    index('restorations_revocation').on(t.revocationId),
  ],
)

/** Where each step of giving back stands; one row a step, whichever attempt sent it. */
export const restorationOutcomes = sqliteTable(
  'restoration_outcomes',
  {
    restorationId: text('restoration_id').notNull(),
    /** The step's key. */
    key: text('key').notNull(),
    action: text('action').$type<RestoreStep['action']>().notNull(),
    target: text('target').notNull(),
    /** `attempting`: written right before the call. */
    status: text('status', { enum: ['attempting', 'done', 'failed', 'by_hand', 'rehearsed'] }).notNull(),
    /** The attempt that sent it. */
    attempt: integer('attempt').notNull(),
    at: moment('at').notNull(),
    error: text('error'),
    /** Where a person does it by hand; else null. */
    url: text('url'),
  },
  (t) => [primaryKey({ columns: [t.restorationId, t.key] })],
)
