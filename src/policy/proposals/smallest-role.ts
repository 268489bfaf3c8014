/** Suggests the smallest role that would have been enough for what was seen of somebody within a year. */

import { type EffectiveAccess, highestRole } from '../access/effective-access.ts'
import { actInWords } from '../activity/act-in-words.ts'
import { isBefore, monthsBefore, printedDay } from '../calendar.ts'
import { roleNeeded } from '../verdict/grant-use.ts'
import {
  type Id,
  type Instant,
  isWeaker,
  type NamedActivity,
  type RepositoryRole,
  type SmallestRole,
} from '../words.ts'

/** What the suggestion is made from. */
export interface UseFacts {
  readonly access: EffectiveAccess
  /** The newest act per repository and kind, the newest first. */
  readonly acts: readonly NamedActivity[]
  readonly privateRepositories: ReadonlySet<Id>
  /** From when on acts were read; null where that is not known. */
  readonly actsReadFrom: Instant | null
  readonly now: Instant
}

/** A year of use. */
const MONTHS = 12

/** What holds of the two strongest roles, whoever holds them. */
export const LEAVES_NO_TRACE =
  'What maintain and admin are used for leaves no trace that can be read, so “not seen” does not mean “not used”.'

/** The acts by which it is judged. */
export function actsOfUse<A extends { readonly at: Instant }>(
  acts: readonly A[],
  now: Instant,
): readonly A[] {
  const yearAgo = monthsBefore(now, MONTHS)
  return acts.filter(({ at }) => !isBefore(at, yearAgo))
}

/**
 * The smallest role, with its reason. Null where nothing smaller than what is held would do, and where it cannot be told: use
 * of maintain and admin leaves no trace that can be read, so of those it only says that none was seen.
 */
export function smallestRole(facts: UseFacts): SmallestRole | null {
  const { access, acts, actsReadFrom, now } = facts
  const held = highestRole(access)
  if (held === null || actsReadFrom === null) return null
  const yearAgo = monthsBefore(now, MONTHS)
  const within = actsOfUse(acts, now)
  // Who administers or handles advisories may need whatever they hold.
  if (within.some(({ kind }) => kind === 'administration' || kind === 'advisory')) return null
  const strongest = strongestOf(within, facts.privateRepositories)
  const { role } = strongest
  if (rankOfRole(role) >= rankOfRole(held)) return null
  const since = isBefore(yearAgo, actsReadFrom)
    ? `since ${printedDay(actsReadFrom)}`
    : 'in the last twelve months'
  const sentences = [
    seenInWords(strongest, since, within.length > 0),
    ...(isWeaker(held, 'maintain') ? [] : [LEAVES_NO_TRACE]),
  ]
  return { role, because: sentences.join(' ') }
}

interface Strongest {
  readonly role: SmallestRole['role']
  readonly act: NamedActivity | null
}

/** What everybody may do in a public repository needs no role; in a private one it needs read. */
function strongestOf(acts: readonly NamedActivity[], privateRepositories: ReadonlySet<Id>): Strongest {
  return acts.reduce<Strongest>(
    (strongest, act) => {
      const needed = roleNeeded(act.kind)
      const isOpen = act.repository === null || !privateRepositories.has(act.repository)
      const role = needed === 'read' && isOpen ? 'none' : needed
      return rankOfRole(role) > rankOfRole(strongest.role) ? { role, act } : strongest
    },
    { role: 'none', act: null },
  )
}

function rankOfRole(role: 'none' | RepositoryRole): number {
  return ORDER.indexOf(role)
}

const ORDER = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const

function seenInWords({ role, act }: Strongest, since: string, isSeen: boolean): string {
  if (act === null) {
    return isSeen
      ? `What was seen of them ${since} everybody may do in a public repository.`
      : `Nothing was seen of them ${since}.`
  }
  return `The most that was seen of them ${since} is ${actInWords(act, act.repositoryName)}; ${role} is enough for that.`
}
