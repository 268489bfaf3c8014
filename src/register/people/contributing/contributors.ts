/**
 * Finds what somebody is by their teams, as the newest audit saw them: a contributor, or the maintainer of other people's
 * teams.
 */

import { sql } from 'drizzle-orm'
import type { TeamStanding } from '../../../policy/people/contributing/viewer.ts'
import type { Id } from '../../../policy/words.ts'
import { builtJson, type Register } from '../../open.ts'
import { type Organization, toOrganization } from '../../organizations.ts'
import { organizations } from '../../schema.ts'

/** `team`: the id of the team of contributors; null where the rules name none. A child team's members count as the parent's. */
export async function findTeamStanding(
  register: Register,
  orgId: Id,
  account: Id,
  team: Id | null,
): Promise<TeamStanding> {
  const [row] = await register.rows<{ inTeam: number; people: string }>(sql`
    with recursive memberships as (
      select team_id, account_id, role from grants
      where org_id = ${orgId} and kind = 'team_membership' and closed_at is null
    ), parents as (
      select team_id, parent_id from grants where org_id = ${orgId} and kind = 'team_parent' and closed_at is null
    ), contributing(id) as (
      select id from teams where org_id = ${orgId} and id = ${team} and closed_at is null
      union select team_id from parents join contributing on contributing.id = parents.parent_id
    ), maintained(id) as (
      select team_id from memberships where account_id = ${account} and role = 'maintainer'
      union select team_id from parents join maintained on maintained.id = parents.parent_id
    )
    select exists (select 1 from memberships where account_id = ${account} and team_id in (select id from contributing)) as inTeam,
      (select json_group_array(distinct account_id) from memberships where team_id in (select id from maintained)) as people`)
  return {
    inTeam: row?.inTeam === 1,
    people: builtJson<readonly Id[]>(row?.people ?? '[]'),
  }
}

/** The organisations served here in which the account is in a team or named as a contributor, by login. */
export async function findOrganizationsToHelp(register: Register, account: Id): Promise<Organization[]> {
  const { rules, rulesVersion, currentRules, currentRulesVersion } = organizations
  // As `toOrganization` takes them: the form for the previous version names no contributors.
  const whole = sql`iif(${currentRulesVersion} = ${rulesVersion}, ${currentRules}, ${rules})`
  const rows = await register
    .select()
    .from(organizations)
    .where(
      sql`${organizations.closedAt} is null and (exists (select 1 from grants where grants.org_id = ${organizations.id}
          and grants.account_id = ${account} and kind = 'team_membership' and grants.closed_at is null)
        or (json_valid(${whole}) and exists (select 1
          from json_each(${whole}, '$.contributors.people') as person where person.value ->> 'id' = ${account})))`,
    )
    .orderBy(organizations.login)
  return rows.map(toOrganization)
}
