/** Drives hundreds of decided proposals over simulated weeks while GitHub fails, people act and the process dies. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Rng, rngFrom } from '../../bench/world/rng.ts'
import { syntheticWorld } from '../../bench/world/synthetic-world.ts'
import { readWorld } from '../../fake-github/world/world.ts'
import { ask, askAll } from '../../local/api.ts'
import type { Whole } from '../../local/whole.ts'
import { hoursAfter, instant } from '../../src/policy/calendar.ts'
import type { Instant } from '../../src/policy/words.ts'
import { type Chatelaine, startChatelaine } from '../../test/fixtures/whole/whole.ts'
import { RANDOM_FAULTS } from '../plan.ts'
import { type Told, tellAll } from './telling.ts'
import { type Asked, holdingsOf, wrongDeeds } from './wrong-deeds.ts'

/** The size and the length of a run. */
export interface DeedsPlan {
  readonly seed: number
  readonly members: number
  /** Proposals that are decided, at most. */
  readonly decided: number
  readonly budget: number
  /** Days with faults, after the notice is over; 0: nothing fails, and the queue must be empty on the day it had promised. */
  readonly days: number
  /** Null: a synthetic one is made. */
  readonly world: { readonly file: string; readonly organization: string } | null
}

/** What came of a run; `wrong` is empty where all agree. */
export interface DeedsResult extends Told {
  readonly decided: number
  /** What somebody had to do after the evening: starting again what failed. Without faults there must be nothing. */
  readonly clicksAfterTheEvening: number
  readonly removed: number
  readonly actedInTime: number
  readonly kills: number
  readonly faults: number
  /** The last day in the queue on the evening of the decisions, and the day on which it was empty. */
  readonly promised: string | null
  readonly emptyOn: string
  readonly wrong: readonly string[]
}

const NOTICE_DAYS = 14
/** Hours of a day on which the hourly run is driven: the others find nothing new. */
const HOURS = [1, 7, 13, 19] as const
const FEW_HOURS = [1, 13] as const
const PATIENCE_MS = 120_000
const LOOK_EVERY = 50

/** A plan in which every day's budget is spent for about two weeks. */
export function deedsPlan(seed: number, decided: number): DeedsPlan {
  return {
    seed,
    members: decided * 5,
    decided,
    budget: Math.max(3, Math.ceil(decided / 14)),
    days: 16,
    world: null,
  }
}

