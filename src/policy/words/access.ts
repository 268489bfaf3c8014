/** Who holds what, as types: accounts, grants, and what a reading told of them. Nothing here decides or computes. */

/** GitHub's numeric id of a user, organisation, repository or team. The key; logins are labels. */
export type Id = number

/** A moment as UTC ISO-8601 with seconds or milliseconds, `2026-11-22T06:00:00Z`. Sorts as text within one form. */
export type Instant = string

export type AccountType = 'User' | 'Bot'

/** GitHub's five repository roles, weakest first. A custom role counts as the built-in it is based on. */
export const REPOSITORY_ROLES = ['read', 'triage', 'write', 'maintain', 'admin'] as const
export type RepositoryRole = (typeof REPOSITORY_ROLES)[number]

/** Whether `a` is strictly weaker than `b`. */
export function isWeaker(a: RepositoryRole, b: RepositoryRole): boolean {
  return REPOSITORY_ROLES.indexOf(a) < REPOSITORY_ROLES.indexOf(b)
}

/** The stronger of two roles. */
export function stronger(a: RepositoryRole, b: RepositoryRole): RepositoryRole {
  return isWeaker(a, b) ? b : a
}

/** What every member holds on every repository; `none` is a value of its own. */
export type BasePermission = 'none' | 'read' | 'write' | 'admin'

export type OrganizationRole = 'admin' | 'member'
export type TeamRole = 'maintainer' | 'member'
export type TwoFactor = 'enabled' | 'disabled' | 'unknown'

/** An account as a label: whom we talk about. */
export interface Account {
  readonly id: Id
  readonly login: string
  readonly type: AccountType
}

/**
 * One edge of access. Edges are never multiplied out: effective access is computed (policy/access.ts).
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

/** A grant as the register remembers it: since when it was seen, and when it was found gone. */
export type OpenGrant = Grant & { readonly firstSeen: Instant; readonly closedAt: Instant | null }

/** What a reading told of an account; null where that reading does not say. */
export interface SeenAccount extends Account {
  /** GitHub's global node id, for GraphQL. */
  readonly nodeId: string | null
  readonly name: string | null
  /** When the GitHub account was made. */
  readonly createdAt: Instant | null
}

/** What a reading told of a repository. */
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

/** What a reading told of a team. */
export interface SeenTeam {
  readonly id: Id
  readonly slug: string
  readonly name: string
  readonly privacy: string
}
