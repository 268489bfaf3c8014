/** The review: opens it each quarter, records decisions, reminds, closes it and starts revocations. */

export { endStandingToken, keepNewToken } from './review/change-tokens.ts'
export { carryOver } from './review/close.ts'
export { closeOrAskAgain, isWoken } from './review/close-stale.ts'
export { decide, decideMany } from './review/decisions/decide.ts'
export { ownCases } from './review/decisions/own-cases.ts'
export { recheckVotes } from './review/decisions/recheck-votes.ts'
export { dueReviews } from './review/due.ts'
export { addProposals, openReview } from './review/open-review.ts'
export { changedKeys, changeRules } from './review/rules/change-rules.ts'
export { agreeToRule, applyDueRules, askToChange, cancelRule } from './review/rules/waiting-changes.ts'
export { startRevocation } from './review/start-revocation.ts'
export { sendWeeklyHeads } from './review/weekly-heads.ts'
