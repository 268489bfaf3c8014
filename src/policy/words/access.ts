/** Types for accounts, grants, repositories and teams, with the order of roles and of repositories. */

/** GitHub's numeric id of a user, organisation, repository or team. Ids are keys, logins are labels. */
export type Id = number

/** A moment: UTC ISO-8601, always with milliseconds, `2026-11-22T06:00:00.000Z`, so that text order is time order. */
export type Instant = `${number}-${number}-${number}T${number}:${number}:${number}.${number}Z`

export type AccountType = 'User' | 'Bot'

/** GitHub's five repository roles, weakest first. A custom role counts as the built-in it is based on. */
export const REPOSITORY_ROLES = ['read', 'triage', 'write', 'maintain', 'admin'] as const
export type RepositoryRole = (typeof REPOSITORY_ROLES)[number]

/** Whether `a` is strictly weaker than `b`. */
export function isWeaker(a: RepositoryRole, b: RepositoryRole): boolean {
  return REPOSITORY_ROLES.indexOf(a) < REPOSITORY_ROLES.indexOf(b)
}

export function stronger(a: RepositoryRole, b: RepositoryRole): RepositoryRole {
  return isWeaker(a, b) ? b : a
}

/** The most that an account can do, strongest first: `owner` of the organisation, else its strongest role on a repository. */
export const ACCESS_LEVELS = ['owner', 'admin', 'maintain', 'write', 'triage', 'read', 'none'] as const
export type AccessLevel = (typeof ACCESS_LEVELS)[number]

/** The role of every member on every repository. */
export type BasePermission = 'none' | 'read' | 'write' | 'admin'

export type OrganizationRole = 'admin' | 'member'
export type TeamRole = 'maintainer' | 'member'
export type TwoFactor = 'enabled' | 'disabled' | 'unknown'

/** An account's id and the labels to show it by. */
export interface Account {
  readonly id: Id
  readonly login: string
  readonly type: AccountType
}

/**
 * One path by which an account holds access. What all grants give together is computed (`accessIn`), not stored.
 * `base_permission`, `team_repository` and `team_parent` belong to no single account.
 */
export type Grant =
  | { readonly kind: 'organization_role'; readonly account: Id; readonly role: OrganizationRole }
  | { readonly kind: 'base_permission'; readonly role: BasePermission }
  | { readonly kind: 'team_membership'; readonly account: Id; readonly team: Id; readonly role: TeamRole }
  | {
      readonly kind: 'team_repository'
      readonly team: Id
      readonly repository: Id
      readonly role: RepositoryRole
    }
  | { readonly kind: 'team_parent'; readonly team: Id; readonly parent: Id }
  | {
      readonly kind: 'repository_role'
      readonly account: Id
      readonly repository: Id
      readonly role: RepositoryRole
    }
  | { readonly kind: 'outside_collaborator'; readonly account: Id }
  | {
      readonly kind: 'organization_invitation'
      readonly invitation: Id
      /** Null where the invitation went to an e-mail address. */
      readonly account: Id | null
      /** GitHub's word: `direct_member`, `admin`, `billing_manager`, `reinstate`, `hiring_manager`. */
      readonly role: string
      readonly createdAt: Instant
      readonly inviter: Id | null
    }
  | {
      readonly kind: 'repository_invitation'
      readonly invitation: Id
      readonly account: Id | null
      readonly repository: Id
      readonly role: RepositoryRole
      readonly createdAt: Instant
      readonly inviter: Id | null
    }

export type GrantKind = Grant['kind']

/** A grant as stored: when an audit first saw it, and when one found it gone (null while open). */
export type OpenGrant = Grant & { readonly firstSeen: Instant; readonly closedAt: Instant | null }

/** An account as read from GitHub; null where the call does not return the field. */
export interface SeenAccount extends Account {
  /** GitHub's global node id, for GraphQL. */
  readonly nodeId: string | null
  readonly name: string | null
  /** When the GitHub account was created. */
  readonly createdAt: Instant | null
}

/** A repository as read from GitHub. */
export interface SeenRepository {
  readonly id: Id
  readonly name: string
  readonly nodeId: string
  readonly private: boolean
  readonly archived: boolean
  readonly fork: boolean
  readonly defaultBranch: string | null
  readonly createdAt: Instant | null
  /** The last push to any branch; null where there was none. */
  readonly pushedAt: Instant | null
}

/** The newest push first, those never pushed to last: the order of reading where the budget may not suffice for all. */
export function recentlyPushedFirst<R extends { readonly pushedAt: Instant | null }>(
  repositories: readonly R[],
): R[] {
  return repositories.toSorted((a, b) => (b.pushedAt ?? '').localeCompare(a.pushedAt ?? ''))
}

/** A team as read from GitHub. */
export interface SeenTeam {
  readonly id: Id
  readonly slug: string
  readonly name: string
  readonly privacy: string
}
