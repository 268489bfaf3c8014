/** What a world file may say, with the defaults of what it leaves out. */
import { z } from 'zod'

/** UTC ISO-8601 to the second; milliseconds are cut off, as GitHub shows none. */
const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, 'must be a UTC time such as 2026-11-22T06:00:00Z')
  .refine((text) => !Number.isNaN(Date.parse(text)), 'is not a day of the calendar')
  .transform((text) => text.replace(/\.\d+Z$/, 'Z'))
const login = z.string().min(1)
const id = z.int().positive()
const permissions = z.record(z.string(), z.string())

/** GitHub's five repository roles, weakest first. */
export const repositoryRoles = ['read', 'triage', 'write', 'maintain', 'admin'] as const
export type RepositoryRole = (typeof repositoryRoles)[number]
const repositoryRole = z.enum(repositoryRoles)
const teamPermission = z.enum(['pull', 'triage', 'push', 'maintain', 'admin'])

const account = z.object({
  login,
  id,
  type: z.enum(['User', 'Bot']).default('User'),
  name: z.string().nullable().default(null),
  email: z.string().nullable().default(null),
  created_at: instant,
  two_factor: z.enum(['secure', 'insecure', 'disabled']).default('secure'),
  /** Extension: does so much everywhere that its contributions over more than so many days are too large to answer. */
  contributions_for_days: z.int().positive().optional(),
  /** Extension: the account is gone; its acts stay and show as `ghost` or nobody. */
  deleted: z.boolean().default(false),
})

const invitationRole = z.enum(['admin', 'direct_member', 'billing_manager', 'hiring_manager', 'reinstate'])
const organizationInvitation = z
  .object({
    id,
    login: login.optional(),
    email: z.string().optional(),
    role: z.preprocess((role) => (role === 'member' ? 'direct_member' : role), invitationRole),
    created_at: instant,
    inviter: login,
    /** Extension: slugs of the teams that the person is invited into. */
    teams: z.array(z.string()).default([]),
    /** Extension: GitHub lets an invitation lapse after seven days. */
    failed_at: instant.optional(),
    failed_reason: z.string().optional(),
  })
  .refine((row) => row.login !== undefined || row.email !== undefined, 'needs a login or an email')

const actions = z
  .object({
    default_workflow_permissions: z.enum(['read', 'write']).default('read'),
    can_approve_pull_request_reviews: z.boolean().default(false),
  })
  .prefault({})
const hook = z.object({
  id,
  url: z.string(),
  events: z.array(z.string()).default(['push']),
  active: z.boolean().default(true),
  insecure_ssl: z.boolean().default(false),
  created_at: instant,
  updated_at: instant,
})
const runner = z.object({
  id,
  name: z.string(),
  os: z.string().default('linux'),
  status: z.enum(['online', 'offline']).default('online'),
  busy: z.boolean().default(false),
  ephemeral: z.boolean().default(false),
  labels: z.array(z.string()).default(['self-hosted']),
})
const tokenFacts = {
  id,
  owner: login,
  token_id: id,
  token_name: z.string(),
  repository_selection: z.enum(['none', 'all', 'subset']),
  permissions: z.object({ organization: permissions.default({}), repository: permissions.default({}) }),
  repositories: z.array(z.string()).default([]),
  token_expired: z.boolean(),
  token_expires_at: instant.nullable(),
  token_last_used_at: instant.nullable(),
}

const team = z.object({
  slug: z.string(),
  name: z.string(),
  id,
  privacy: z.enum(['closed', 'secret']).default('closed'),
  parent: z.string().nullable().default(null),
  members: z.array(z.object({ login, role: z.enum(['maintainer', 'member']) })).default([]),
  repositories: z.array(z.object({ name: z.string(), permission: teamPermission })).default([]),
})

const installation = z.object({
  id,
  app_id: id,
  app_slug: z.string(),
  permissions: permissions.default({}),
  events: z.array(z.string()).default([]),
  repository_selection: z.enum(['all', 'selected']).default('all'),
  /** Extension: names of the repositories where the selection is `selected`. */
  repositories: z.array(z.string()).default([]),
  created_at: instant,
  updated_at: instant,
  suspended_at: instant.nullable().default(null),
})

