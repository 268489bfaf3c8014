/** The world of a soak: large enough for several pages of every list, with rows at their front that may go away. Nothing in it is real. */

import { rngFrom } from '../bench/world/rng.ts'
import { type Size, syntheticWorld } from '../bench/world/synthetic-world.ts'
import type { FakeGitHub } from '../fake-github/github.ts'
import type { World } from '../fake-github/world/world.ts'

/** Whoever and whatever may go away during an audit; no verdict depends on them. */
const PASSING = 'passing-'
const HOUR = 3_600_000

export interface SoakWorld {
  readonly world: World
  readonly organization: string
}

/** Two pages of members, of teams and of repositories. */
export const LARGE: Size = { members: 100, repositories: 28, acts: 700 }
/** Two pages of teams and of repositories, one of members. */
export const SMALL: Size = { members: 24, repositories: 16, acts: 240 }

/** A synthetic world with two dozen teams more, and passing rows in front of each list. */
export function soakWorld(seed: number, size: Size): SoakWorld {
  const { world, organization } = syntheticWorld(size, seed)
  const org = world.organization(organization)
  if (org === undefined) throw new Error('The synthetic world has no organisation.')
  const names = Array.from({ length: 6 }, (_, i) => `${PASSING}${i}`)
  const stable = world.repositoriesOf(organization).map(({ name }) => name)
  const colleagues = org.members.map(({ login }) => login)
  org.members.unshift(...names.map((login, i) => passingMember(world, login, i)))
  org.teams.unshift(...names.map((slug, i) => team(slug, 7_300_000 + i, [], [])))
  for (let i = 0; i < 24; i += 1) {
    const [who, what] = [colleagues[(i * 7) % colleagues.length], stable[(i * 5) % stable.length]]
    org.teams.push(team(`squad-${i}`, 7_310_000 + i, who ? [who] : [], what ? [what] : []))
  }
  world.repositories.unshift(...names.map((name, i) => passingRepository(world, organization, name, i)))
  return { world, organization }
}

export function isPassing(name: string): boolean {
  return name.startsWith(PASSING)
}

/** What happened on a day before its audit: the same for the same world and day, whatever the audits before came to. */
export function dayOf({ github, organization, seed, day, at }: Day): void {
  if (day === 0) return
  const rng = rngFrom(seed * 1000 + day)
  const { world } = github
  const members = world.organization(organization)?.members.filter(({ login }) => !isPassing(login)) ?? []
  const repositories = world
    .repositoriesOf(organization)
    .filter((row) => !isPassing(row.name) && !row.archived)
  const ids = repositories.map(({ id }) => id).sort((a, b) => a - b)
  for (const { login } of rng.some(members, 4)) {
    const repo = world.repositoryById(rng.pick(ids))?.name ?? ''
    const when = new Date(Date.parse(at) - HOUR).toISOString().replace('.000Z', 'Z')
    const what = { actor: login, owner: organization, repo, at: when }
    if (rng.next() < 0.5) github.act({ ...what, kind: 'push', branch: 'main' })
    else github.act({ ...what, kind: 'issue', n: 700_000 + day * 100 + rng.below(100) })
  }
}

interface Day {
  readonly github: FakeGitHub
  readonly organization: string
  readonly seed: number
  readonly day: number
  readonly at: string
}

function passingMember(world: World, login: string, i: number) {
  world.accounts.push({
    login,
    id: 680_000 + i,
    created_at: '2016-03-01T00:00:00Z',
    type: 'User',
    name: null,
    email: null,
    two_factor: 'secure',
    deleted: false,
  })
  return { login, role: 'member' as const, added_at: '2020-01-01T00:00:00Z' }
}

function team(slug: string, id: number, members: readonly string[], repositories: readonly string[]) {
  return {
    slug,
    name: slug,
    id,
    privacy: 'closed' as const,
    parent: null,
    members: members.map((login) => ({ login, role: 'member' as const })),
    repositories: repositories.map((name) => ({ name, permission: 'push' as const })),
  }
}

/** Older than all others, so that it stands on the first page; like a stable one, but without a trace. */
function passingRepository(world: World, owner: string, name: string, i: number) {
  const [pattern] = world.repositoriesOf(owner)
  if (pattern === undefined) throw new Error('The synthetic world has no repository.')
  const at = `2015-0${i + 1}-01T00:00:00Z`
  const none = { collaborators: [], invitations: [], deploy_keys: [], former_names: [] }
  return {
    ...pattern,
    ...none,
    name,
    id: 7_320_000 + i,
    archived: false,
    private: false,
    created_at: at,
    pushed_at: at,
    updated_at: at,
  }
}
