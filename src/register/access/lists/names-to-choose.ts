/** Finds the names by which a list of accounts can be narrowed. */

import { sql } from 'drizzle-orm'
import type { Id } from '../../../policy/words.ts'
import type { Register } from '../../open.ts'

/** Slugs of the open teams and names of the open repositories, by name; of each kind at most `limit`. */
export async function findNamesToChoose(
  register: Register,
  orgId: Id,
  limit: number,
): Promise<{ readonly teams: readonly string[]; readonly repositories: readonly string[] }> {
  const rows = await register.rows<{ kind: 'team' | 'repository'; name: string }>(sql`
    select * from (select 'team' as kind, slug as name from teams where org_id = ${orgId} and closed_at is null order by slug limit ${limit})
    union all select * from (select 'repository', name from repositories where org_id = ${orgId} and closed_at is null
      order by lower(name) limit ${limit})`)
  const named = (kind: string) => rows.flatMap((row) => (row.kind === kind ? [row.name] : []))
  return { teams: named('team'), repositories: named('repository') }
}
