/** Finds the teams of accounts, and how many repositories each reaches. */

import { sql } from 'drizzle-orm'
import type { Id } from '../../../policy/words.ts'
import { builtJson, type Register, rowsOf } from '../../open.ts'
import { accessLevels } from './access-levels.ts'

/** What one account reaches. */
export interface ReachItem {
  /** Slugs of the teams of which it is itself a member, by name. */
  readonly teams: readonly string[]
  readonly repositories: number
}

/** Of these accounts, in one statement. Owners, and members where the base permission says so, reach every repository. */
export async function findReachOfEach(
  register: Register,
  orgId: Id,
  accounts: readonly Id[],
): Promise<ReadonlyMap<Id, ReachItem>> {
  if (accounts.length === 0) return new Map()
  const rows = await register.rows<{ id: Id; teams: string; repositories: number }>(sql`
    with recursive asked as materialized (select value as id from ${rowsOf(accounts)}), ${accessLevels(orgId, undefined)},
    reached as materialized (
      select member.account_id, holds.repository_id from open as member
        join lineage on lineage.team = member.team_id
        join open as holds on holds.kind = 'team_repository' and holds.team_id = lineage.above
        where member.kind = 'team_membership' and member.account_id in (select id from asked)
      union select account_id, repository_id from open where kind = 'repository_role' and account_id in (select id from asked)
    ), counted as materialized (select account_id, count(*) as n from reached group by account_id)
    select asked.id,
      (select json_group_array(slug) from (select teams.slug from open join teams on teams.id = open.team_id
        where open.kind = 'team_membership' and open.account_id = asked.id order by teams.slug)) as teams,
      case when exists (select 1 from open where kind = 'organization_role' and account_id = asked.id and (role = 'admin'
          or exists (select 1 from open as base where base.kind = 'base_permission' and base.rank > 0)))
        then (select count(*) from repositories where org_id = ${orgId} and closed_at is null)
        else coalesce((select n from counted where account_id = asked.id), 0) end as repositories
    from asked`)
  return new Map(rows.map((row) => [row.id, { ...row, teams: builtJson<string[]>(row.teams) }]))
}
