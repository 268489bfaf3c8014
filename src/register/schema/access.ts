/** Tables of who holds what: organisations, accounts, repositories, teams, grants, credentials. */

import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { MENTION_KINDS } from '../../policy/access/file-mentions.ts'
import type { Actor, Credential, CredentialKind, Id, Instant } from '../../policy/words.ts'
import { moment } from './moment.ts'

/** What an invitation has beside account, role and repository. */
export interface InvitationDetails {
  readonly invitation: Id
  readonly createdAt: Instant
  readonly inviter: Id | null
}

/** An organisation that this deployment serves. */
export const organizations = sqliteTable('organizations', {
  /** GitHub's numeric id. */
  id: integer('id').primaryKey(),
  login: text('login').notNull(),
  /** GitHub's global node id, for GraphQL. */
  nodeId: text('node_id').notNull(),
  /** GitHub's name of the plan; null where it is not shown. */
  plan: text('plan'),
  /** Null where GitHub does not show it. */
  twoFactorRequired: integer('two_factor_required', { mode: 'boolean' }),
  /** The App's installation; null when a token reads. */
  installationId: integer('installation_id'),
  /** `all` or `selected`; null when a token reads. */
  repositorySelection: text('repository_selection', { enum: ['all', 'selected'] }),
  /** Permissions that an audit needs and the App's installation lacks, by GitHub's names; null when a token reads. */
  missingPermissions: text('missing_permissions', { mode: 'json' }).$type<readonly string[]>(),
  /** `asOf` of the organisation's first complete audit: what was there then is judged by activity alone. */
  firstCompleteAt: moment('first_complete_at'),
  /** From when on acts are kept by month; null: from the first audit on. */
  actsKeptSince: moment('acts_kept_since'),
  /**
   * Rules as JSON (policy/rules/rules.ts) as far as the previous version knows them, which still reads and writes this
   * column; null until an owner changes the defaults.
   */
  rules: text('rules'),
  /** The same whole, if they were set under `currentRulesVersion`. */
  currentRules: text('current_rules'),
  /** The `rulesVersion` to which `currentRules` belongs; behind it where the previous version changed the rules since. */
  currentRulesVersion: integer('current_rules_version'),
  /** Counts changes of the rules, for compare-and-set. */
  rulesVersion: integer('rules_version').notNull().default(0),
  /** When the organisation stopped every write to GitHub; null while writes are allowed. */
  pausedAt: moment('paused_at'),
  /** Who paused it; null while it is not paused, and where an earlier version paused it. */
  pausedBy: text('paused_by', { mode: 'json' }).$type<Actor>(),
  /** The organisation's lock: the revocation that holds it, and until when (UTC ISO-8601). */
  revoking: text('revoking'),
  revokingUntil: moment('revoking_until'),
  firstSeen: moment('first_seen').notNull(),
  /** When the App was uninstalled or the organisation left ORGANIZATIONS; null while served. */
  closedAt: moment('closed_at'),
})

/** A GitHub user or bot that an audit has seen. */
export const accounts = sqliteTable(
  'accounts',
  {
    id: integer('id').primaryKey(),
    login: text('login').notNull(),
    nodeId: text('node_id'),
    type: text('type', { enum: ['User', 'Bot'] }).notNull(),
    name: text('name'),
    /** When the GitHub account was created; null until read. */
    createdAt: moment('created_at'),
  },
  (t) => [index('accounts_login').on(sql`lower(${t.login})`)],
)

/** A repository of an organisation. */
export const repositories = sqliteTable(
  'repositories',
  {
    id: integer('id').primaryKey(),
    orgId: integer('org_id').notNull(),
    name: text('name').notNull(),
    nodeId: text('node_id').notNull(),
    private: integer('private', { mode: 'boolean' }).notNull(),
    archived: integer('archived', { mode: 'boolean' }).notNull(),
    fork: integer('fork', { mode: 'boolean' }).notNull(),
    defaultBranch: text('default_branch'),
    createdAt: moment('created_at'),
    pushedAt: moment('pushed_at'),
    /** Newest update of an issue or pull request; null where none was seen. */
    threadsUpdatedAt: moment('talked_at'),
    /** Newest comment on a commit; null where none was seen. */
    commentedAt: moment('commented_at'),
    /** Newest update of a discussion; null where none was seen. */
    discussedAt: moment('discussed_at'),
    /** Newest release; null where none was seen. */
    releasedAt: moment('released_at'),
    firstSeen: moment('first_seen').notNull(),
    closedAt: moment('closed_at'),
  },
  (t) => [index('repositories_org').on(t.orgId)],
)

