/** ACT II: opens the quarter's review, takes decisions, reminds and closes. It asks; it never removes anybody. */

export { changeRules } from './review/changing-rules.ts'
export { carryOver } from './review/closing.ts'
export { decide, decideMany } from './review/deciding.ts'
export { ownCases } from './review/decision-plan.ts'
export { dueReviews } from './review/due.ts'
export { addProposals, openReview } from './review/opening.ts'
export { LONGEST_REASON } from './review/reason.ts'
export { earliestRemoval, requestRevocation } from './review/requesting.ts'
