/** Finds the team of contributors that the rules name, by its id: whoever has its slug now may be another team. */

import { and, eq, isNull } from 'drizzle-orm'
import { teamLabel, teamMeant } from '../../../policy/people/contributing/named-team.ts'
import type { Id } from '../../../policy/words.ts'
import type { Register } from '../../open.ts'
import { teams } from '../../schema.ts'

/** The team as the newest audit saw it; null where none is meant, or it is gone. */
export async function findTeamNamed(
  register: Register,
  orgId: Id,
  named: unknown,
): Promise<{ readonly id: Id; readonly slug: string } | null> {
  const id = teamMeant(named)
  if (id === null) return null
  const [team] = await register
    .select({ id: teams.id, slug: teams.slug })
    .from(teams)
    .where(and(eq(teams.orgId, orgId), eq(teams.id, id), isNull(teams.closedAt)))
  return team ?? null
}

/** The slug by which it is shown: the present one, and of a team that is gone the one under which it was named. */
export async function shownTeam(register: Register, orgId: Id, named: unknown): Promise<string | null> {
  return (await findTeamNamed(register, orgId, named))?.slug ?? teamLabel(named)
}
