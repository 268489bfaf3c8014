/** What every GraphQL view is handed, and the errors that GitHub words. */
import { GraphQLError } from 'graphql'
import { isMember, isOwner } from '../http/callers.ts'
import { grants } from '../rest/gate.ts'
import type { Caller, GitHubState } from '../state.ts'
import type { Act } from '../world/act.ts'
import type { Account, Organization, Repository } from '../world/format.ts'
import type { Thread } from '../world/threads.ts'

export type GraphContext = {
  readonly state: GitHubState
  readonly caller: Caller
  readonly web: string
  readonly cost: { readonly points: number; readonly nodes: number }
  readonly limit: { readonly limit: number; readonly used: number; readonly resetAt: string }
  readonly views: Views
}

export type ContributionArgs = {
  readonly organizationID?: string | null
  readonly from?: string | null
  readonly to?: string | null
}

/** Views that other views lead to; through the context, so that no file has to import the one that imports it. */
export type Views = {
  repository(repo: Repository): View
  contributions(account: Account, args: ContributionArgs): View
  actOnThread(repo: Repository, thread: Thread, act: Act): View
}

export type View = { readonly [field: string]: unknown }

/** An error with GitHub's `type` beside the message. */
export function graphError(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } })
}

/** Whether the caller sees what members see: as a member, or as an installation with that permission. */
export function sharesOrganization(context: GraphContext, org: Organization, permission: string): boolean {
  const { caller } = context
  if (caller.kind === 'installation')
    return caller.organization === org && grants(caller.permissions, permission)
  return isMember(caller, org)
}

/** Whether the caller sees what owners see: as an owner, or as an installation with that permission. */
export function ownsOrganization(context: GraphContext, org: Organization, permission: string): boolean {
  const { caller } = context
  if (caller.kind === 'installation')
    return caller.organization === org && grants(caller.permissions, permission)
  return isOwner(caller, org)
}

/** Refuse an installation that was not given the permission; others are refused by what they cannot see. */
export function requirePermission(context: GraphContext, permission: string): void {
  const { caller } = context
  if (caller.kind === 'installation' && !grants(caller.permissions, permission))
    throw graphError('FORBIDDEN', 'Resource not accessible by integration')
}

/** Whether the caller may read that side of the repository; what is public can be read by anybody. */
export function mayRead(context: GraphContext, repo: Repository, permission: string): boolean {
  const { caller } = context
  return !repo.private || caller.kind !== 'installation' || grants(caller.permissions, permission)
}
