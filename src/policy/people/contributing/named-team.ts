/** The team of contributors as rules keep it: its id is what counts, and its slug is a label. */

import type { Id } from '../../words.ts'

/**
 * The id of the team that was meant; null where none is named, and where an earlier version kept the slug alone: whoever
 * has that slug now may be anybody. A change that waits is as it was stored, so nothing is sure of it.
 */
export function teamMeant(named: unknown): Id | null {
  const isById = typeof named === 'object' && named !== null && 'id' in named
  return isById && typeof named.id === 'number' ? named.id : null
}

/** The slug under which it was named; null where none is. */
export function teamLabel(named: unknown): string | null {
  if (typeof named === 'string') return named
  return typeof named === 'object' && named !== null && 'slug' in named ? String(named.slug) : null
}
