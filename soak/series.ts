/** One seed of a soak: an organisation audited day after day while GitHub fails, then once without a fault. Says what was wrong; mends nothing. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dayAfter, type Size } from '../bench/world/synthetic-world.ts'
import { type AccountRow, askAll } from '../local/api.ts'
import { startWhole, type Whole } from '../local/whole.ts'
import { expectedGrants } from './expected-grants.ts'
import { oneDay } from './one-day.ts'
import { type Plan, planOf } from './plan.ts'
import { dayOf, isPassing, type SoakWorld, soakWorld } from './soak-world.ts'

/** Verdicts of a day by login. */
export type Verdicts = ReadonlyMap<string, string>

export interface AuditOfSoak {
  readonly day: number
  /** Null: the one without a fault at the end. */
  readonly plan: Plan | null
  readonly status: string
  readonly unknown: number
  readonly faults: Readonly<Record<string, number>>
  /** Sentences; none where all is well. */
  readonly wrong: readonly string[]
}

/** How many worlds the seeds share. */
const WORLDS = 3

/** The verdicts of each day where nothing fails and nothing moves. */
export async function faultFree(worldSeed: number, size: Size, days: number): Promise<Verdicts[]> {
  const all: Verdicts[] = []
  await inScene(soakWorld(worldSeed, size), null, async (whole, { world, organization }) => {
    for (let at = world.now, day = 0; day < days; at = dayAfter(at), day += 1) {
      dayOf({ github: whole.github, organization, seed: worldSeed, day, at })
      const { status, failure } = await oneDay(whole, organization, at, null)
      if (status !== 'complete')
        throw new Error(`The audit without a fault ended ${status} (${failure ?? 'no reason given'}).`)
      all.push(await verdictsOf(whole, organization))
    }
    return whole
  })
  return all
}

export function worldOf(seed: number): number {
  return 1 + (seed % WORLDS)
}

/** The audits of a seed, each told as it ends; stops at the first wrong one. `expected` has one day more than is failed. */
export async function series(
  seed: number,
  size: Size,
  expected: readonly Verdicts[],
  ended: (audit: AuditOfSoak) => void,
): Promise<void> {
  const days = expected.length
  const plans = expected.map((_, day) => (day === days - 1 ? null : planOf(seed, day)))
  const folder = plans.some((plan) => plan?.killedAt != null)
    ? mkdtempSync(join(tmpdir(), 'chatelaine-soak-'))
    : null
  try {
    await inScene(soakWorld(worldOf(seed), size), folder, async (opened, { world, organization }) => {
      let whole = opened
      for (let at = world.now, day = 0; day < days; at = dayAfter(at), day += 1) {
        dayOf({ github: whole.github, organization, seed: worldOf(seed), day, at })
        const before = new Map<string, number>(whole.github.faults.dealt)
        const plan = plans[day] ?? null
        const end = await oneDay(whole, organization, at, plan)
        whole = end.whole
        const found = await verdictsOf(whole, organization)
        const wrong = [
          ...wrongEnd(end, plan),
          ...wrongVerdicts(found, expected[day] ?? new Map(), plan),
          ...(await wronglyClosed(whole, organization, plan)),
        ]
        ended({
          day,
          plan,
          status: end.status,
          unknown: [...found.values()].filter((verdict) => verdict === 'unknown').length,
          faults: dealtSince(before, whole.github.faults.dealt),
          wrong,
        })
        if (wrong.length > 0) break
      }
      return whole
    })
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true })
  }
}

/** Opens a scene on a fresh world and closes the one that `act` is left with. */
async function inScene(
  made: SoakWorld,
  persist: string | null,
  act: (whole: Whole, world: SoakWorld) => Promise<Whole>,
): Promise<void> {
  let whole = await startWhole({
    world: made.world,
    github: { limits: { rest: 1e9, graphql: 1e9, search: 1e9 } },
    ...(persist === null ? {} : { persist }),
  })
  const opened = whole
  // A restart closes the Worker before it; whichever is the last is closed here.
  const watched = (one: Whole): Whole => ({
    ...one,
    restart: async () => {
      whole = await one.restart()
      return watched(whole)
    },
  })
  try {
    await act(watched(opened), made)
  } finally {
    await whole.close()
  }
}

function wrongEnd(end: { status: string; failure: string | null }, plan: Plan | null): string[] {
  const fine = plan === null ? ['complete'] : ['complete', 'partial']
  return fine.includes(end.status) ? [] : [`it ended ${end.status}: ${end.failure ?? 'no reason given'}`]
}

/** Under faults a verdict may be missing or unknown, never another; without one it is the same. */
function wrongVerdicts(found: Verdicts, expected: Verdicts, plan: Plan | null): string[] {
  return [...expected].flatMap(([login, verdict]) => {
    const is = found.get(login) ?? 'absent'
    const allowed = plan === null ? [verdict] : [verdict, 'unknown', 'absent']
    return allowed.includes(is) ? [] : [`${login} is ${is}, without faults ${verdict}`]
  })
}

/** Grants that exist in the world and not, any more, in the register; after an audit without faults, those never met too. */
async function wronglyClosed(whole: Whole, organization: string, plan: Plan | null): Promise<string[]> {
  const database = await whole.worker.database()
  const { results } = await database
    .prepare('SELECT key, min(closed_at IS NOT NULL) AS closed FROM grants GROUP BY key')
    .all<{ key: string; closed: number }>()
  const known = new Map(results.map(({ key, closed }) => [key, closed === 1]))
  return [...expectedGrants(whole.world, organization)].flatMap((key) => {
    if (known.get(key) === true) return [`${key} was closed and still exists`]
    return plan === null && !known.has(key) ? [`${key} exists and was never met`] : []
  })
}

async function verdictsOf({ worker, apiToken }: Whole, organization: string): Promise<Verdicts> {
  const rows = await askAll<AccountRow>(worker, apiToken, `/api/orgs/${organization}/accounts`)
  return new Map(rows.filter(({ login }) => !isPassing(login)).map(({ login, verdict }) => [login, verdict]))
}

function dealtSince(
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): Record<string, number> {
  return Object.fromEntries([...now].map(([kind, count]) => [kind, count - (before.get(kind) ?? 0)]))
}
