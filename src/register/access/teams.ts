/** The teams of an organisation. */

import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Id, Instant, SeenTeam } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { teams } from '../schema.ts'

/** A team, as a row. */
export type Team = typeof teams.$inferSelect

/** The organisation's open teams, by id. */
export async function findOpenTeams(register: Register, orgId: Id): Promise<Team[]> {
  return register
    .select()
    .from(teams)
    .where(and(eq(teams.orgId, orgId), isNull(teams.closedAt)))
    .orderBy(teams.id)
}

/** Inserts or updates teams, and opens closed ones again. An unchanged row is not written. */
export function teamsStatement(
  register: Register,
  orgId: Id,
  seen: readonly SeenTeam[],
  now: Instant,
): Statement {
  return register.run(sql`
    insert into teams (id, org_id, slug, name, privacy, first_seen)
    select value->>'id', ${orgId}, value->>'slug', value->>'name', value->>'privacy', ${now} from ${rowsOf(seen)} where true
    on conflict (id) do update set slug = excluded.slug, name = excluded.name, privacy = excluded.privacy, closed_at = null
    where slug is not excluded.slug or name is not excluded.name or privacy is not excluded.privacy or closed_at is not null`)
}
