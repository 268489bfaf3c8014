/** Lists every message that is sent, each a pure function of values. */

export { answered } from './messages/answer-message.ts'
export { type AuditNews, auditFailed, auditFinished } from './messages/audit-messages.ts'
export { decided } from './messages/decision-messages.ts'
export { givenBack } from './messages/given-back-message.ts'
export { type MessageContext, messageContext } from './messages/message-context.ts'
export { queueDay, writerAsleep } from './messages/queue-messages.ts'
export { reviewOpened, reviewReminder } from './messages/review-messages.ts'
export { type MessagedEnding, revoked } from './messages/revocation-messages.ts'
export { ruleChangeCancelled, ruleChangePending, rulesChanged } from './messages/rules-messages.ts'
export { tokenEnded, tokenMade } from './messages/token-messages.ts'
export { trouble } from './messages/trouble-message.ts'
export { weeklyHead } from './messages/weekly-message.ts'
