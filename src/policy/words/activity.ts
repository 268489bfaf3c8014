/** Types for activity and for the sources that show it. */

import type { Id, Instant } from './access.ts'

/** Every kind of act that can be observed. */
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
  'administration',
] as const
export type ActivityKind = (typeof ACTIVITY_KINDS)[number]

/** The sources that show activity; a gap in the coverage is named by one of these. */
export const ACTIVITY_SOURCES = [
  'probe',
  'timelines',
  'contributions',
  'repository_activity',
  'issue_comments',
  'review_comments',
  'commit_comments',
  'issue_events',
  'releases',
  'discussions',
  'workflow_runs',
  'deployments',
  'deployment_reviews',
  'tags',
  'advisories',
  'newest_act',
  'audit_log',
] as const
export type ActivitySource = (typeof ACTIVITY_SOURCES)[number]

/** The sources of the inventory: who has access to what. */
export const INVENTORY_SOURCES = [
  'organization',
  'members',
  'two_factor',
  'outside_collaborators',
  'teams',
  'repositories',
  'direct_roles',
  'organization_invitations',
  'failed_invitations',
  'repository_invitations',
  'deploy_keys',
  'fine_grained_tokens',
  'token_requests',
  'app_installations',
  'repository_files',
] as const
export type InventorySource = (typeof INVENTORY_SOURCES)[number]

/**
 * Gaps that are no source of their own: repositories that GitHub lists and does not show, or lists and then does not find; rows
 * that are not as documented, and which of these were acts of a known account; and repositories that the owners leave out.
 */
export const LEFT_OUT_SOURCES = [
  'hidden_repositories',
  'vanished_repositories',
  'odd_rows',
  'odd_acts',
  'left_out_repositories',
] as const
export type LeftOutSource = (typeof LEFT_OUT_SOURCES)[number]

/** The kinds of credential that no stage reads; each audit says so. */
export const NEVER_READ_SOURCES = ['secrets', 'webhooks', 'sso_authorizations', 'runners'] as const
export type NeverReadSource = (typeof NEVER_READ_SOURCES)[number]
export type Source = InventorySource | ActivitySource | LeftOutSource | NeverReadSource

/** One act of an account's own: who, what, where, when, and the source that showed it. */
export interface Activity {
  readonly account: Id
  /** Null where the act belongs to no repository but to the organisation. */
  readonly repository: Id | null
  readonly kind: ActivityKind
  readonly at: Instant
  /** Where a person can look at it on GitHub. */
  readonly url: string | null
  readonly source: ActivitySource
}

/** An act with the repository's name, to be shown. */
export interface NamedActivity extends Activity {
  /** `owner/name`; null where `repository` is null or no longer known. */
  readonly repositoryName: string | null
}

/** The reading of one source: its scope, and whether it was read in full. */
export interface Reading {
  readonly source: Source
  /** The whole organisation, one repository, or one account. */
  readonly scope:
    | { readonly kind: 'organization' }
    | { readonly kind: 'repository' | 'account'; readonly id: Id }
  readonly state:
    | { readonly kind: 'complete' }
    /** It should have been read and was not: the audit is partial. */
    | { readonly kind: 'unread'; readonly reason: string }
    /** GitHub does not show it to this kind of token or on this plan: a lasting gap, shown in the coverage. */
    | { readonly kind: 'not_shown'; readonly reason: string }
}
