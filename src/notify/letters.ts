/** Every letter we write, as pure functions of values; this is the list of them. Sends nothing, asks nothing. */

export { type AuditNews, auditFailed, auditFinished } from './letters/audit.ts'
export { type Letterhead, letterhead } from './letters/letterhead.ts'
export { decided, reviewOpened, reviewReminder } from './letters/review.ts'
export { type LetteredEnding, revoked } from './letters/revocation.ts'
export { rulesChanged } from './letters/rules.ts'
export { trouble } from './letters/trouble.ts'
