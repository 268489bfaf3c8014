/** Moves a proposal on as part of another change, whose history entry covers it. */

import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { ProposalStatus } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { proposals } from '../schema.ts'

/** Moves a proposal from one of the statuses `from` to `to`. `stale`: why it went stale. Only where `recorded` holds. */
export function transitionStatement(
  register: Register,
  id: string,
  from: readonly ProposalStatus[],
  to: ProposalStatus,
  stale: string | null = null,
  recorded: SQL = sql`1`,
): Statement {
  return register
    .update(proposals)
    .set({ status: to, stale })
    .where(and(eq(proposals.id, id), inArray(proposals.status, [...from]), recorded))
}

/** Marks open proposals of a review as carried over: those in `only`, or all when it is null. Only where `recorded` holds. */
export function carryOverStatement(
  register: Register,
  reviewId: string,
  only: readonly string[] | null,
  recorded: SQL = sql`1`,
): Statement {
  return register
    .update(proposals)
    .set({ status: 'carried_over' })
    .where(
      and(
        eq(proposals.reviewId, reviewId),
        eq(proposals.status, 'open'),
        only === null ? undefined : sql`${proposals.id} in (select value from ${rowsOf(only)})`,
        recorded,
      ),
    )
}
