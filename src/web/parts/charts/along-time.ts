/** Puts columns along time: a year under the first of each, and a break where quarters between two of them are not drawn. */

import type { Break, Column } from './columns.tsx'

/** A column of a moment. */
export interface MomentColumn extends Omit<Column, 'year'> {
  /** In which it lies: `2026-Q3`. */
  readonly quarter: string
  /** Whether it was counted within that quarter, whose own column is the next one, and not at its end. */
  readonly isWithin: boolean
}

/** Oldest first. */
export function alongTime(moments: readonly MomentColumn[]): readonly (Column | Break)[] {
  return moments.flatMap(({ quarter, isWithin: _, ...column }, place) => {
    const before = moments[place - 1]
    const year = before !== undefined && yearOf(before) === yearOf({ quarter }) ? '' : yearOf({ quarter })
    const notDrawn =
      before === undefined ? 0 : numberOf(quarter) - numberOf(before.quarter) - (before.isWithin ? 0 : 1)
    return [...(notDrawn > 0 ? [{ notDrawn }] : []), { ...column, year }]
  })
}

function yearOf({ quarter }: Pick<MomentColumn, 'quarter'>): string {
  return quarter.slice(0, 4)
}

/** Neighbours differ by one. */
function numberOf(quarter: string): number {
  return 4 * Number(quarter.slice(0, 4)) + Number(quarter.slice(-1))
}
