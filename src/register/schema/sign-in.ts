/** Tables of sign-ins: OAuth states, sessions, rights, bearer tokens and the access log; of a secret only its hash is stored. */

import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Actor } from '../../policy/words.ts'
import { moment } from './moment.ts'

/** An OAuth state that a finished sign-in has used, kept until it expires, so that it works once. */
export const oauthStates = sqliteTable('oauth_states', {
  /** SHA-256 (hex) of the state parameter. */
  stateHash: text('state_hash').primaryKey(),
  /** Real time, UTC ISO-8601. */
  expiresAt: moment('expires_at').notNull(),
})

/** A signed-in browser. */
export const sessions = sqliteTable(
  'sessions',
  {
    /** SHA-256 (hex) of the cookie's value. */
    idHash: text('id_hash').primaryKey(),
    accountId: integer('account_id').notNull(),
    login: text('login').notNull(),
    /** Real time, UTC ISO-8601; at most 12 hours after creation. */
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [index('sessions_account').on(t.accountId)],
)

/** An account's right in an organisation as last checked; trusted for at most 5 minutes, and never for a decision. */
export const rights = sqliteTable('rights', {
  /** `ORG:ACCOUNT`; or `organizations`, which counts when GitHub was asked whom this deployment serves. */
  key: text('key').primaryKey(),
  role: text('role', { enum: ['owner', 'none'] }).notNull(),
  checkedAt: moment('checked_at').notNull(),
  /** When GitHub was last asked; later than `checkedAt` while it has not answered. Real time, UTC ISO-8601. */
  askedAt: moment('asked_at'),
})

/** A bearer token, which acts as its maker. */
export const apiTokens = sqliteTable(
  'api_tokens',
  {
    id: text('id').primaryKey(),
    /** SHA-256 (hex) of the token. */
    tokenHash: text('token_hash').notNull().unique(),
    name: text('name').notNull(),
    accountId: integer('account_id').notNull(),
    login: text('login').notNull(),
    scope: text('scope', { enum: ['read', 'decide'] }).notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    endedAt: moment('ended_at'),
    /** Who ended it; null while it stands, and where an earlier version ended it. */
    endedBy: text('ended_by', { mode: 'json' }).$type<Actor>(),
  },
  (t) => [index('api_tokens_account').on(t.accountId)],
)

/** Who viewed or exported which kind of personal data on which day, so that the history records it once a day. */
export const accessLog = sqliteTable('looks', {
  /** `ORG:VOTER:PAGE:YYYY-MM-DD`; by token the voter is `person:ID:token:TOKEN`. */
  key: text('key').primaryKey(),
})
