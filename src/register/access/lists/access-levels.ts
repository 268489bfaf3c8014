/** Selects what each account of an organisation can do by all of its grants together, as `accessIn` computes it of one. */

import { type SQL, sql } from 'drizzle-orm'
import { ACCESS_LEVELS, type AccessLevel, type Id } from '../../../policy/words.ts'

/**
 * Common table expressions, to stand after `with recursive`: `open` has the open grants, `lineage` each team with itself and
 * all above it, `levels` one row for each account with a grant: its `level`, which `levelOf` reads. With `repository` it is
 * the level on that repository alone.
 */
export function accessLevels(orgId: Id, repository: string | undefined): SQL {
  const there =
    repository === undefined ? sql`` : sql`and repository_id in (${repositoryNamed(orgId, repository)})`
  const isThere = repository === undefined ? sql`true` : sql`exists (${repositoryNamed(orgId, repository)})`
  return sql`open as materialized (
      select kind, account_id, team_id, parent_id, repository_id, role, ${rankOf(sql`role`)} as rank
      from grants where org_id = ${orgId} and closed_at is null
    ), lineage(team, above) as (
      select distinct team_id, team_id from open where kind in ('team_membership', 'team_repository')
      union select lineage.team, open.parent_id from lineage join open on open.kind = 'team_parent' and open.team_id = lineage.above
    ), of_team as materialized (
      select lineage.team, max(holds.rank) as rank
      from (select team_id, max(rank) as rank from open where kind = 'team_repository' ${there} group by team_id) as holds
        join lineage on lineage.above = holds.team_id
      group by lineage.team
    ), levels as materialized (
      select account_id, max(level) as level from (
        select account_id, case when not ${isThere} then 0 when role = 'admin' then ${levelOf('owner')}
          else (select coalesce(max(rank), 0) from open where kind = 'base_permission') end as level
        from open where kind = 'organization_role'
        union all select open.account_id, of_team.rank from open join of_team on of_team.team = open.team_id where kind = 'team_membership'
        union all select account_id, rank from open where kind = 'repository_role' ${there}
        union all select account_id, 0 from open where account_id is not null
      ) group by account_id
    )`
}

/** The number of a level in `levels`: higher is stronger, 0 is none. */
export function levelOf(name: AccessLevel): number {
  return ACCESS_LEVELS.length - 1 - ACCESS_LEVELS.indexOf(name)
}

/** The level that a number in `levels` stands for. */
export function levelNamed(level: number): AccessLevel {
  return ACCESS_LEVELS[ACCESS_LEVELS.length - 1 - level] ?? 'none'
}

/** Selects the ids of the open repositories with this name. */
export function repositoryNamed(orgId: Id, name: string): SQL {
  return sql`select id from repositories where org_id = ${orgId} and closed_at is null and lower(name) = ${name.toLowerCase()}`
}

function rankOf(role: SQL): SQL {
  const cases = ACCESS_LEVELS.map((name) => sql`when ${name} then ${levelOf(name)}`)
  return sql`case ${role} ${sql.join(cases, sql` `)} else 0 end`
}
