/** Splits the change of stale access between two moments by what became of each pair. */

import { type AccessMap, ancestorsOf } from '../access/access-map.ts'
import type { DecisionKind, Id, ProposalScope } from '../words.ts'
import type { Pair, Target } from './pairs.ts'

/** What became of the pairs: before + newlyStale − all others = after. */
export interface StaleChange {
  /** Gone, and a revocation of ours took it. */
  readonly takenBack: number
  /** Gone, and a downgrade of ours did it. */
  readonly lowered: number
  readonly usedAgain: number
  /** Gone without us. */
  readonly leftByThemselves: number
  /** The repository was archived or is gone. */
  readonly archived: number
  /** No use is known, and what happened there was not read in full this time. */
  readonly notRead: number
  readonly newlyStale: number
}

/** A revocation of ours that changed something between the two moments. */
export interface Deed {
  /** The subject's key: `account:5`. */
  readonly holder: string
  readonly decision: DecisionKind
  readonly scope: ProposalScope | null
}

/** What the gone pairs are explained by. */
export interface Between {
  readonly deeds: readonly Deed[]
  /** Repositories that can be written to now. */
  readonly writable: ReadonlySet<Id>
  /** The grants of now: which repositories a team opens. */
  readonly map: AccessMap
}

/** The change from `before`, what each holder left unused then, to the pairs of now. */
export function changeBetween(
  before: ReadonlyMap<string, readonly Target[]>,
  after: readonly Pair[],
  between: Between,
): StaleChange {
  const count = {
    takenBack: 0,
    lowered: 0,
    usedAgain: 0,
    leftByThemselves: 0,
    archived: 0,
    notRead: 0,
    newlyStale: 0,
  }
  const states = new Map<string, Map<Target, Pair['state']>>()
  for (const { holder, target, state } of after) {
    const known = states.get(holder) ?? new Map<Target, Pair['state']>()
    states.set(holder, known.set(target, state))
    if (state === 'stale' && before.get(holder)?.includes(target) !== true) count.newlyStale += 1
  }
  const deeds = Map.groupBy(between.deeds, ({ holder }) => holder)
  for (const [holder, targets] of before) {
    for (const target of targets) {
      const what = becameOf(states.get(holder)?.get(target), target, deeds.get(holder) ?? [], between)
      if (what !== null) count[what] += 1
    }
  }
  return count
}

/** Null where it is stale still. */
function becameOf(
  state: Pair['state'] | undefined,
  target: Target,
  deeds: readonly Deed[],
  between: Between,
): Exclude<keyof StaleChange, 'newlyStale'> | null {
  switch (state) {
    case 'stale':
      return null
    case 'used':
      return 'usedAgain'
    case 'unknown':
      return 'notRead'
    case undefined: {
      const ours = deeds.filter(({ scope }) => reaches(scope, target, between.map))
      if (ours.some(({ decision }) => decision !== 'downgrade')) return 'takenBack'
      if (ours.length > 0) return 'lowered'
      const isArchived = target !== 'organization' && !between.writable.has(target)
      return isArchived ? 'archived' : 'leftByThemselves'
    }
  }
}

/** Whether the grant that was taken can have been the path to this target. */
function reaches(scope: ProposalScope | null, target: Target, map: AccessMap): boolean {
  if (scope === null) return true
  if (target === 'organization') return false
  if (scope.kind === 'repository') return scope.id === target
  return [scope.id, ...ancestorsOf(map, scope.id)].some((team) =>
    map.teamRepositories.get(team)?.some(({ repository }) => repository === target),
  )
}
