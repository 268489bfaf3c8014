/** Drives one key of each kind for forty days after the first review has opened, and writes down what was asked and what came of it. */
import { randomUUID } from 'node:crypto'
import { daysAfter, hoursAfter, instant } from '../../src/policy/calendar.ts'
import type { Cast } from '../cast.ts'
import { CAST } from '../characters.ts'
import { deliver, pushTo, uninstalled } from '../classes/webhooks.ts'
import { LOOSER, NO_GATES, oldSession, token } from '../keys.ts'
import { rested } from '../removals.ts'
import type { Answer, Caller } from '../request.ts'
import { endOfAudits } from '../waiting.ts'

const DAYS = 40
/** For how long revocations under way are waited for: some wait for days, for a pause or the budget. */
const REST_MS = 500
/** Things tried a day, beside starting everything that is decided. */
const DEEDS_A_DAY = 8

export interface Day {
  readonly at: string
  /** As they are stored at its end; null: the defaults. */
  readonly rules: Readonly<Record<string, unknown>> | null
  /** Settings that were asked to change on it, with the accounts that asked; null: the operator. */
  readonly asked: ReadonlyMap<string, ReadonlySet<number | null>>
  /** Everything that reached the owners' channel on it. */
  readonly messages: string
  /** Whether the organisation was served at its end. */
  readonly served: boolean
}

type Asked = Map<string, ReadonlySet<number | null>>

const driven = new WeakMap<Cast, Promise<readonly Day[]>>()

/** The forty days; driven at the first call. */
export function diaryOf(cast: Cast): Promise<readonly Day[]> {
  const known = driven.get(cast) ?? drive(cast)
  driven.set(cast, known)
  return known
}

async function drive(cast: Cast): Promise<readonly Day[]> {
  const decideToken = await token(cast, await cast.signedInNow(CAST.owner), 'decide')
  const days: Day[] = [await written(cast, cast.whole().world.now, new Map(), 0)]
  for (let day = 1; day <= DAYS; day += 1) {
    const at = hoursAfter(daysAfter(instant(cast.whole().world.now), day), 1)
    const told = cast.whole().channels.received.slack.length
    await hour(cast, at)
    // Mostly the thief is late: the sign-in is an hour old.
    const quick = cast.rng.next() < 0.3
    const session = quick ? await cast.signedInNow(CAST.owner) : await oldSession(cast, CAST.owner)
    const keys = [session, decideToken, cast.operator]
    // The owner themselves goes on with what the thief has paused, so that there is something to attack.
    const pause = `/api/orgs/${cast.home.login}/pause`
    await cast.ask(await cast.signedInNow(CAST.owner), 'PUT', pause, { body: { paused: false } })
    const asked: Asked = new Map()
    for (let deed = 0; deed < DEEDS_A_DAY; deed += 1) await tryOne(cast, cast.rng.pick(keys), asked)
    await startAll(cast, cast.rng.pick(keys))
    await hour(cast, hoursAfter(at, 11))
    days.push(await written(cast, at, asked, told))
  }
  // A removal under way at the end is not judged in its middle.
  await rested(cast)
  return days
}

async function hour(cast: Cast, at: string): Promise<void> {
  cast.moveTo(at)
  // What one hour fails in, the next does.
  await cast
    .whole()
    .worker.scheduled(at)
    .catch(() => undefined)
  await endOfAudits(cast)
  await rested(cast, REST_MS)
}

async function written(cast: Cast, at: string, asked: Day['asked'], told: number): Promise<Day> {
  const [row] = await cast.rows<{ rules: string | null; closed: string | null }>(
    'select coalesce(current_rules, rules) as rules, closed_at as closed from organizations where id = ?1',
    cast.home.id,
  )
  return {
    at,
    rules: row?.rules == null ? null : JSON.parse(row.rules),
    asked,
    messages: JSON.stringify(cast.whole().channels.received.slack.slice(told)),
    served: row?.closed == null,
  }
}

