/** Types for giving access back: what was stored before the first removal, and the steps that give it back. */

import type { Grant, Id, Instant, RepositoryRole, TeamRole } from './access.ts'
import type { PlanStep } from './review.ts'

/** Everything needed to give it back, as it was before the first removal. */
export type Snapshot =
  | {
      readonly kind: 'account'
      readonly id: Id
      readonly login: string
      readonly at: Instant
      readonly grants: readonly Grant[]
      /** `owner/name` and team slugs as they were then, by id. */
      readonly repositories: Readonly<Record<string, string>>
      readonly teams: Readonly<Record<string, string>>
    }
  | {
      readonly kind: 'invitation'
      readonly at: Instant
      readonly grant: Grant | null
      readonly login: string | null
    }
  | {
      readonly kind: 'credential'
      readonly at: Instant
      /** GitHub's own fields: of a deploy key title, key and read_only. */
      readonly fields: Readonly<Record<string, unknown>>
    }

/** What a revocation took: the snapshot before it, and the plan that was carried out. Nothing beyond it is ever given. */
export interface Taken {
  readonly snapshot: Snapshot
  readonly plan: readonly PlanStep[]
}

/** GitHub's words for what an invitation makes of somebody. */
export type InvitationRole = 'direct_member' | 'admin' | 'billing_manager'

/**
 * One step of giving back. `key` names it among the steps of one revocation, whenever they are worked out; `target` is the
 * text shown to people. No step of a plan: nothing here takes access away.
 */
export type RestoreStep = { readonly key: string; readonly target: string } & (
  | { readonly action: 'cancel_failed_invitation'; readonly account: Id; readonly invitation: Id }
  | {
      readonly action: 'cancel_lapsed_invitation'
      readonly account: Id
      readonly repository: Id
      readonly invitation: Id
    }
  /** GitHub gives back role, teams and roles of the former membership, once it is accepted. */
  | { readonly action: 'reinstate'; readonly account: Id }
  | {
      readonly action: 'invite'
      readonly account: Id
      readonly role: InvitationRole
      readonly teams: readonly Id[]
    }
  /** Nothing is sent: what the invitation does not carry follows once it is accepted. */
  | { readonly action: 'wait_for_acceptance'; readonly account: Id }
  | { readonly action: 'give_owner_role'; readonly account: Id }
  | { readonly action: 'give_team'; readonly account: Id; readonly team: Id; readonly role: TeamRole }
  /** Of somebody who is no member GitHub makes an invitation of it. */
  | {
      readonly action: 'give_repository_role'
      readonly account: Id
      readonly repository: Id
      readonly role: RepositoryRole
    }
  | {
      readonly action: 'add_deploy_key'
      readonly repository: Id
      readonly title: string
      readonly publicKey: string
      readonly readOnly: boolean
    }
  /** GitHub has no call for it, or what it belonged to is gone; `why` is a sentence. */
  | { readonly action: 'cannot_give_back'; readonly why: string }
)

/** How access that was taken came back: by the way back here, put back at once by what keeps access in a file, or otherwise. */
export const REJOINED = ['way_back', 'sync', 'elsewhere'] as const
export type Rejoined = (typeof REJOINED)[number]
