/** Which edges of access the fake GitHub's world holds, by the register's keys. */
import type { World } from '../fake-github/world/world.ts'
import { grantKey } from '../src/policy/access/grant-key.ts'
import type { Grant, RepositoryRole } from '../src/policy/words.ts'

/** The keys of all memberships, teams and direct roles of the organisation, as they are now. */
export function expectedGrants(world: World, organization: string): ReadonlySet<string> {
  const org = world.organization(organization)
  if (org === undefined) return new Set()
  const idOf = (login: string) => world.account(login)?.id ?? -1
  const repositories = world.repositoriesOf(organization)
  const members = new Set(org.members.map(({ login }) => login.toLowerCase()))
  // A key holds no role: any will do.
  const role: RepositoryRole = 'read'
  const direct = repositories.flatMap(({ id, collaborators }) =>
    collaborators.map(({ login }) => ({ login, repository: id })),
  )
  const grants: Grant[] = [
    ...org.members.map(
      ({ login, role }): Grant => ({
        kind: 'organization_role',
        account: idOf(login),
        role,
      }),
    ),
    ...direct
      .filter(({ login }) => !members.has(login.toLowerCase()))
      .map(({ login }): Grant => ({ kind: 'outside_collaborator', account: idOf(login) })),
    ...direct.map(
      ({ login, repository }): Grant => ({
        kind: 'repository_role',
        account: idOf(login),
        repository,
        role,
      }),
    ),
    ...org.teams.flatMap((team): Grant[] => {
      const parent = org.teams.find(({ slug }) => slug === team.parent)
      return [
        ...team.members.map(
          ({ login, role }): Grant => ({
            kind: 'team_membership',
            account: idOf(login),
            team: team.id,
            role,
          }),
        ),
        ...repositories
          .filter(({ name }) => team.repositories.some((row) => row.name === name))
          .map(({ id }): Grant => ({ kind: 'team_repository', team: team.id, repository: id, role })),
        ...(parent === undefined ? [] : [{ kind: 'team_parent', team: team.id, parent: parent.id } as const]),
      ]
    }),
  ]
  return new Set(grants.map(grantKey))
}
