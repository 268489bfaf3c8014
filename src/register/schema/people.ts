/** Tables of what people under review are told, answer and ask for, and of what owners and contributors add to a proposal. */

import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import {
  type Actor,
  ANSWERS,
  DECISION_KINDS,
  type LowerRole,
  NOTICE_KINDS,
  NOTICE_RESULTS,
} from '../../policy/words.ts'
import { moment } from './moment.ts'

/** What a person was told about one proposal, or that telling them failed; one row each time. */
export const notices = sqliteTable(
  'notices',
  {
    id: text('id').primaryKey(),
    orgId: integer('org_id').notNull(),
    proposalId: text('proposal_id').notNull(),
    /** The person, by GitHub's id: the cap of a quarter counts over all organisations. */
    accountId: integer('account_id').notNull(),
    kind: text('kind', { enum: NOTICE_KINDS }).notNull(),
    /** `sending`: written right before the e-mail leaves; where it stays, it may have left, and is not sent again. */
    result: text('result', { enum: NOTICE_RESULTS }).notNull(),
    /** `email` where this product sent it; else how the owner says that they did: `mail`, `chat`. */
    way: text('way').notNull(),
    /** When it was sent, or tried: from here the notice runs. */
    at: moment('at').notNull(),
    recordedBy: text('recorded_by', { mode: 'json' }).$type<Actor>().notNull(),
    recordedAt: moment('recorded_at').notNull(),
    /** When the person first opened `/me` after it; null while they have not. */
    seenAt: moment('seen_at'),
  },
  (t) => [
    uniqueIndex('notices_one_email').on(t.proposalId).where(sql`way = 'email' and result <> 'unreachable'`),
    index('notices_proposal').on(t.proposalId),
    index('notices_account').on(t.accountId, t.at),
  ],
)

/** What a person answered to a proposal about themselves. One that was changed stays as a row with its end. */
export const answers = sqliteTable(
  'answers',
  {
    id: text('id').primaryKey(),
    orgId: integer('org_id').notNull(),
    proposalId: text('proposal_id').notNull(),
    accountId: integer('account_id').notNull(),
    answer: text('answer', { enum: ANSWERS }).notNull(),
    /** For *away*: until when; else null. */
    until: moment('until'),
    /** Their own words; null where they wrote none. Only owners and themselves see it. */
    text: text('text'),
    /** The person, or the owner who entered what they were told another way. */
    by: text('by', { mode: 'json' }).$type<Actor>().notNull(),
    /** How the owner was told (`by phone`); null where the person answered here. */
    toldBy: text('told_by'),
    at: moment('at').notNull(),
    /** When another answer replaced it, or it was taken back; null while it stands. */
    endedAt: moment('ended_at'),
  },
  (t) => [
    uniqueIndex('answers_one_standing').on(t.proposalId).where(sql`ended_at is null`),
    index('answers_account').on(t.accountId),
    index('answers_org').on(t.orgId),
  ],
)

/** When somebody is away. */
export const leaves = sqliteTable(
  'leaves',
  {
    id: text('id').primaryKey(),
    accountId: integer('account_id').notNull(),
    /** The organisation that it holds for; null: all of them, as the person set it on their own page. */
    orgId: integer('org_id'),
    since: moment('since').notNull(),
    /** The last moment of it. */
    until: moment('until').notNull(),
    by: text('by', { mode: 'json' }).$type<Actor>().notNull(),
    setAt: moment('set_at').notNull(),
    /** When it was ended before its time, or replaced; null while it was not. */
    endedAt: moment('ended_at'),
  },
  (t) => [index('leaves_account').on(t.accountId)],
)

/** What a contributor or an owner says on a proposal, and what they recommend. */
export const comments = sqliteTable(
  'comments',
  {
    id: text('id').primaryKey(),
    orgId: integer('org_id').notNull(),
    proposalId: text('proposal_id').notNull(),
    by: text('by', { mode: 'json' }).$type<Actor>().notNull(),
    text: text('text').notNull(),
    /** Null where it recommends nothing. */
    recommends: text('recommends', { enum: DECISION_KINDS }),
    /** Of a recommended downgrade: what it would leave. */
    role: text('role').$type<LowerRole>(),
    at: moment('at').notNull(),
  },
  (t) => [index('comments_proposal').on(t.proposalId)],
)

/** How an owner made sure that a key that woke is used by its holder. */
export const identityConfirmations = sqliteTable(
  'identity_confirmations',
  {
    id: text('id').primaryKey(),
    orgId: integer('org_id').notNull(),
    proposalId: text('proposal_id').notNull(),
    by: text('by', { mode: 'json' }).$type<Actor>().notNull(),
    /** `by phone`, `in person`. */
    way: text('way').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [index('identity_confirmations_proposal').on(t.proposalId)],
)

/** A person asks for what a revocation took. */
export const returnRequests = sqliteTable(
  'return_requests',
  {
    id: text('id').primaryKey(),
    orgId: integer('org_id').notNull(),
    revocationId: text('revocation_id').notNull(),
    accountId: integer('account_id').notNull(),
    text: text('text'),
    at: moment('at').notNull(),
    endedAt: moment('ended_at'),
    endedBy: text('ended_by', { mode: 'json' }).$type<Actor>(),
    /** `given_back`: an owner gave it back; `declined`: an owner said no; `withdrawn`: the person took it back. */
    endedBecause: text('ended_because', { enum: ['given_back', 'declined', 'withdrawn'] }),
  },
  (t) => [
    uniqueIndex('return_requests_one_open').on(t.revocationId).where(sql`ended_at is null`),
    index('return_requests_org').on(t.orgId),
  ],
)

/** A line of the organisation's off-boarding list, ticked for one removal. */
export const offboardingTicks = sqliteTable(
  'offboarding_ticks',
  {
    orgId: integer('org_id').notNull(),
    revocationId: text('revocation_id').notNull(),
    /** The line as the list had it. */
    line: text('line').notNull(),
    by: text('by', { mode: 'json' }).$type<Actor>().notNull(),
    at: moment('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.revocationId, t.line] })],
)

/** A private calendar address of an owner. Only its digest is stored: it is shown once. */
export const calendarAddresses = sqliteTable(
  'calendar_addresses',
  {
    /** SHA-256 (hex) of the secret part of the address. */
    hash: text('hash').primaryKey(),
    accountId: integer('account_id').notNull(),
    login: text('login').notNull(),
    createdAt: moment('created_at').notNull(),
    lastReadAt: moment('last_read_at'),
    endedAt: moment('ended_at'),
  },
  (t) => [index('calendar_addresses_account').on(t.accountId)],
)

/** Up to which history entry an owner has seen what was decided. */
export const seenDecisions = sqliteTable(
  'seen_decisions',
  {
    orgId: integer('org_id').notNull(),
    accountId: integer('account_id').notNull(),
    /** The sequence number of the newest entry that they have seen. */
    seq: integer('seq').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.accountId] })],
)
