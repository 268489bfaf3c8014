/** A day on which two in a hundred people and repositories change: acts, joiners, leavers, roles, keys. Every change is told in a count. */

import { keyOf } from './access.ts'
import { kindOf, type Person } from './behaviour.ts'
import { iso } from './history.ts'
import { PUSHES, type Synthetic } from './synthetic-world.ts'

const SHARE = 0.02
const HOUR = 3_600_000

export interface Changes {
  readonly acts: number
  readonly joined: number
  readonly left: number
  readonly intoTeams: number
  readonly repositoriesMoved: number
  readonly keys: number
}

/** Changes the live world as of `now`: half of the people by an act, the others by joining, leaving or a team. */
export function twoPercentChange(synthetic: Synthetic, now: string): Changes {
  const { world, organization, people, rng } = synthetic
  const org = world.organization(organization)
  if (org === undefined) throw new Error(`The synthetic world has no organisation ${organization}.`)
  const repositories = world.repositoriesOf(organization)
  const before = () => iso(Date.parse(now) - HOUR - rng.below(20 * HOUR))
  const members = people.slice(0, org.members.length)
  // In a small world at least one of each kind.
  const changed = rng.some(members, Math.max(6, Math.ceil(org.members.length * SHARE)))
  const share = Math.ceil(changed.length / 6)
  const [leaving, moving, acting] = [
    changed.slice(0, share),
    changed.slice(share, 2 * share),
    changed.slice(3 * share),
  ]
  for (const person of acting) act(synthetic, person, before())
  for (const { login } of leaving) leave(synthetic, login)
  for (const { login } of moving) {
    const team = rng.pick(org.teams)
    if (!team.members.some((row) => row.login === login)) team.members.push({ login, role: 'member' })
  }
  const joining = Array.from({ length: share }, (_, i) => ({ login: `joiner-${i}`, id: 600_000 + i }))
  for (const { login, id } of joining) {
    const born = { type: 'User', name: null, email: null, two_factor: 'secure', deleted: false } as const
    world.accounts.push({ login, id, created_at: '2018-01-01T00:00:00Z', ...born })
    org.members.push({ login, role: 'member', added_at: before() })
  }
  const moved = rng.some(repositories, Math.ceil(repositories.length * SHARE))
  for (const repository of moved) {
    const at = before()
    world.acts.add({ actor: 'sweeper[bot]', kind: 'commit', owner: organization, repo: repository.name, at })
    repository.pushed_at = at
  }
  const keyed = rng.some(repositories, Math.ceil(repositories.length / 100))
  keyed.forEach((repository, i) => {
    const key = keyOf(rng, Date.parse(now), 7_900_000 + i, repository.name, members[0]?.login ?? '')
    // keyOf's keys are those of the world's format, which parseWorld checked for all the others.
    repository.deploy_keys.push({ ...(key as (typeof repository.deploy_keys)[number]), verified: true })
  })
  return {
    acts: acting.length,
    joined: joining.length,
    left: leaving.length,
    intoTeams: moving.length,
    repositoriesMoved: moved.length,
    keys: keyed.length,
  }
}

function act({ world, organization, rng }: Synthetic, person: Person, at: string): void {
  const all = world.repositoriesOf(organization)
  const homes = person.homes.flatMap((home) => all[home] ?? []).filter(({ archived }) => !archived)
  const repository = homes.length > 0 ? rng.pick(homes) : all[0]
  if (repository === undefined) return
  const kind = kindOf(rng, person.behaviour)
  const threads = world.acts.inRepository(organization, repository.name)
  const thread = threads.threadList(kind === 'issue_comment' ? 'issue' : 'pull_request', 'updated')[0]
  // Where there is nothing to speak on, they open something.
  const onThread = !PUSHES.has(kind) && kind !== 'release' && kind !== 'issue' && kind !== 'pull_request'
  const opens = (onThread || kind === 'merge') && thread === undefined
  const n =
    opens || kind === 'issue' || kind === 'pull_request' ? 800_000 + rng.below(90_000) : (thread?.n ?? null)
  world.acts.add({
    actor: person.login,
    kind: opens ? 'issue' : kind,
    owner: organization,
    repo: repository.name,
    at,
    ...(onThread || opens || kind === 'merge' || kind === 'issue' || kind === 'pull_request' ? { n } : {}),
    ...(kind === 'push' && { branch: 'topic-today' }),
    ...(kind === 'release' && { branch: `v${at}` }),
  })
  if (PUSHES.has(kind) && !opens && at > repository.pushed_at) repository.pushed_at = at
}

/** As GitHub does it: membership, teams and direct roles go together. */
function leave({ world, organization }: Synthetic, login: string): void {
  const org = world.organization(organization)
  const without = <Row extends { readonly login: string }>(rows: readonly Row[]) =>
    rows.filter((row) => row.login !== login)
  if (org === undefined) return
  org.members = without(org.members)
  for (const team of org.teams) team.members = without(team.members)
  for (const repository of world.repositoriesOf(organization))
    repository.collaborators = without(repository.collaborators)
}
