/** The review: opens it each quarter, records decisions, reminds, closes it and starts revocations. */

export type { NoticeText } from './notify/notice-text.ts'
export { openGrantProposals } from './review/ask-about-grant.ts'
export { endStandingToken, keepNewToken } from './review/change-tokens.ts'
export { carryOver } from './review/close.ts'
export { closeOrAskAgain, isAskedAgain } from './review/close-stale.ts'
export { confirmIdentity } from './review/decisions/confirm-identity.ts'
export { decide, decideMany } from './review/decisions/decide.ts'
export {
  type BoundAnswer,
  decideAsShown,
  decideGroup,
  type Foreseen,
  foreseeAsShown,
} from './review/decisions/decide-as-shown.ts'
export { ownCases } from './review/decisions/own-cases.ts'
export { recheckVotes } from './review/decisions/recheck-votes.ts'
export { isStillOwner } from './review/decisions/still-owner.ts'
export { undoAnswers } from './review/decisions/undo.ts'
export { dueReviews } from './review/due.ts'
export { giveBack } from './review/give-back/give-back.ts'
export { recordRejoins } from './review/give-back/record-rejoins.ts'
export { addProposals, openReview } from './review/open-review.ts'
export { answerProposal, takeAnswerBack } from './review/people/answer.ts'
export { askBack, declineReturn, withdrawRequest } from './review/people/ask-back.ts'
export { comment } from './review/people/comment.ts'
export { deleteOld } from './review/people/delete-by-age.ts'
export { ERASURE_REASONS, type ErasureView, eraseFrom, readErasure } from './review/people/erase-person.ts'
export { keepWhatIsKnown } from './review/people/keep-what-is-known.ts'
export { endLeave, setLeave } from './review/people/leave.ts'
export { readOffboarding, tickLines } from './review/people/offboard.ts'
export { ownersCalendar } from './review/people/owners-calendar.ts'
export { announce, tellEach } from './review/people/record-notices.ts'
export { sendNotices } from './review/people/send-notices.ts'
export { readTexts } from './review/people/write-notices.ts'
export {
  type QueuePlace,
  readQueue,
  type WholeQueue,
} from './review/queue/read-queue.ts'
export { staleAfterQueue } from './review/queue/stale-after-queue.ts'
export { startRevocation } from './review/queue/start-revocation.ts'
export { changedKeys, changeRules } from './review/rules/change-rules.ts'
export {
  type AskedChange,
  agreeToRule,
  applyDueRules,
  askToChange,
  cancelRule,
} from './review/rules/waiting-changes.ts'
export { sendWeeklyHeads } from './review/weekly-heads.ts'
