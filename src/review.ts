/** ACT II: opens the quarter's review, takes decisions, reminds and closes. It asks; it never removes anybody. */

export { changeRules } from './review/change-rules.ts'
export { carryOver } from './review/close.ts'
export { decide, decideMany } from './review/decide.ts'
export { ownCases } from './review/decision-plan.ts'
export { dueReviews } from './review/due.ts'
export { addProposals, openReview } from './review/open-review.ts'
export { LONGEST_REASON } from './review/reason.ts'
export { startRevocation } from './review/start-revocation.ts'
