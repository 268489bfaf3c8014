/** Finds the plans that give something while they take: the emeritus team, and what is left of a membership. */

import { sql } from 'drizzle-orm'
import type { PlanStep } from '../../policy/words.ts'
import { builtJson, type Register, rowsOf } from '../open.ts'

/**
 * By proposal, the plan of the oldest standing answer other than *keep*; where none stands, that of the oldest that stood,
 * because what it began is not undone when the vote ends. Proposals whose plan gives nothing are left out. One statement; none
 * where there are no proposals.
 */
export async function findGivingPlans(
  register: Register,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly PlanStep[]>> {
  if (ids.length === 0) return new Map()
  const rows = await register.rows<{ id: string; plan: string }>(sql`
    with asked as (select value as id, (select plan from decisions where proposal_id = value and decision <> 'keep'
        order by ended_at is not null, at, id limit 1) as plan
      from ${rowsOf(ids)})
    select id, plan from asked where exists (select 1 from json_each(plan)
      where json_each.value ->> 'action' in ('convert_to_outside_collaborator', 'add_to_emeritus_team'))`)
  return new Map(rows.map(({ id, plan }) => [id, builtJson<readonly PlanStep[]>(plan)]))
}
