/** Small pieces of the person's own page: days in words, what was held, what was answered, and names. */

import { printedDay } from '../../../policy/calendar.ts'
import { listed } from '../../../policy/english.ts'
import type { Part } from '../../../policy/people/held-by-you.ts'
import type { AnswerKind, DecisionKind, Instant } from '../../../policy/words.ts'

/** A sentence in parts. */
export function Parts({ parts }: { parts: readonly Part[] }) {
  return <>{parts.map((part) => (typeof part === 'string' ? part : <b>{part.strong}</b>))}</>
}

/** What people are called by: the first word of their name, else the login. */
export function calledBy({ name, login }: { readonly name: string | null; readonly login: string }): string {
  return name?.trim().split(/\s+/)[0] || login
}

/** `Mara, Teo and Amina`; of many the first three. */
export function namesOfOwners(
  owners: readonly { readonly name: string | null; readonly login: string }[],
): string {
  const [first, second, third, ...more] = owners.map(calledBy)
  const shown = [first, second, third].filter((name) => name !== undefined)
  return listed(more.length === 0 ? shown : [...shown, 'other owners'])
}

/** What the person answered, after "You answered: ". */
export function answerInWords(answer: AnswerKind, until: Instant | null): string {
  switch (answer) {
    case 'still_needed':
      return 'I still need it'
    case 'away':
      return until === null ? 'I am away' : `I am away until ${printedDay(until)}`
    case 'step_down':
      return 'I step down'
    case 'wrong':
      return 'something here is wrong'
  }
}

/** What was decided, after "decided to". */
export const DECIDED = {
  revoke: 'take your access back',
  downgrade: 'leave you a smaller role',
  emeritus: 'make you emeritus',
  keep: 'let you keep it',
} as const satisfies Readonly<Record<DecisionKind, string>>