/** Runs it once. */
export async function deeds(plan: DeedsPlan, say: (line: string) => void = () => {}): Promise<DeedsResult> {
  const folder = mkdtempSync(join(tmpdir(), 'chatelaine-deeds-'))
  const { world, organization } =
    plan.world === null
      ? syntheticWorld({ members: plan.members, repositories: 30, acts: plan.members * 4 }, plan.seed)
      : { world: readWorld(plan.world.file), organization: plan.world.organization }
  let whole = await startChatelaine({
    world,
    persist: folder,
    vars: {
      REQUESTS_PER_INSTANCE: '1000',
      REQUESTS_PER_STEP: '30',
      WRITE_PAUSE: '0',
      ORGANIZATIONS: organization,
    },
    github: { limits: { rest: 1e9, graphql: 1e9, search: 1e9 } },
  })
  try {
    const began = instant(world.now)
    const held = holdingsOf(world, organization)
    const { asked, told } = await decideAll(whole, organization, plan, began)
    const promised = await lastDueDay(whole, organization)
    const rng = rngFrom(plan.seed)
    let [kills, faults, clicks, day] = [0, 0, 0, 0]
    for (const last = NOTICE_DAYS + plan.days; day < last || (await isWaiting(whole)); day += 1) {
      if (day > last + CLEAN_DAYS) break
      const failing = day >= NOTICE_DAYS && day < last
      for (const hour of hoursOf(plan, day)) {
        const at = hoursAfter(began, 24 * day + hour)
        whole.github.setNow(at)
        if (failing) {
          whole.github.faults.random(
            plan.seed * 1000 + day * 24 + hour,
            rng.pick([0, 0.01, 0.03]),
            RANDOM_FAULTS,
          )
          actSometimes(whole, organization, asked, at, rng)
        } else clicks += await startFailedAgain(whole)
        await cron(whole, at)
        if (failing && rng.next() < 0.1) {
          await sleep(rng.below(1500))
          whole = await whole.restart()
          kills += 1
          await cron(whole, hoursAfter(at, 2))
        }
        await rested(whole)
        faults += [...whole.github.faults.dealt.values()].reduce((sum, n) => sum + n, 0)
        whole.github.faults.clear()
      }
      say(`day ${day}: ${JSON.stringify(await counted(whole))}`)
    }
    const emptyOn = hoursAfter(began, 24 * (day - 1)).slice(0, 10)
    const wrong = [
      ...(await wrongDeeds(whole, organization, held, asked, plan.budget)),
      ...(plan.days === 0 && emptyOn !== promised
        ? [`the queue was empty on ${emptyOn} and had promised ${promised}`]
        : []),
      ...(plan.days === 0 && clicks > 0 ? [`${clicks} clicks were needed after the evening`] : []),
    ]
    const removed = asked.filter(({ status }) => status === 'done').length
    const actedInTime = asked.filter(({ actedAt, status }) => actedAt !== null && status !== 'done').length
    return {
      ...{ decided: asked.length, ...told, clicksAfterTheEvening: clicks, removed, actedInTime },
      ...{ kills, faults, promised, emptyOn, wrong },
    }
  } finally {
    await whole.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The queue foretells by the hour, so that every hour is driven where its promise is held against it. */
function hoursOf({ days }: DeedsPlan, day: number): readonly number[] {
  if (day < NOTICE_DAYS) return FEW_HOURS
  if (days === 0) return Array.from({ length: 24 }, (_, hour) => hour)
  return day < NOTICE_DAYS + days ? HOURS : FEW_HOURS
}

/** Days without a fault in which everything that can end has to. */
const CLEAN_DAYS = 30

/** The evening: audits, opens the review, revokes or lowers what one vote may, and tells everybody of it. */
async function decideAll(
  whole: Chatelaine,
  organization: string,
  plan: DeedsPlan,
  now: Instant,
): Promise<{ readonly asked: Asked[]; readonly told: Told }> {
  const { worker, apiToken, github } = whole
  github.setNow(now)
  const post = <T>(path: string, body: object = {}, method = 'POST') =>
    ask<T>(worker, apiToken, path, { method, body: JSON.stringify(body) })
  const org = `/api/orgs/${organization}`
  await cron(whole, now)
  await rested(whole)
  const rules = await ask<Record<string, unknown>>(worker, apiToken, `${org}/settings`)
  await post(`${org}/settings`, { ...rules, removalBudget: { count: plan.budget, share: 1 } }, 'PUT')
  const review = await post<{ id: string }>(`${org}/reviews`)
  const proposals = await askAll<Asked>(worker, apiToken, `${org}/reviews/${review.id}/proposals`)
  const usual = proposals.filter(({ subject, risk }) => subject.kind === 'account' && !risk.privileged)
  const rng = rngFrom(plan.seed + 1)
  const asked: Asked[] = []
  for (const proposal of usual.slice(0, plan.decided)) {
    const lower = proposal.choices?.filter(
      ({ decision, role }) => decision === 'downgrade' && role === 'read',
    )[0]
    const answer =
      lower !== undefined && rng.next() < 0.2
        ? { decision: 'downgrade', role: lower.role }
        : { decision: 'revoke' }
    await post(`/api/proposals/${proposal.id}/decisions`, { ...answer, reason: 'Away for long; thank you.' })
    asked.push({ ...proposal, decision: answer.decision, actedAt: null, status: 'decided' })
  }
  const ids = asked.map(({ id }) => id)
  return { asked, told: await tellAll(whole, organization, review.id, ids) }
}

/** Somebody whose removal waits does something: from then on nothing of theirs may go. */
function actSometimes({ github }: Whole, owner: string, asked: Asked[], at: Instant, rng: Rng): void {
  if (rng.next() > 0.3) return
  const who = rng.pick(asked)
  const repository = github.world.repositoriesOf(owner).find(({ archived }) => !archived)
  if (repository === undefined || who.actedAt !== null || who.subject.login === null) return
  github.act({
    actor: who.subject.login,
    kind: 'issue',
    owner,
    repo: repository.name,
    at,
    n: 900_000 + rng.below(90_000),
  })
  who.actedAt = at
}

/** What failed is started again by an owner, once GitHub answers; returns how often. */
async function startFailedAgain({ worker, apiToken }: Whole): Promise<number> {
  const database = await worker.database()
  const { results } = await database
    .prepare("select id from revocations where status = 'failed'")
    .all<{ id: string }>()
  for (const { id } of results)
    await worker.fetch(`/api/proposals/${id}/revocation`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiToken}` },
    })
  return results.length
}

/** A cron that failed is followed by the next hour's. */
async function cron({ worker }: Whole, at: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await worker.scheduled(at)
    } catch (trouble) {
      if (tries === 8) throw trouble
    }
  }
}

async function rested(whole: Whole): Promise<void> {
  const database = await whole.worker.database()
  const underWay = database.prepare(
    "select (select count(*) from revocations where status in ('pending', 'running')) + (select count(*) from audits where status in ('queued', 'running')) as n",
  )
  let quiet = 0
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await sleep(LOOK_EVERY)) {
    quiet = ((await underWay.first<{ n: number }>())?.n ?? 0) === 0 ? quiet + 1 : 0
    // What starts the next removal needs a moment after the last one's end.
    if (quiet > 3) return
  }
}

async function lastDueDay({ worker, apiToken }: Whole, organization: string): Promise<string | null> {
  const items = await askAll<{ dueAt: string | null }>(worker, apiToken, `/api/orgs/${organization}/queue`)
  const due = items.flatMap(({ dueAt }) => dueAt ?? []).sort()
  return due.at(-1)?.slice(0, 10) ?? null
}

async function isWaiting(whole: Whole): Promise<boolean> {
  const { decided = 0, running = 0, failed = 0 } = await counted(whole)
  return decided + running + failed > 0
}

async function counted({ worker }: Whole): Promise<Record<string, number>> {
  const database = await worker.database()
  const { results } = await database
    .prepare('select status, count(*) as n from proposals group by status')
    .all<{ status: string; n: number }>()
  return Object.fromEntries(results.map(({ status, n }) => [status, n]))
}
