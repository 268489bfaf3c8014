/** An invented organisation of any size, made from a seed and lifelike where it costs: silence, tails, threads, bots. */
import { parseWorld, type World } from '../../fake-github/world/world.ts'
import { instant, monthsBefore } from '../../src/policy/calendar.ts'
import { accessRowsOf } from './access.ts'
import { type Person, peopleOf } from './behaviour.ts'
import { historyOf, iso } from './history.ts'
import { type Rng, rngFrom, runningTotal } from './rng.ts'

export interface Size {
  readonly members: number
  readonly repositories: number
  /** About how many acts, everybody's together. */
  readonly acts: number
}

export interface Synthetic {
  readonly world: World
  readonly organization: string
  readonly people: readonly Person[]
  /** The stream goes on where the world was done: what happens later comes from the same seed. */
  readonly rng: Rng
}

/** The present of every synthetic world. */
const NOW = '2026-11-22T06:00:00Z'
const ORGANIZATION = 'bench'
const BOT = 'sweeper[bot]'
const OUTSIDERS = 0.05
/** Repositories that moved in the window. */
const MOVED = 0.6
/** Of all acts: those of the public and of bots; the rest are the people's. */
const CROWD = 0.35
const BOTS = 0.1

/** The world of one organisation of that size, from the seed, checked as any world file is. */
export function syntheticWorld(size: Size, seed: number): Synthetic {
  const { people, rng, ...rows } = rowsOf(ORGANIZATION, size, seed, 0)
  return { world: worldOf([rows]), organization: ORGANIZATION, people, rng }
}

/** One world of several organisations, in which nobody is in two: that costs the most. */
export function syntheticWorlds(sizes: Readonly<Record<string, Size>>, seed: number): World {
  return worldOf(Object.entries(sizes).map(([login, size], i) => rowsOf(login, size, seed + i, i * APART)))
}

/** Ids of different organisations lie so far apart. */
const APART = 10_000_000

type Rows = Pick<ReturnType<typeof rowsOf>, 'accounts' | 'organization' | 'repositories' | 'activity'>

function worldOf(parts: readonly Rows[]): World {
  return parseWorld(
    {
      now: NOW,
      accounts: [
        ...parts.flatMap(({ accounts }) => accounts),
        { login: BOT, id: 99_999, type: 'Bot', created_at: '2016-03-01T00:00:00Z' },
      ],
      organizations: parts.map(({ organization }) => organization),
      repositories: parts.flatMap(({ repositories }) => repositories),
      activity: parts.flatMap(({ activity }) => activity),
    },
    undefined,
    'the synthetic world',
  )
}

/** One organisation's rows of a world file; `shift` is added to every id. */
function rowsOf(owner: string, size: Size, seed: number, shift: number) {
  const rng = rngFrom(seed)
  const now = Date.parse(NOW)
  const prefix = owner === ORGANIZATION ? '' : `${owner}-`
  const repositories = named('repo', 1 + shift, size.repositories)
  const weights = repositories.map((_, i) => (i + 1) ** -0.9)
  const all = runningTotal(weights)
  const field = {
    now,
    cutoff: Date.parse(monthsBefore(instant(NOW), 6)),
    recentlyPushed: all.slice(0, Math.ceil(size.repositories * MOVED)),
    all,
  }
  const members = named(`${prefix}member`, 100_000 + shift, size.members)
  const outsiders = named(`${prefix}outsider`, 300_000 + shift, Math.round(size.members * OUTSIDERS))
  const crowd = named(`${prefix}passer-by`, 400_000 + shift, size.members * 2)
  const people = peopleOf(rng, field, [...members, ...outsiders], size.acts * (1 - CROWD - BOTS))
  const activity = historyOf(
    rng,
    field,
    {
      owner,
      repositories: repositories.map(({ login }) => login),
      crowd: crowd.map(({ login }) => login),
      bot: BOT,
    },
    people,
    { crowd: size.acts * CROWD, bot: size.acts * BOTS },
  )
  const accessRows = accessRowsOf(
    rng,
    now,
    people.slice(0, members.length),
    people.slice(members.length),
    repositories.map(({ login }) => login),
    shift,
  )
  const movedAt = newestPushes(activity)
  return {
    people,
    rng,
    activity,
    accounts: [...members, ...outsiders, ...crowd].map((account) => ({
      ...account,
      created_at: '2016-03-01T00:00:00Z',
    })),
    organization: {
      login: owner,
      id: 90_000 + shift,
      created_at: '2015-01-01T00:00:00Z',
      members: accessRows.members,
      teams: accessRows.teams,
      personal_access_tokens: accessRows.tokens,
      installations: accessRows.installations,
    },
    repositories: repositories.map(({ login: name, id }, i) => ({
      owner,
      name,
      id,
      archived: i >= field.recentlyPushed.length && rng.next() < 0.3,
      private: rng.next() < 0.05,
      created_at: '2016-06-01T00:00:00Z',
      // Talk moves neither of the two on GitHub.
      pushed_at: movedAt.get(name) ?? '2016-06-01T00:00:00Z',
      updated_at: movedAt.get(name) ?? '2016-06-01T00:00:00Z',
      collaborators: accessRows.collaborators[i],
      deploy_keys: accessRows.deployKeys[i],
    })),
  }
}

/** Kinds of act that move a repository's `pushed_at`. */
export const PUSHES: ReadonlySet<string> = new Set(['commit', 'push', 'merge', 'branch', 'tag'])

function newestPushes(
  acts: readonly { readonly kind: string; readonly repo: string; readonly at: string }[],
) {
  const newest = new Map<string, string>()
  for (const { kind, repo, at } of acts)
    if (PUSHES.has(kind) && at > (newest.get(repo) ?? '')) newest.set(repo, at)
  return newest
}

function named(what: string, firstId: number, count: number): { login: string; id: number }[] {
  return Array.from({ length: count }, (_, i) => ({ login: `${what}-${i}`, id: firstId + i }))
}

/** A day later, as the worlds count time. */
export function dayAfter(at: string): string {
  return iso(Date.parse(at) + 86_400_000)
}
