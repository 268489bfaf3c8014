/** The rows in which accounts are counted by the most that they can do, and which levels each row and each filter holds. */

import { ACCESS_LEVELS, type AccessLevel } from '../words.ts'

/** The rows, strongest first. Every level stands in exactly one. */
export const ACCESS_GROUPS = ['owner', 'admin', 'write_or_maintain', 'read_or_triage', 'none'] as const
export type AccessGroup = (typeof ACCESS_GROUPS)[number]

/** The rows whose access can change something: whoever is in them holds a strong key. */
export const STRONG_GROUPS = ['owner', 'admin', 'write_or_maintain'] as const satisfies readonly AccessGroup[]

/** What a list can be asked for: one level, or several under one name. */
export const ACCESS_ASKED = [...ACCESS_LEVELS, 'can_push', 'write_or_maintain', 'read_or_triage'] as const
export type AccessAsked = (typeof ACCESS_ASKED)[number]

/** The levels that are meant. */
export function levelsAsked(asked: AccessAsked): readonly AccessLevel[] {
  switch (asked) {
    case 'can_push':
      return STRONG_GROUPS.flatMap(levelsAsked)
    case 'write_or_maintain':
      return ['maintain', 'write']
    case 'read_or_triage':
      return ['triage', 'read']
    default:
      return [asked]
  }
}
