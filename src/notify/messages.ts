/** Every letter we write, as pure functions of values; this is the list of them. Sends nothing, asks nothing. */

export { type AuditNews, auditFailed, auditFinished } from './messages/audit-messages.ts'
export {
  type MessageContext as Letterhead,
  messageContext as letterhead,
} from './messages/message-context.ts'
export { decided, reviewOpened, reviewReminder } from './messages/review-messages.ts'
export { type MessagedEnding as LetteredEnding, revoked } from './messages/revocation-messages.ts'
export { rulesChanged } from './messages/rules-messages.ts'
export { trouble } from './messages/trouble-message.ts'