/** One deed of the thief, chosen by the seed. Refusals are what it mostly gets. */
async function tryOne(cast: Cast, key: Caller, asked: Asked): Promise<Answer> {
  const { rng, home } = cast
  const api = `/api/orgs/${home.login}`
  const { id: proposal } = rng.pick(home.proposals)
  const put = (body: Readonly<Record<string, unknown>>) => {
    const by = key === cast.operator ? null : (cast.whole().world.account(CAST.owner)?.id ?? null)
    for (const name of Object.keys(body)) asked.set(name, new Set([...(asked.get(name) ?? []), by]))
    return cast.ask(key, 'PUT', `${api}/settings`, { body })
  }
  const own = { login: CAST.owner, until: '2027-05-01', reason: 'x' }
  const deeds: readonly (() => Promise<Answer>)[] = [
    () => put(Object.fromEntries([rng.pick(Object.entries(LOOSER))])),
    () => put(NO_GATES),
    () => put({ exemptions: [own] }),
    () => put({ exemptions: [] }),
    () => put({ exemptions: [{ ...own, login: `idle-${rng.below(5)}` }] }),
    () => put({ sponsors: [{ login: CAST.owner, sponsor: CAST.secondOwner }] }),
    () => put({ channels: { discord: null, names: rng.next() < 0.5 } }),
    () => put({ removals: 'on' }),
    () => decide(cast, key, proposal),
    () => decide(cast, key, proposal),
    () => cast.ask(key, 'POST', `/api/proposals/${proposal}/revocation`),
    () => cast.ask(key, 'DELETE', `/api/proposals/${proposal}/revocation`),
    () => cast.ask(key, 'POST', '/api/tokens', { body: { name: 'x', scope: 'decide', days: 90 } }),
    () => agreeToAll(cast, key),
    () => cast.ask(key, 'PUT', `${api}/pause`, { body: { paused: rng.next() < 0.3 } }),
    () => cast.ask(key, 'POST', `${api}/reviews`),
    () => cast.ask(key, 'POST', `${api}/audits`),
    () => deliver(cast, 'installation', uninstalled(cast, rng.pick(['deleted', 'suspend']))),
    () => deliver(cast, 'push', { ...pushTo(cast), after: randomUUID() }),
    () => deliver(cast, 'organization', removedMember(cast)),
  ]
  return rng.pick(deeds)()
}

/** Whoever wants somebody gone tells them at once: the notice runs from there. */
async function decide(cast: Cast, key: Caller, proposal: string): Promise<Answer> {
  const body = cast.rng.pick([
    { decision: 'revoke', reason: 'x' },
    { decision: 'revoke', reason: 'y' },
    { decision: 'emeritus', reason: 'x' },
    { decision: 'downgrade', role: 'read', reason: 'x' },
    { decision: 'keep', until: '2027-04-01', reason: 'x' },
  ])
  const answer = await cast.ask(key, 'POST', `/api/proposals/${proposal}/decisions`, { body })
  await cast.ask(key, 'POST', `/api/proposals/${proposal}/notice`, { body: { way: 'mail' } })
  return answer
}

/** Agrees with itself. */
async function agreeToAll(cast: Cast, key: Caller): Promise<Answer> {
  const path = `/api/orgs/${cast.home.login}/settings`
  const shown = await cast.ask(key, 'GET', path)
  const pending: { pending?: { id: string }[] } = shown.status === 200 ? shown.json() : {}
  for (const { id } of pending.pending ?? []) await cast.ask(key, 'POST', `${path}/pending/${id}/agreement`)
  return shown
}

/** Everything that has an answer, those of later reviews too. */
async function startAll(cast: Cast, key: Caller): Promise<void> {
  const decided = await cast.rows<{ id: string }>(
    "select id from proposals where org_id = ?1 and status in ('decided', 'needs_second', 'failed')",
    cast.home.id,
  )
  for (const { id } of decided) await cast.ask(key, 'POST', `/api/proposals/${id}/revocation`)
}

function removedMember(cast: Cast) {
  const user = cast.whole().world.account(CAST.secondOwner)
  return {
    action: 'member_removed',
    organization: { id: cast.home.id },
    membership: { role: 'admin', user: { id: user?.id } },
  }
}
