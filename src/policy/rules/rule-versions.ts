/** Says which rules held when, and which of them bind a removal: the stricter ones count. */

import { isBefore } from '../calendar.ts'
import type { Instant } from '../words.ts'
import { DEFAULT_RULES, type Rules } from './rules.ts'

/** Rules that hold from a moment on, until the next version does. */
export interface RuleVersion {
  readonly rules: Rules
  readonly at: Instant
}

/**
 * The rules that bind the removal a proposal asks for: the present ones with the longest notice, the longest cooling time
 * and the smallest removal budget of those that held when it was opened, when it was decided, or hold now. Nobody shortens
 * them for a proposal that is under way. `versions` are oldest first.
 */
export function bindingRules(
  versions: readonly RuleVersion[],
  present: Rules,
  proposal: { readonly openedAt: Instant },
  decision: { readonly at: Instant },
): Rules {
  const all = [present, ...[proposal.openedAt, decision.at].map((at) => rulesAt(versions, present, at))]
  return {
    ...present,
    noticeDays: Math.max(...all.map(({ noticeDays }) => noticeDays)),
    coolingHours: Math.max(...all.map(({ coolingHours }) => coolingHours)),
    removalBudget: {
      count: Math.min(...all.map(({ removalBudget }) => removalBudget.count)),
      share: Math.min(...all.map(({ removalBudget }) => removalBudget.share)),
    },
  }
}

/** The rules that held at a moment: the defaults before the first version, the present ones where no version is known. */
export function rulesAt(versions: readonly RuleVersion[], present: Rules, at: Instant): Rules {
  if (versions.length === 0) return present
  return versions.findLast((version) => !isBefore(at, version.at))?.rules ?? DEFAULT_RULES
}
