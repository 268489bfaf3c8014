/** Gathers what is drawn of how one account holds access: its paths with the role of each on each repository, and what it did there. */

import { ancestorsOf } from '../../../policy/access/access-map.ts'
import {
  type AccessPicture,
  accessPicture,
  type HeldPath,
  type WorkThere,
} from '../../../policy/access/access-picture.ts'
import { isBefore } from '../../../policy/calendar.ts'
import { isUseOfWrite } from '../../../policy/verdict/grant-use.ts'
import {
  type Id,
  type Instant,
  type NamedActivity,
  type RepositoryRole,
  stronger,
} from '../../../policy/words.ts'
import type { GrantSources, HeldGrant } from './grant-views.ts'

/** Invitations, and what opens no repository, are left out. `cutoff`: the beginning of the window. */
export function pictureOf(held: readonly HeldGrant[], sources: GrantSources, cutoff: Instant): AccessPicture {
  const { acts, read, readThrough, repositoryName } = sources
  const actsIn = Map.groupBy(acts, ({ repository }) => repository)
  const paths = held.flatMap((each) => heldPath(each, sources))
  // Those where nothing changed are not among them: there was nothing to do, so disuse means nothing, as for a grant's verdict.
  const canTell = (repository: Id) => read && readThrough.has(repository)
  const workIn = (repository: Id) => {
    const here = actsIn.get(repository) ?? []
    const [newest] = here
    return {
      name: repositoryName(repository),
      newest: newest === undefined ? null : { kind: newest.kind, at: newest.at },
      use: (role: RepositoryRole) =>
        here.some((act) => !isBefore(act.at, cutoff) && isUseOf(role, act))
          ? 'used'
          : canTell(repository)
            ? 'unused'
            : 'unknown',
    } satisfies WorkThere
  }
  return accessPicture(paths, workIn)
}

/** As for the verdict of a grant. */
function isUseOf(role: RepositoryRole, { kind }: NamedActivity): boolean {
  return role === 'read' || isUseOfWrite(kind)
}

function heldPath({ grant, path, view }: HeldGrant, sources: GrantSources): readonly HeldPath[] {
  if (path.kind !== 'granted' || path.role === null) return []
  const { words, role, opens } = path
  const { verdict } = view
  if (opens === 'all')
    return [{ words: grant.kind === 'base_permission' ? 'every member' : 'as owner', role, opens, verdict }]
  const roles = rolesBy(grant, sources)
  return [
    {
      words,
      role,
      verdict,
      opens: [...opens].map((id) => ({ repository: id, role: roles.get(id) ?? role })),
    },
  ]
}

/** The role that a team, or those above it, gives on each repository. */
function rolesBy(grant: HeldGrant['grant'], { map }: GrantSources): ReadonlyMap<Id, RepositoryRole> {
  const roles = new Map<Id, RepositoryRole>()
  if (grant.kind !== 'team_membership') return roles
  for (const team of [grant.team, ...ancestorsOf(map, grant.team)])
    for (const { repository, role } of map.teamRepositories.get(team) ?? [])
      roles.set(repository, stronger(roles.get(repository) ?? role, role))
  return roles
}
