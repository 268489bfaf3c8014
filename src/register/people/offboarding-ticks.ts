/** The off-boarding list of one removal: its lines, and who ticked which. */

import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Actor, Id, Instant } from '../../policy/words.ts'
import { recordChange } from '../history/history.ts'
import { type Register, rowsOf } from '../open.ts'
import { offboardingTicks } from '../schema.ts'

/** A line that somebody ticked. */
export type OffboardingTick = Readonly<Pick<typeof offboardingTicks.$inferSelect, 'line' | 'by' | 'at'>>

/** What was ticked, by revocation. */
export async function findOffboardingTicks(
  register: Register,
  revocations: readonly string[],
): Promise<ReadonlyMap<string, readonly OffboardingTick[]>> {
  const rows = await register
    .select()
    .from(offboardingTicks)
    .where(inArray(offboardingTicks.revocationId, sql`(select value from ${rowsOf(revocations)})`))
    .orderBy(offboardingTicks.at, offboardingTicks.line)
  return Map.groupBy(rows, ({ revocationId }) => revocationId)
}

/** One change of the list, as the history tells it. */
export interface Ticking {
  readonly revocation: string
  readonly line: string
  readonly isDone: boolean
  readonly by: Actor
  readonly at: Instant
  readonly sentence: string
}

/** Ticks a line, or takes its tick away; nothing where it stands so already. Returns whether anything changed. */
export function tickOffboarding(register: Register, orgId: Id, ticking: Ticking): Promise<boolean> {
  const { revocation, line, isDone, by, at, sentence } = ticking
  const change = isDone
    ? register
        .insert(offboardingTicks)
        .values({ orgId, revocationId: revocation, line, by, at })
        .onConflictDoNothing()
    : register
        .delete(offboardingTicks)
        .where(and(eq(offboardingTicks.revocationId, revocation), eq(offboardingTicks.line, line)))
  return recordChange(register, orgId, change, {
    at,
    act: isDone ? 'offboarding_ticked' : 'offboarding_unticked',
    actor: by,
    sentence,
    facts: { proposal: revocation, line },
  })
}

/**
 * For how many people whose removal is done something of the list is left, and how many lines. `lines`: the list as it is now.
 */
export async function countOffboardingLeft(
  register: Register,
  orgId: Id,
  lines: readonly string[],
  since: Instant,
): Promise<{ readonly people: number; readonly lines: number }> {
  if (lines.length === 0) return { people: 0, lines: 0 }
  const [row] = await register.rows<{ people: number; done: number }>(sql`
    select count(*) as people, coalesce(sum(done), 0) as done from (
      select (select count(*) from offboarding_ticks where revocation_id = revocations.id
        and line in (select value from ${rowsOf(lines)})) as done
      from revocations join proposals on proposals.id = revocations.id
      where revocations.org_id = ${orgId} and revocations.status = 'done' and revocations.rehearsal = 0
        and revocations.rejoined_at is null and finished_at >= ${since}
        and subject ->> 'kind' = 'account' and subject ->> 'id' <> 0)
    where done < ${lines.length}`)
  const { people = 0, done = 0 } = row ?? {}
  return { people, lines: people * lines.length - done }
}