const organization = z.object({
  login,
  id,
  plan: z.enum(['free', 'team', 'enterprise']).default('free'),
  created_at: instant,
  two_factor_requirement_enabled: z.boolean().default(false),
  /** Extension: whom the organisation refuses for where they come from or how they signed in. */
  lets_in: z.enum(['everybody', 'listed_addresses', 'single_sign_on']).default('everybody'),
  default_repository_permission: z.enum(['read', 'none', 'write', 'admin']).default('read'),
  members: z.array(z.object({ login, role: z.enum(['admin', 'member']), added_at: instant })).default([]),
  teams: z.array(team).default([]),
  invitations: z.array(organizationInvitation).default([]),
  installations: z.array(installation).default([]),
  personal_access_tokens: z.array(z.object({ ...tokenFacts, access_granted_at: instant })).default([]),
  personal_access_token_requests: z
    .array(z.object({ ...tokenFacts, reason: z.string().nullable().default(null), created_at: instant }))
    .default([]),
  credential_authorizations: z
    .array(
      z.object({
        login,
        credential_id: id,
        credential_type: z.enum(['personal access token', 'SSH key']),
        token_last_eight: z.string().optional(),
        fingerprint: z.string().optional(),
        credential_authorized_at: instant,
        credential_accessed_at: instant.nullable(),
        authorized_credential_expires_at: instant.nullable(),
        scopes: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  actions,
  secrets: z
    .array(
      z.object({
        name: z.string(),
        created_at: instant,
        updated_at: instant,
        visibility: z.enum(['all', 'private', 'selected']).default('all'),
      }),
    )
    .default([]),
  /** Extension: organization webhooks. */
  hooks: z.array(hook).default([]),
  /** Extension: self-hosted runners of the organization. */
  runners: z.array(runner).default([]),
  /** Extension: organization roles and who holds them. */
  organization_roles: z
    .array(
      z.object({
        id,
        name: z.string(),
        base_role: repositoryRole.nullable().default(null),
        permissions: z.array(z.string()).default([]),
        source: z.enum(['Predefined', 'Organization', 'Enterprise']).default('Organization'),
        users: z.array(login).default([]),
        teams: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  /** Kept by the demo itself: what a removed member held, for three months of reinstatement. */
  former_members: z
    .array(
      z.object({
        login,
        left_at: instant,
        role: z.enum(['admin', 'member']),
        teams: z.array(z.object({ slug: z.string(), role: z.enum(['maintainer', 'member']) })).default([]),
        repositories: z.array(z.object({ name: z.string(), role: repositoryRole })).default([]),
      }),
    )
    .default([]),
})

const names = z.array(z.string()).default([])
const repository = z.object({
  owner: login,
  name: z.string().min(1),
  id,
  private: z.boolean().default(false),
  archived: z.boolean().default(false),
  fork: z.boolean().default(false),
  created_at: instant,
  pushed_at: instant,
  updated_at: instant,
  default_branch: z.string().default('main'),
  /** Extension: names it had before; the API answers them with 301. */
  former_names: z.array(z.string()).default([]),
  has_issues: z.boolean().default(true),
  has_discussions: z.boolean().default(false),
  /** Extension: switched off, `/pulls` and what hangs on it answer 404; GraphQL's schema does not know it. */
  has_pull_requests: z.boolean().default(true),
  /**
   * Extension: what GitHub lists and does not show. `advisory_fork`: the temporary private fork of a security advisory, 404 by
   * itself and null in GraphQL. `blocked`: by GitHub, 403. `legal`: 451. Both are null as a node and stand in GraphQL's list.
   */
  shown: z.enum(['yes', 'advisory_fork', 'blocked', 'legal']).default('yes'),
  collaborators: z.array(z.object({ login, role: repositoryRole, added_at: instant })).default([]),
  invitations: z
    .array(
      z.object({
        id,
        login,
        permissions: z.enum(['read', 'write', 'maintain', 'triage', 'admin']),
        created_at: instant,
        inviter: login,
      }),
    )
    .default([]),
  deploy_keys: z
    .array(
      z.object({
        id,
        title: z.string(),
        key: z.string(),
        read_only: z.boolean(),
        verified: z.boolean().default(true),
        added_by: login.nullable(),
        /** Extension: GitHub promises a date; null where a world wants none. */
        created_at: instant.nullable(),
        last_used: instant.nullable(),
      }),
    )
    .default([]),
  actions: actions.optional(),
  secrets: z.array(z.object({ name: z.string(), created_at: instant, updated_at: instant })).default([]),
  hooks: z.array(hook).default([]),
  runners: z.array(runner).default([]),
  /** Extension: absent, whoever reviewed a deployment was required to. `reviewers` are logins, `teams` slugs. */
  environments: z.array(z.object({ name: z.string(), reviewers: names, teams: names })).optional(),
  security: z.record(z.string(), z.boolean()).default({}),
  /** Extension: files on the default branch, and who committed each last; absent, who committed last at all. */
  files: z.array(z.object({ path: z.string(), text: z.string(), edited_by: login.optional() })).default([]),
})

const app = z.object({
  id,
  slug: z.string(),
  client_id: z.string(),
  private_key_public_pem: z.string(),
  installations: z.array(id).default([]),
  client_secret: z.string().optional(),
  webhook_secret: z.string().optional(),
  /** Extension: where webhooks go. */
  webhook_url: z.string().optional(),
  callback_urls: z.array(z.string()).default([]),
  permissions: permissions.default({}),
})

/** A whole world but for its activity. */
export const worldFormat = z.object({
  now: instant,
  accounts: z.array(account),
  organizations: z.array(organization).default([]),
  repositories: z.array(repository).default([]),
  apps: z.array(app).default([]),
  tokens: z
    .array(
      z.object({
        token: z.string().min(1),
        kind: z.enum(['classic', 'fine-grained', 'oauth']),
        login,
        scopes: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  activity: z.array(z.unknown()).default([]),
  activity_file: z.string().optional(),
})

type Parsed = z.output<typeof worldFormat>
export type Account = Parsed['accounts'][number]
export type Organization = Parsed['organizations'][number]
export type Team = Organization['teams'][number]
export type Installation = Organization['installations'][number]
export type OrganizationInvitation = Organization['invitations'][number]
export type AccessToken = Organization['personal_access_tokens'][number]
export type TokenRequest = Organization['personal_access_token_requests'][number]
export type Hook = Organization['hooks'][number]
export type Runner = Organization['runners'][number]
export type OrganizationRole = Organization['organization_roles'][number]
export type Repository = Parsed['repositories'][number]
export type RepositoryInvitation = Repository['invitations'][number]
export type DeployKey = Repository['deploy_keys'][number]
export type App = Parsed['apps'][number]
export type WorldRows = Omit<Parsed, 'activity' | 'activity_file'>
