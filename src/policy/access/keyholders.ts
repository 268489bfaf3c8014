/** Whether a repository has two keyholders: people who can administer it and are active (SPEC 6). */

import type { VerdictName } from '../words.ts'

/** How many SPEC 6 asks for. */
const WANTED = 2

/** An administrator as far as this question needs them. A bot keeps no keys. */
export interface Administrator {
  readonly type: 'User' | 'Bot'
  /** Null where no audit has judged them yet. */
  readonly verdict: VerdictName | null
}

/** How many there are. `two` is unknown where people with an unknown verdict could be the missing ones. */
export interface Keyholders {
  readonly active: number
  readonly unknown: number
  readonly two: 'yes' | 'no' | 'unknown'
}

/** People who are new, exempt or away are no active keyholders: nobody has seen them do anything. */
export function keyholdersAmong(administrators: readonly Administrator[]): Keyholders {
  const people = administrators.filter(({ type }) => type === 'User')
  const active = people.filter(({ verdict }) => verdict === 'active').length
  const unknown = people.filter(({ verdict }) => verdict === null || verdict === 'unknown').length
  const two = active >= WANTED ? 'yes' : active + unknown >= WANTED ? 'unknown' : 'no'
  return { active, unknown, two }
}