/** A team of an organisation. Its parent is a grant of kind `team_parent`. */
export const teams = sqliteTable(
  'teams',
  {
    id: integer('id').primaryKey(),
    orgId: integer('org_id').notNull(),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    privacy: text('privacy').notNull(),
    firstSeen: moment('first_seen').notNull(),
    closedAt: moment('closed_at'),
  },
  (t) => [index('teams_org').on(t.orgId)],
)

/**
 * Grants over time: a row is one grant with one role over one span. A changed role closes the row and opens another, so
 * that "who held what on 3 March" is one query.
 */
export const grants = sqliteTable(
  'grants',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    orgId: integer('org_id').notNull(),
    /** Names the grant within the organisation, without its role: `team_membership:TEAM:ACCOUNT`. */
    key: text('key').notNull(),
    kind: text('kind').notNull(),
    accountId: integer('account_id'),
    teamId: integer('team_id'),
    /** The parent team, for `team_parent`. */
    parentId: integer('parent_id'),
    repositoryId: integer('repository_id'),
    /** The role or permission; '' where the kind has none. */
    role: text('role').notNull(),
    /** For invitations; else null. */
    details: text('details', { mode: 'json' }).$type<InvitationDetails>(),
    /** When an audit first saw it. */
    firstSeen: moment('first_seen').notNull(),
    /** When it was missing from a complete reading and GitHub confirmed that it is gone; null while open. */
    closedAt: moment('closed_at'),
  },
  (t) => [
    uniqueIndex('grants_open').on(t.orgId, t.key).where(sql`closed_at is null`),
    index('grants_account').on(t.accountId, t.orgId),
  ],
)

/** Credentials over time, like grants; use and expiry are updated in place. */
export const credentials = sqliteTable(
  'credentials',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    orgId: integer('org_id').notNull(),
    kind: text('kind').$type<CredentialKind>().notNull(),
    /** GitHub's id of the credential. */
    githubId: text('github_id').notNull(),
    name: text('name').notNull(),
    ownerId: integer('owner_id'),
    repositoryId: integer('repository_id'),
    /** In GitHub's words. */
    scopes: text('scopes', { mode: 'json' }).$type<readonly string[]>().notNull(),
    createdAt: moment('created_at'),
    /** UTC ISO-8601, or `never`, or `unobservable`. */
    lastUsed: text('last_used').notNull(),
    expiresAt: moment('expires_at'),
    /** What is needed to give it back. */
    details: text('details', { mode: 'json' }).$type<Credential['details']>().notNull(),
    firstSeen: moment('first_seen').notNull(),
    closedAt: moment('closed_at'),
  },
  (t) => [uniqueIndex('credentials_open').on(t.orgId, t.kind, t.githubId).where(sql`closed_at is null`)],
)

/** Invitations to the organisation that have lapsed or failed: until one is cancelled, inviting that person again is refused. */
export const failedInvitations = sqliteTable(
  'failed_invitations',
  {
    orgId: integer('org_id').notNull(),
    /** GitHub's id of the invitation. */
    invitationId: integer('invitation_id').notNull(),
    /** Null where an e-mail address was invited, which is not kept. */
    accountId: integer('account_id'),
    /** As GitHub names it: `direct_member`, `admin` … */
    role: text('role').notNull(),
    failedAt: moment('failed_at'),
    /** GitHub's own words. */
    reason: text('reason'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.invitationId] })],
)

/** Who is named in files of repositories, as last read: workflows on a schedule, CODEOWNERS, files that keep access. */
export const fileMentions = sqliteTable(
  'file_mentions',
  {
    orgId: integer('org_id').notNull(),
    repositoryId: integer('repository_id').notNull(),
    kind: text('kind', { enum: MENTION_KINDS }).notNull(),
    path: text('path').notNull(),
    /** From 1. */
    line: integer('line').notNull(),
    /** As the file has it, without `@`; '' where a workflow's last editor is no GitHub account. */
    login: text('login').notNull(),
    /** Null where nobody who held access then has this login. */
    accountId: integer('account_id'),
    text: text('text').notNull(),
    /** The line on GitHub. */
    url: text('url').notNull(),
    /** When an audit first saw it so; when the repository was last read stands in the watermarks. */
    readAt: moment('read_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.repositoryId, t.kind, t.path, t.line, t.login] }),
    index('file_mentions_account').on(t.orgId, t.accountId),
  ],
)
