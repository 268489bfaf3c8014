/** Stops every write to GitHub in an organisation, and lets them go on, each with its history entry. */

import { and, eq, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Actor, Id, Instant } from '../../policy/words.ts'
import { recordChange } from '../history/history.ts'
import type { Register } from '../open.ts'
import { organizations } from '../schema.ts'
import { endStatement, isStillOpen, replacedStatement, type Waited } from './pending-rules.ts'

/**
 * Stops every write to GitHub. An owner takes over what the operator stopped, which any owner could start again. Returns
 * whether that changed anything.
 */
export function pause(
  register: Register,
  orgId: Id,
  change: { by: Actor; at: Instant; sentence: string },
): Promise<boolean> {
  const isTakenOver =
    change.by.kind === 'person' ? sql`${organizations.pausedBy} ->> 'kind' is not 'person'` : sql`0`
  return recordChange(
    register,
    orgId,
    register
      .update(organizations)
      .set({ pausedAt: sql`coalesce(${organizations.pausedAt}, ${change.at})`, pausedBy: change.by })
      .where(and(eq(organizations.id, orgId), or(isNull(organizations.pausedAt), isTakenOver))),
    { at: change.at, act: 'paused', actor: change.by, sentence: change.sentence },
  )
}

/** Lets the writes go on, if `pausedBy` stopped them still; a resumption that waited ends. Returns whether that changed anything. */
export function resume(
  register: Register,
  orgId: Id,
  pausedBy: Actor | null,
  change: { by: Actor; at: Instant; sentence: string; facts?: Readonly<Record<string, unknown>> },
  waited?: Waited,
): Promise<boolean> {
  const { by, at, sentence, facts = {} } = change
  const stopper = pausedBy === null ? null : JSON.stringify(pausedBy)
  return recordChange(
    register,
    orgId,
    register
      .update(organizations)
      .set({ pausedAt: null, pausedBy: null })
      .where(
        and(
          eq(organizations.id, orgId),
          isNotNull(organizations.pausedAt),
          sql`${organizations.pausedBy} is ${stopper}`,
          waited && isStillOpen(waited.id),
        ),
      ),
    { at, act: 'resumed', actor: by, sentence, facts },
    (recorded) => [
      waited
        ? endStatement(register, waited, { by, at }, recorded)
        : replacedStatement(register, orgId, ['paused'], { by, at }, recorded),
    ],
  )
}
