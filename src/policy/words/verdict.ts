/** What the policy says, as types: verdicts, gaps, findings. Nothing here decides or computes. */

import type { Id, Instant } from './access.ts'
import type { Activity, Source } from './activity.ts'

/** What the policy says of an account, a grant or a credential. */
export const VERDICTS = ['active', 'inactive', 'new', 'exempt', 'unknown'] as const
export type VerdictName = (typeof VERDICTS)[number]

/** A verdict with the facts that explain it; `policy/verdict-in-words.ts` turns it into words. */
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
      /** Workflows, deployments or tags of repositories where they can write are still to be looked through: not asked about yet. */
      readonly rareActsUnread?: true
      /** A commit that looked like an act and cannot count for its date; told as evidence. */
      readonly implausible?: {
        readonly kind: Activity['kind']
        readonly at: Instant
        readonly repository: Id | null
        readonly why: 'after_the_audit' | 'before_the_repository'
        readonly repositoryCreatedAt: Instant | null
      }
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
