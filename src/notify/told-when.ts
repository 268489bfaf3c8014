/** Says which messages are told at once, and which are collected for Monday because they ask nothing of anybody. */

import type { Message, MessageKind, Severity } from './message.ts'

/** `at_once`: always. `monday`: never by itself. `at_once_if`: with one of these severities, else on Monday. */
type Told =
  | { readonly when: 'at_once' }
  | { readonly when: 'monday' }
  | { readonly when: 'at_once_if'; readonly severities: readonly Severity[] }

const AT_ONCE: Told = { when: 'at_once' }
const MONDAY: Told = { when: 'monday' }
/** Where an owner has something to do or to mend. */
const WHERE_IT_ASKS: Told = { when: 'at_once_if', severities: ['ask', 'trouble'] }

/** Every kind of message. At once comes what somebody has to do, a removal, a new owner, what waits to loosen a rule, and what cannot be undone. */
export const TOLD: Readonly<Record<MessageKind, Told>> = {
  audit_finished: MONDAY,
  new_owner: AT_ONCE,
  review_opened: AT_ONCE,
  reminder: AT_ONCE,
  // Its severity is `ask` where a second answer is wanted or two owners differ.
  decided: WHERE_IT_ASKS,
  // `news` means that it was withdrawn and nothing changed: that can wait.
  revoked: { when: 'at_once_if', severities: ['done', 'ask', 'trouble'] },
  given_back: WHERE_IT_ASKS,
  // Somebody waits for an owner: for a fresh answer, or to be let back in.
  answered: AT_ONCE,
  asked_back: AT_ONCE,
  // It cannot be undone.
  erased: AT_ONCE,
  // Its severity is `ask` where a channel is replaced: on Monday the old channel would not hear of it any more.
  rules_changed: WHERE_IT_ASKS,
  token_made: MONDAY,
  token_ended: MONDAY,
  rule_change_pending: AT_ONCE,
  rule_change_cancelled: MONDAY,
  weekly_head: AT_ONCE,
  queue_day: AT_ONCE,
  writer_asleep: AT_ONCE,
  trouble: AT_ONCE,
}

/** Those of which Monday's message quotes the titles: no title of theirs names anybody. */
export const QUOTED: ReadonlySet<MessageKind> = new Set([
  'audit_finished',
  'rules_changed',
  'token_made',
  'token_ended',
  'rule_change_cancelled',
])

export function toldWhen({ kind, severity }: Pick<Message, 'kind' | 'severity'>): 'at_once' | 'monday' {
  const told = TOLD[kind]
  switch (told.when) {
    case 'at_once':
    case 'monday':
      return told.when
    case 'at_once_if':
      return told.severities.includes(severity) ? 'at_once' : 'monday'
  }
}
