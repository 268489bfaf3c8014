/** The teams and repositories of which an owner can ask who still needs them, with how many people hold that grant. */

import { sql } from 'drizzle-orm'
import type { Id, ProposalScope } from '../../policy/words.ts'
import type { Register } from '../open.ts'

/** A team or repository, and how many people are in the team or have a direct role. */
export interface SharedGrant extends ProposalScope {
  readonly people: number
}

/** Those that somebody holds, teams first, by name. */
export function findSharedGrants(register: Register, orgId: Id): Promise<SharedGrant[]> {
  return register.rows<SharedGrant>(sql`
    select 'team' as kind, teams.id, teams.slug as name, count(*) as people from teams
      join grants on grants.org_id = ${orgId} and grants.closed_at is null and grants.kind = 'team_membership' and grants.team_id = teams.id
      where teams.org_id = ${orgId} and teams.closed_at is null group by teams.id
    union all
    select 'repository', repositories.id, repositories.name, count(*) from repositories
      join grants on grants.org_id = ${orgId} and grants.closed_at is null and grants.kind = 'repository_role' and grants.repository_id = repositories.id
      where repositories.org_id = ${orgId} and repositories.closed_at is null and repositories.archived = 0 group by repositories.id
    order by 1 desc, 3`)
}
