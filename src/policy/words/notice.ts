/** Types for what people under review are told and answer. */

/**
 * `notice`: their own, for who can push, administer, own, or stands outside the organisation. `announcement`: one text without names
 * for everybody who holds no more than all members do.
 */
export const NOTICE_KINDS = ['notice', 'announcement'] as const

/** How telling somebody ended. */
export const NOTICE_RESULTS = ['sending', 'sent', 'unreachable'] as const

/** What a person can answer to a proposal about themselves. */
export const ANSWERS = ['still_needed', 'away', 'step_down', 'wrong'] as const
