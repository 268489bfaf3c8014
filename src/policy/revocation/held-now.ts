/** Types for what GitHub shows now of the access that a revocation took. */

import type { BasePermission, Grant, Id } from '../words.ts'

/** What GitHub shows now of the access that was taken. */
export interface HeldNow {
  readonly membership: 'active' | 'pending' | 'none'
  /** The account's login; null where GitHub has no such account any more, or none is known. */
  readonly login: string | null
  /** The account's own grants, pending invitations to repositories included. */
  readonly grants: readonly Grant[]
  /** Invitations of this account into the organisation that lapsed or failed: while one stands, GitHub takes no new one. */
  readonly failedInvitations: readonly Id[]
  /** Invitations to repositories that lapsed: they stay in GitHub's list, and are no invitation any more. */
  readonly lapsedInvitations: readonly { readonly repository: Id; readonly invitation: Id }[]
  /** Today's `owner/name` of the repositories that were taken; one that is missing here is gone. */
  readonly repositories: ReadonlyMap<Id, string>
  /** Today's slugs of the teams that were taken; one that is missing here is gone. */
  readonly teams: ReadonlyMap<Id, string>
  /** The public halves of the deploy keys that the repository has now. */
  readonly deployKeys: readonly string[]
  /** What every member may on every repository. */
  readonly base: BasePermission
  readonly organization: string
}
