/** A proposal that moves on as a part of another change: carried out, or carried over. It writes no entry of its own. */

import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { ProposalStatus } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { proposals } from '../schema.ts'

/** Moves a proposal on, only from where it was supposed to stand. `stale` says by what it went stale. */
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

/** The change that carries the open proposals of a review over to the next one: those of `only`, or with null all. */
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
