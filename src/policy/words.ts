/** The words of the house as types: what an account, a grant, an activity is. Nothing here decides or computes. */

/** GitHub's numeric id of a user, organisation, repository or team. The key; logins are labels. */
export type Id = number

/** A moment as UTC ISO-8601 with seconds or milliseconds, `2026-11-22T06:00:00Z`. Sorts as text within one form. */
export type Instant = string

export type AccountType = 'User' | 'Bot'

/** GitHub's five repository roles, weakest first. A custom role counts as the built-in it is based on. */
export const REPOSITORY_ROLES = ['read', 'triage', 'write', 'maintain', 'admin'] as const
export type RepositoryRole = (typeof REPOSITORY_ROLES)[number]

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
export type HeldGrant = Grant & { readonly firstSeen: Instant; readonly closedAt: Instant | null }

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

/** What a reading told of a team. */
export interface SeenTeam {
  readonly id: Id
  readonly slug: string
  readonly name: string
  readonly privacy: string
}

/** Every kind of own act that the product can observe. */
export const ACTIVITY_KINDS = [
  'commit',
  'push',
  'merge',
  'branch',
  'tag',
  'pull_request',
  'review',
  'issue',
  'issue_comment',
  'review_comment',
  'commit_comment',
  'triage',
  'release',
  'workflow_run',
  'deployment',
  'discussion',
  'discussion_comment',
  'advisory',
] as const
export type ActivityKind = (typeof ACTIVITY_KINDS)[number]

/** The readings of GitHub that show activity; a coverage gap is named by one of these. */
export const ACTIVITY_SOURCES = [
  'probe',
  'contributions',
  'repository_activity',
  'issue_comments',
  'review_comments',
  'commit_comments',
  'issue_events',
  'releases',
  'discussions',
  'newest_act',
] as const
export type ActivitySource = (typeof ACTIVITY_SOURCES)[number]

/** The readings of the inventory. */
export const INVENTORY_SOURCES = [
  'organization',
  'members',
  'two_factor',
  'outside_collaborators',
  'teams',
  'repositories',
  'direct_roles',
  'organization_invitations',
  'repository_invitations',
  'deploy_keys',
  'fine_grained_tokens',
  'token_requests',
  'app_installations',
] as const
export type InventorySource = (typeof INVENTORY_SOURCES)[number]
export type Source = InventorySource | ActivitySource

/** One own act: who, what, where, when, and the reading that showed it. */
export interface Activity {
  readonly account: Id
  /** Null where the act belongs to the organisation and to no repository. */
  readonly repository: Id | null
  readonly kind: ActivityKind
  readonly at: Instant
  /** Where a person can look at it on GitHub. */
  readonly url: string | null
  readonly source: ActivitySource
}

/** An act together with the repository's name, for print. */
export interface NamedActivity extends Activity {
  /** `owner/name`, or null with `repository` null or no longer known. */
  readonly repositoryName: string | null
}

export const CREDENTIAL_KINDS = [
  'fine_grained_token',
  'token_request',
  'deploy_key',
  'app_installation',
  'secret',
  'webhook',
  'sso_authorization',
  'runner',
] as const
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number]

/** Something that acts without its owner being asked. */
export interface Credential {
  readonly kind: CredentialKind
  /** GitHub's id of it (for a fine-grained token the `id` that revokes it, not `token_id`). */
  readonly id: string
  readonly name: string
  readonly owner: Id | null
  readonly repository: Id | null
  /** In GitHub's words, e.g. `contents:write`, `repository numpy/numpy`, `read-only`. */
  readonly scopes: readonly string[]
  readonly createdAt: Instant | null
  /** `never` is known not to have been used; `unobservable`: GitHub does not tell. */
  readonly lastUsed: { readonly at: Instant } | 'never' | 'unobservable'
  readonly expiresAt: Instant | null
  /** What is needed to give it back (a deploy key's public half, read-only flag), as GitHub's fields. */
  readonly details: Readonly<Record<string, string | number | boolean | null>>
}

/** A reading of one source: over what, and whether it was read to its end. */
export interface Reading {
  readonly source: Source
  /** The whole organisation, one repository, or one account. */
  readonly scope:
    | { readonly kind: 'organization' }
    | { readonly kind: 'repository' | 'account'; readonly id: Id }
  readonly state:
    | { readonly kind: 'complete' }
    /** It should have been read and could not be: the audit is partial. */
    | { readonly kind: 'unread'; readonly reason: string }
    /** GitHub does not show it to this kind of token or on this plan: a standing gap, told in the coverage. */
    | { readonly kind: 'not_shown'; readonly reason: string }
}

