/** The keys of an invented organisation: members, nested teams, direct roles, credentials. Never an act. */

import type { Habit, Person } from './behaviour.ts'
import { iso } from './history.ts'
import type { Chance } from './rng.ts'

const DAY = 86_400_000
const ROLES = ['read', 'triage', 'write', 'write', 'maintain', 'admin'] as const
const PERMISSIONS = ['pull', 'triage', 'push', 'push', 'maintain', 'admin'] as const

export interface Castle {
  readonly members: readonly { login: string; role: 'admin' | 'member'; added_at: string }[]
  readonly teams: readonly object[]
  readonly tokens: readonly object[]
  readonly installations: readonly object[]
  /** By repository index. */
  readonly collaborators: readonly (readonly { login: string; role: string; added_at: string }[])[]
  readonly deployKeys: readonly (readonly object[])[]
}

/** Who holds what: members with their teams, and outsiders with direct roles where they work. */
export function castleOf(
  chance: Chance,
  now: number,
  members: readonly Person[],
  outsiders: readonly Person[],
  repositories: readonly string[],
): Castle {
  const long = () => iso(now - chance.below(1500 * DAY) - 400 * DAY)
  const owners = ownersOf(members)
  return {
    members: members.map(({ login }) => ({
      login,
      role: owners.has(login) ? 'admin' : 'member',
      added_at: long(),
    })),
    teams: teamsOf(chance, members, repositories),
    tokens: members
      .filter(() => chance.next() < 0.1)
      .map(({ login, id }) => tokenOf(chance, now, login, 6_000_000 + id)),
    installations: ['lint-bot', 'docs-preview', 'coverage'].map((app_slug, i) => ({
      id: 7_100_000 + i,
      app_id: 7_200_000 + i,
      app_slug,
      created_at: long(),
      updated_at: long(),
    })),
    collaborators: rolesOf(chance, members, outsiders, repositories).map((held) =>
      [...held].map(([login, role]) => ({ login, role, added_at: long() })),
    ),
    deployKeys: repositories.map((name, i) =>
      chance.next() < 0.3 ? [keyOf(chance, now, 7_500_000 + i, name, chance.pick(members).login)] : [],
    ),
  }
}

/** One in fifty, at least two and at most forty; an owner who works at all is a coder. */
function ownersOf(members: readonly Person[]): ReadonlySet<string> {
  const count = Math.min(40, Math.max(2, Math.round(members.length / 50)))
  const likely: Habit = 'coder'
  const ordered = members.toSorted(
    (a, b) => Number(b.habit === likely) - Number(a.habit === likely) || b.acts - a.acts,
  )
  return new Set(ordered.slice(0, count).map(({ login }) => login))
}

/** One team for fifteen members; three of four lie under another. */
function teamsOf(chance: Chance, members: readonly Person[], repositories: readonly string[]): object[] {
  const count = Math.ceil(members.length / 15)
  const share = Math.max(1, Math.round(repositories.length / count))
  return Array.from({ length: count }, (_, i) => ({
    slug: `team-${i}`,
    name: `Team ${i}`,
    id: 5_000_000 + i,
    parent: i < 2 || i % 4 === 0 ? null : `team-${chance.below(i)}`,
    members: chance
      .some(members, 6 + chance.below(16))
      .map(({ login }, rank) => ({ login, role: rank === 0 ? 'maintainer' : 'member' })),
    repositories: chance
      .some(repositories, 1 + chance.below(2 * share))
      .map((name) => ({ name, permission: chance.pick(PERMISSIONS) })),
  }))
}

/** Outsiders hold a role where they work; of the members every tenth does besides, in one repository. */
function rolesOf(
  chance: Chance,
  members: readonly Person[],
  outsiders: readonly Person[],
  repositories: readonly string[],
): ReadonlyMap<string, string>[] {
  const roles = repositories.map(() => new Map<string, string>())
  const give = (person: Person, most: number) => {
    for (const home of person.homes.slice(0, most)) roles[home]?.set(person.login, chance.pick(ROLES))
  }
  for (const outsider of outsiders) give(outsider, 3)
  for (const member of members) if (chance.next() < 0.1) give(member, 1)
  return roles
}

/** A deploy key; every third has never been used. */
export function keyOf(chance: Chance, now: number, id: number, name: string, added_by: string): object {
  return {
    id,
    title: `deploy ${name}`,
    key: `ssh-ed25519 ${id}`,
    read_only: chance.next() < 0.5,
    added_by,
    created_at: iso(now - 300 * DAY - chance.below(900 * DAY)),
    last_used: chance.next() < 0.33 ? null : iso(now - chance.below(300 * DAY)),
  }
}

function tokenOf(chance: Chance, now: number, owner: string, id: number): object {
  return {
    id,
    owner,
    token_id: id,
    token_name: `token of ${owner}`,
    repository_selection: 'all',
    permissions: { repository: { contents: 'write' } },
    access_granted_at: iso(now - 200 * DAY - chance.below(600 * DAY)),
    token_expired: false,
    token_expires_at: null,
    token_last_used_at: chance.next() < 0.3 ? null : iso(now - chance.below(400 * DAY)),
  }
}
