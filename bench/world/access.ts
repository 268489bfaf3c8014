/** The keys of an invented organisation: members, nested teams, direct roles, credentials. */

import type { Behaviour, Person } from './behaviour.ts'
import { iso } from './history.ts'
import type { Rng } from './rng.ts'

const DAY = 86_400_000
const ROLES = ['read', 'triage', 'write', 'write', 'maintain', 'admin'] as const
const PERMISSIONS = ['pull', 'triage', 'push', 'push', 'maintain', 'admin'] as const

export interface AccessRows {
  readonly members: readonly { login: string; role: 'admin' | 'member'; added_at: string }[]
  readonly teams: readonly object[]
  readonly tokens: readonly object[]
  readonly installations: readonly object[]
  /** By repository index. */
  readonly collaborators: readonly (readonly { login: string; role: string; added_at: string }[])[]
  readonly deployKeys: readonly (readonly object[])[]
}

/** Who holds what: members with their teams, and outsiders with direct roles where they work. */
export function accessRowsOf(
  rng: Rng,
  now: number,
  members: readonly Person[],
  outsiders: readonly Person[],
  repositories: readonly string[],
  shift: number,
): AccessRows {
  const long = () => iso(now - rng.below(1500 * DAY) - 400 * DAY)
  const owners = ownersOf(members)
  return {
    members: members.map(({ login }) => ({
      login,
      role: owners.has(login) ? 'admin' : 'member',
      added_at: long(),
    })),
    teams: teamsOf(rng, members, repositories, shift),
    tokens: members
      .filter(() => rng.next() < 0.1)
      .map(({ login, id }) => tokenOf(rng, now, login, 6_000_000 + id)),
    installations: ['lint-bot', 'docs-preview', 'coverage'].map((app_slug, i) => ({
      id: 7_100_000 + shift + i,
      app_id: 7_200_000 + shift + i,
      app_slug,
      created_at: long(),
      updated_at: long(),
    })),
    collaborators: rolesOf(rng, members, outsiders, repositories).map((held) =>
      [...held].map(([login, role]) => ({ login, role, added_at: long() })),
    ),
    deployKeys: repositories.map((name, i) =>
      rng.next() < 0.3 ? [keyOf(rng, now, 7_500_000 + shift + i, name, rng.pick(members).login)] : [],
    ),
  }
}

/** One in fifty, at least two and at most forty; an owner who works at all is a coder. */
function ownersOf(members: readonly Person[]): ReadonlySet<string> {
  const count = Math.min(40, Math.max(2, Math.round(members.length / 50)))
  const likely: Behaviour = 'coder'
  const ordered = members.toSorted(
    (a, b) => Number(b.behaviour === likely) - Number(a.behaviour === likely) || b.acts - a.acts,
  )
  return new Set(ordered.slice(0, count).map(({ login }) => login))
}

/** One team for fifteen members; three of four lie under another. */
function teamsOf(
  rng: Rng,
  members: readonly Person[],
  repositories: readonly string[],
  shift: number,
): object[] {
  const count = Math.ceil(members.length / 15)
  const share = Math.max(1, Math.round(repositories.length / count))
  return Array.from({ length: count }, (_, i) => ({
    slug: `team-${i}`,
    name: `Team ${i}`,
    id: 5_000_000 + shift + i,
    parent: i < 2 || i % 4 === 0 ? null : `team-${rng.below(i)}`,
    members: rng
      .some(members, 6 + rng.below(16))
      .map(({ login }, rank) => ({ login, role: rank === 0 ? 'maintainer' : 'member' })),
    repositories: rng
      .some(repositories, 1 + rng.below(2 * share))
      .map((name) => ({ name, permission: rng.pick(PERMISSIONS) })),
  }))
}

/** Outsiders hold a role where they work; of the members every tenth does besides, in one repository. */
function rolesOf(
  rng: Rng,
  members: readonly Person[],
  outsiders: readonly Person[],
  repositories: readonly string[],
): ReadonlyMap<string, string>[] {
  const roles = repositories.map(() => new Map<string, string>())
  const give = (person: Person, most: number) => {
    for (const home of person.homes.slice(0, most)) roles[home]?.set(person.login, rng.pick(ROLES))
  }
  for (const outsider of outsiders) give(outsider, 3)
  for (const member of members) if (rng.next() < 0.1) give(member, 1)
  return roles
}

/** A deploy key; every third has never been used. */
export function keyOf(rng: Rng, now: number, id: number, name: string, added_by: string): object {
  return {
    id,
    title: `deploy ${name}`,
    key: `ssh-ed25519 ${id}`,
    read_only: rng.next() < 0.5,
    added_by,
    created_at: iso(now - 300 * DAY - rng.below(900 * DAY)),
    last_used: rng.next() < 0.33 ? null : iso(now - rng.below(300 * DAY)),
  }
}

function tokenOf(rng: Rng, now: number, owner: string, id: number): object {
  return {
    id,
    owner,
    token_id: id,
    token_name: `token of ${owner}`,
    repository_selection: 'all',
    permissions: { repository: { contents: 'write' } },
    access_granted_at: iso(now - 200 * DAY - rng.below(600 * DAY)),
    token_expired: false,
    token_expires_at: null,
    token_last_used_at: rng.next() < 0.3 ? null : iso(now - rng.below(400 * DAY)),
  }
}
