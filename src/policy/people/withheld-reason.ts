/** Shown in place of a reason that only owners may read. Where it is sent back with the rules, the stored reason stays. */
export const WITHHELD_REASON = '(for owners alone)'
