/** What stands where a reason is for owners alone; sent back with rules, it leaves the reason as it is stored. */
export const WITHHELD_REASON = '(for owners alone)'
