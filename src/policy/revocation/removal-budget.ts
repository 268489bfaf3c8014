/** How many accounts an organisation lets go in one rolling day. It never counts what was removed: the register does. */

import type { Rules } from '../rules/rules.ts'

/** The smaller of the number and the share of all accounts with access, rounded down, and at least one. */
export function removalBudget(rules: Rules, accounts: number): number {
  const { count, share } = rules.removalBudget
  // 0.29 × 100 is 28.999… in binary: a hair is added before rounding down.
  return Math.max(1, Math.min(count, Math.floor(accounts * share + 1e-9)))
}