/** What the policy says of an account, a grant or a credential. */
export const VERDICTS = ['active', 'inactive', 'new', 'exempt', 'unknown'] as const
export type VerdictName = (typeof VERDICTS)[number]

/** A verdict with the facts that explain it; `policy/sentences.ts` turns it into words. */
export type Verdict =
  | { readonly verdict: 'active'; readonly by: Activity }
  | {
      readonly verdict: 'inactive'
      /** The newest act however old, null where none was ever seen. */
      readonly newest: Activity | null
      /** The beginning of the window: nothing was seen since. */
      readonly since: Instant
      /** Where no act at all is known: held since before this moment (the first complete audit). */
      readonly heldSinceBefore: Instant | null
    }
  | {
      readonly verdict: 'new'
      readonly because: 'access' | 'role' | 'github_account'
      readonly since: Instant
    }
  | {
      readonly verdict: 'exempt'
      readonly because: 'exemption' | 'sponsored_bot'
      readonly reason: string
      readonly until: Instant | null
    }
  | { readonly verdict: 'unknown'; readonly gaps: readonly Gap[] }

/** A source that could have cleared somebody and was not read in full. */
export interface Gap {
  readonly source: Source
  /** Where: `the whole organisation`, `numpy/numpy`. */
  readonly where: string
  readonly reason: string
}

/** What is wrong with a key beside its use; stands beside the verdict. */
export interface Finding {
  readonly code:
    | 'no_expiry'
    | 'expired'
    | 'older_than_a_year'
    | 'owner_inactive'
    | 'owner_gone'
    | 'wide_scope'
    | 'write_access'
    | 'use_not_observable'
    | 'suspended'
    | 'two_factor_off'
    | 'invitation_lapsed'
  readonly sentence: string
}

/** Who acted. */
export type Actor =
  | { readonly kind: 'person'; readonly id: Id; readonly login: string }
  /** The deployment's own `API_TOKEN`. */
  | { readonly kind: 'operator' }
  | { readonly kind: 'calendar' }
  | { readonly kind: 'github' }

/** What a proposal asks about. */
export type Subject =
  | { readonly kind: 'account'; readonly id: Id; readonly login: string }
  | { readonly kind: 'invitation'; readonly id: Id; readonly login: string | null; readonly name: string }
  | {
      readonly kind: 'credential'
      readonly credentialKind: CredentialKind
      readonly id: string
      readonly name: string
    }

/**
 * One removal of a plan; the value that a person approves is the value that is carried out.
 * `target` is for print; ids are what the deed uses.
 */
export type PlanStep =
  | { readonly action: 'remove_membership'; readonly target: string; readonly account: Id }
  | { readonly action: 'remove_outside_collaborator'; readonly target: string; readonly account: Id }
  | {
      readonly action: 'remove_repository_role'
      readonly target: string
      readonly account: Id
      readonly repository: Id
    }
  | {
      readonly action: 'lower_repository_role'
      readonly target: string
      readonly account: Id
      readonly repository: Id
      readonly role: RepositoryRole
    }
  | {
      readonly action: 'remove_team_membership'
      readonly target: string
      readonly account: Id
      readonly team: Id
    }
  | {
      readonly action: 'add_to_emeritus_team'
      readonly target: string
      readonly account: Id
      readonly team: string
    }
  | { readonly action: 'cancel_invitation'; readonly target: string; readonly invitation: Id }
  | {
      readonly action: 'cancel_repository_invitation'
      readonly target: string
      readonly invitation: Id
      readonly repository: Id
    }
  | { readonly action: 'revoke_fine_grained_token'; readonly target: string; readonly token: string }
  | { readonly action: 'deny_token_request'; readonly target: string; readonly request: string }
  | {
      readonly action: 'delete_deploy_key'
      readonly target: string
      readonly repository: Id
      readonly key: string
    }
  /** GitHub has no call for it on the Free plan: a person follows the link. */
  | { readonly action: 'by_hand'; readonly target: string; readonly url: string }

export type DecisionKind = 'revoke' | 'downgrade' | 'emeritus' | 'keep'

/** What the key opens, and how much that weighs (higher is riskier); for ranking and for print. */
export interface Risk {
  readonly score: number
  /** In sentences, most important first: "owner of the organisation", "can push to 12 repositories". */
  readonly opens: readonly string[]
  /** An owner's or admin's right: nothing of it is removed without a second vote. */
  readonly privileged: boolean
}

export type ProposalStatus =
  | 'open'
  | 'needs_second'
  | 'decided'
  | 'running'
  | 'done'
  | 'failed'
  | 'kept'
  | 'stale'
  | 'carried_over'
  | 'withdrawn'

/** How one step of a revocation ended. */
export type OutcomeStatus = 'done' | 'already_gone' | 'rehearsed' | 'failed' | 'by_hand'
