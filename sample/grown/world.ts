/** What a newcomer sees: the cases of the sample, and around them the people that an organisation of this size has; three organisations. */
import type { World } from '../../fake-github/world/world.ts'
import { activity, now } from '../activity.ts'
import { organizations } from '../organizations.ts'
import { people } from '../people.ts'
import { repositories } from '../repositories.ts'
import { worldOf } from '../sample-world.ts'
import { activityOf } from './activity.ts'
import { credentialsOf } from './credentials.ts'
import { GROWN, type GrownOrganization } from './groups.ts'
import { type Grown, grownPeople } from './people.ts'

/** A fresh copy, as of 2026-11-22T06:00:00Z. Its first owner is `mara-voss`. */
export function grownWorld(): World {
  const grown = grownPeople(Date.parse(now))
  const rows = {
    now,
    accounts: [...people, ...grown.map(accountRow)],
    organizations: GROWN.map((organization, o) => organizationRow(organization, o, grown)),
    repositories: [
      ...repositories.map((row) => ({ ...row, ...collaborators(row, grown) })),
      ...GROWN.flatMap((organization, o) => newRepositories(organization, o, grown)),
    ],
    activity: [...activity(), ...activityOf(grown)],
  }
  return worldOf(rows, 'the sample world')
}

function accountRow({ n, login, name, joined }: Grown) {
  const twoFactor = n % 19 === 7 ? 'disabled' : n % 23 === 9 ? 'insecure' : 'secure'
  return {
    ...{ login, name, id: 52_001 + n, two_factor: twoFactor },
    // Every third shows an address.
    ...(n % 3 === 0 && { email: `${login}@people.example` }),
    created_at: iso(Math.min(joined, Date.parse('2018-04-01T00:00:00Z') + n * 86_400_000)),
  }
}

/** As the cases have it, where they do. */
function organizationRow(organization: GrownOrganization, o: number, grown: readonly Grown[]): object {
  const known = (organizations as readonly KnownOrganization[]).find(
    ({ login }) => login === organization.login,
  )
  const own = grown.filter((person) => person.organization === organization)
  const members = own
    .filter(({ group }) => group.holding.as !== 'collaborator')
    .map(({ login, group, joined }) => ({
      ...{ login, added_at: iso(joined) },
      role: group.holding.as === 'owner' ? 'admin' : 'member',
    }))
  const inTeam = (slug: string) =>
    own
      .filter(({ group: { holding } }) => holding.as === 'team' && holding.team === slug)
      .map(({ login }) => ({ login, role: 'member' }))
  const teams = organization.teams.map(({ slug, name, permission, repositories: names }, t) => ({
    ...{ slug, name, id: 6170 + o * 10 + t, members: inTeam(slug) },
    repositories: names.map((each) => ({ name: each, permission })),
  }))
  return {
    ...(known ?? {
      ...{ login: organization.login, id: 6003 },
      ...{ created_at: '2019-05-01T00:00:00Z', two_factor_requirement_enabled: true },
    }),
    members: [...(known?.members ?? []), ...members],
    teams: [
      ...(known?.teams ?? []).map((team) => ({ ...team, members: [...team.members, ...inTeam(team.slug)] })),
      ...teams,
    ],
  }
}

interface KnownOrganization {
  readonly login: string
  readonly members: readonly object[]
  readonly teams: readonly { readonly slug: string; readonly members: readonly object[] }[]
}

/** The collaborators that a repository of the cases has gained. */
function collaborators(
  row: { readonly owner: string; readonly name: string; readonly [key: string]: unknown },
  grown: readonly Grown[],
) {
  const before = Array.isArray(row.collaborators) ? row.collaborators : []
  return { collaborators: [...before, ...collaboratorsOf(row.owner, row.name, grown)] }
}

function newRepositories(organization: GrownOrganization, o: number, grown: readonly Grown[]) {
  return organization.repositories.map(({ name, ...more }, r) => ({
    ...{ owner: organization.login, name, id: 6820 + o * 20 + r, ...more },
    collaborators: collaboratorsOf(organization.login, name, grown),
    ...credentialsOf(name),
  }))
}

function collaboratorsOf(owner: string, name: string, grown: readonly Grown[]) {
  return grown.flatMap(({ organization, group: { holding }, login, joined }) =>
    holding.as === 'collaborator' && organization.login === owner && holding.repository === name
      ? [{ login, role: holding.role, added_at: iso(joined) }]
      : [],
  )
}

function iso(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
}
