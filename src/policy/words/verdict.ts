/** Types for verdicts, gaps and findings. */

import type { Id, Instant } from './access.ts'
import type { Activity, Source } from './activity.ts'

/** What the policy says of an account, a grant or a credential. */
export const VERDICTS = ['active', 'inactive', 'new', 'exempt', 'unknown'] as const
export type VerdictName = (typeof VERDICTS)[number]

/** A number for each verdict. */
export function countByVerdict(count: (name: VerdictName) => number): Readonly<Record<VerdictName, number>> {
  return {
    active: count('active'),
    inactive: count('inactive'),
    new: count('new'),
    exempt: count('exempt'),
    unknown: count('unknown'),
  }
}

/** A verdict with the facts that explain it; `reasonOf` puts it into words. */
export type Verdict =
  | VerdictWithoutLeave
  | {
      readonly verdict: 'exempt'
      readonly because: 'leave'
      readonly reason: string
      readonly until: Instant
      /** What their acts say, leave apart: only owners and they themselves see that they are away. */
      readonly otherwise: VerdictWithoutLeave
    }

/** A verdict by what somebody did and holds; leave is no part of it. */
export type VerdictWithoutLeave =
  | { readonly verdict: 'active'; readonly by: Activity }
  | {
      readonly verdict: 'inactive'
      /** The newest act, however old; null where none was ever seen. */
      readonly newest: Activity | null
      /** Everything was read from before the newest act until now, so there is no later one (`precision.ts`). */
      readonly newestIsExact?: true
      /** The beginning of the window: no act was seen since. */
      readonly since: Instant
      /** Where no act is known: the first audit that saw the access, or the first complete one if later. Null where one is. */
      readonly heldSinceBefore: Instant | null
      /** Workflow runs, deployments or tags of repositories they can write to are still to be read: not proposed yet. */
      readonly rareActsUnread?: true
      /** An act that does not count because its date is impossible; shown as evidence. */
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
      /** Where the date comes from, if not from what audits saw or GitHub told. */
      readonly source?: 'audit_log'
    }
  | {
      readonly verdict: 'exempt'
      readonly because: 'exemption' | 'sponsored_bot'
      readonly reason: string
      readonly until: Instant | null
    }
  | { readonly verdict: 'unknown'; readonly gaps: readonly Gap[] }

/** A source that could have shown an act and was not read in full. */
export interface Gap {
  readonly source: Source
  /** Where: `the whole organisation`, `numpy/numpy`. */
  readonly where: string
  readonly reason: string
}

/** What is wrong with a credential, account or invitation apart from its use; shown beside the verdict. */
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
