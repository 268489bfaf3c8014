/** How many people were seen at work in each repository, and which is the busiest by that. */

import { type SQL, sql } from 'drizzle-orm'
import type { Id, Instant } from '../../../policy/words.ts'
import type { Register } from '../../open.ts'

/**
 * The number of people by repository since `cutoff`, without repositories that have none. There may be more people than that,
 * where something was not read.
 */
export async function countActivePeople(
  register: Register,
  orgId: Id,
  cutoff: Instant,
  only: Id | null = null,
): Promise<ReadonlyMap<Id, number>> {
  const rows = await register.rows<{ repository: Id; people: number }>(sql`
    select repository_id as repository, count(distinct account_id) as people ${seenSince(orgId, cutoff)}
      and ${only === null ? sql`repository_id <> 0` : sql`repository_id = ${only}`}
    group by repository_id`)
  return new Map(rows.map(({ repository, people }) => [repository, people]))
}

/** The repository with the most people at work, of equals the one pushed to last; null where nobody was seen in any that is not archived. */
export async function findBusiestRepository(
  register: Register,
  orgId: Id,
  cutoff: Instant,
): Promise<{ readonly name: string; readonly people: number } | null> {
  const [busiest] = await register.rows<{ name: string; people: number }>(sql`
    select r.name, seen.people
    from (select repository_id, count(distinct account_id) as people ${seenSince(orgId, cutoff)} group by repository_id) seen
      join repositories r on r.id = seen.repository_id and r.org_id = ${orgId} and r.archived = 0 and r.closed_at is null
    order by seen.people desc, r.pushed_at desc, r.name limit 1`)
  return busiest ?? null
}

/** Bots are no people. */
function seenSince(orgId: Id, cutoff: Instant): SQL {
  return sql`from activity join accounts on accounts.id = activity.account_id and accounts.type = 'User'
    where activity.org_id = ${orgId} and activity.at >= ${cutoff}`
}
