/** Types for what people under review are told and answer. */

/**
 * `notice`: their own, for who can push, administer, own, or stands outside the organisation. `announcement`: one text without names
 * for everybody who holds no more than all members do.
 */
export const NOTICE_KINDS = ['notice', 'announcement'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/**
 * How telling somebody ended. `sending`: an e-mail was about to be sent, and may have been. `not_sent`: no e-mail could be
 * sent, because no address is public or the mail service refused it; another way is open.
 */
export const NOTICE_RESULTS = ['sending', 'sent', 'unreachable', 'not_sent'] as const
export type NoticeResult = (typeof NOTICE_RESULTS)[number]

/** What a person can answer to a proposal about themselves. */
export const ANSWERS = ['still_needed', 'away', 'step_down', 'wrong'] as const

export type AnswerKind = (typeof ANSWERS)[number]
