/** The Worker's process is killed in the middle of an audit and of a removal: it goes on, and does nothing twice. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultMatch } from '../../fake-github/http/faults.ts'
import { hoursAfter, instant } from '../../src/policy/calendar.ts'
import { type AttackClass, type Attempt, heldUnless } from '../attempt.ts'
import type { Cast } from '../cast.ts'
import { CAST } from '../characters.ts'
import { heldBy, rested, usualAccounts } from '../removals.ts'
import { endOfAudits } from '../waiting.ts'

const DEATHS_OF_AUDITS = 3
/** Requests of a day's audit of the sample; a death comes after fewer. */
const REQUESTS = 40

/** Right before the membership is taken away, right after, and while it is read again. */
const DEATHS: readonly (readonly [string, FaultMatch, number])[] = [
  ['right before the first change', { method: 'DELETE' }, 1],
  ['right before the second change or the re-reading after the first', { path: /\/memberships\// }, 3],
  ['while it looks again', { path: /\/memberships\// }, 1],
]

export const kills: AttackClass = {
  name: 'kills',
  // The steps of the Free plan: a death falls between two of many.
  stage: {
    persist: true,
    vars: { REQUESTS_PER_INSTANCE: '', REQUESTS_PER_STEP: '' },
    rules: { noticeDays: 0, coolingHours: 0, confirmNoNotice: true },
  },
  attempts: [
    ...Array.from(
      { length: DEATHS_OF_AUDITS },
      (_, day): Attempt => ({
        name: `kill -9 in the audit of day ${day + 1}`,
        try: (cast) => inAudit(cast, day + 1),
      }),
    ),
    ...DEATHS.map(
      ([where, match, nth], i): Attempt => ({
        name: `kill -9 in a removal, ${where}`,
        try: (cast) => inRemoval(cast, i, match, nth),
      }),
    ),
  ],
}

async function inAudit(cast: Cast, day: number) {
  const at = hoursAfter(instant(cast.whole().world.now), 24 * day)
  const before = await closedGrants(cast)
  const verdicts = await verdictsOf(cast)
  cast.moveTo(at)
  let due = false
  const nth = 1 + cast.rng.below(REQUESTS)
  cast.whole().github.faults.before({}, nth, () => {
    due = true
  })
  const fired = cast.whole().worker.scheduled(at)
  // A cron that dies with its process is no failure of the test.
  await fired.catch(() => undefined)
  for (const until = performance.now() + 5000; !due && performance.now() < until; ) await sleep(10)
  await cast.kill()
  const later = hoursAfter(at, 2)
  cast.moveTo(later)
  await cast.whole().worker.scheduled(later)
  const ended = await endOfAudits(cast)
  const [doubled] = await cast.rows<{ n: number }>(
    'select count(*) as n from (select 1 from audits where org_id = ?1 and as_of >= ?2 group by substr(as_of, 1, 10) having count(*) > 1)',
    cast.home.id,
    at,
  )
  const now = await verdictsOf(cast)
  const changed = [...verdicts].filter(([login, verdict]) => {
    const is = now.get(login)
    return is !== verdict && is === 'inactive' && verdict === 'active' && login !== ON_THE_BORDER
  })
  return heldUnless([
    ...(ended ? [] : [`the audit killed at request ${nth} did not end`]),
    ...((await closedGrants(cast)) === before ? [] : ['a grant was closed that still exists']),
    ...((doubled?.n ?? 0) === 0 ? [] : ['the day has two audits']),
    ...changed.map(([login]) => `${login} was active and is inactive after the kill`),
  ])
}

/** Their newest act is exactly six months old at the first audit. */
const ON_THE_BORDER = 'yuki-tanabe'

async function inRemoval(cast: Cast, turn: number, match: FaultMatch, nth: number) {
  const proposal = usualAccounts(cast)[turn]
  const login = proposal?.subject.login ?? ''
  const owner = await cast.as(CAST.owner)
  const path = `/api/proposals/${proposal?.id}`
  const body = { decision: 'revoke', reason: 'x' }
  const decided = await cast.ask(owner, 'POST', `${path}/decisions`, { body })
  let due = false
  cast.whole().github.faults.before(match, nth, () => {
    due = true
  })
  const before = callsFor(cast, login).length
  const started = await cast.ask(owner, 'POST', `${path}/revocation`)
  for (const until = performance.now() + 10_000; !due && performance.now() < until; ) await sleep(5)
  await cast.kill()
  cast.whole().github.faults.clear()
  const at = hoursAfter(instant(cast.whole().github.now()), 3)
  cast.moveTo(at)
  await cast
    .whole()
    .worker.scheduled(at)
    .catch(() => undefined)
  await rested(cast)
  // The lock of the one that died runs out; the next hourly run takes it up.
  await cast
    .whole()
    .worker.scheduled(hoursAfter(at, 1))
    .catch(() => undefined)
  await rested(cast)
  const { text } = await cast.ask(owner, 'GET', `${path}/revocation`)
  const revocation: { status?: string; outcomes?: { status: string }[] } = JSON.parse(text)
  const held = heldBy(cast, cast.home.login, login)
  const calls = callsFor(cast, login).slice(before)
  return heldUnless([
    ...(started.status === 202
      ? []
      : [`it did not start: ${decided.status}, ${started.status} ${started.text}`]),
    ...(due || started.status !== 202 ? [] : ['it never came to the request of the kill']),
    ...(revocation.status === 'done' ? [] : [`the revocation of ${login} is ${text.slice(0, 200)}`]),
    ...(revocation.status === 'done' && held.length > 0
      ? [`it is done, and ${login} still holds ${held.join(', ')}`]
      : []),
    ...(calls.length <= 2 ? [] : [`GitHub was asked ${calls.length} times to remove ${login}`]),
  ])
}

/** Calls that took the membership away: a second one only where the answer to the first was lost. */
function callsFor(cast: Cast, login: string): string[] {
  return cast
    .whole()
    .github.requests.log.filter(({ method, path }) => method === 'DELETE' && path.endsWith(`/${login}`))
    .filter(({ path }) => /\/orgs\/[^/]+\/(members|memberships)\//.test(path))
    .map(({ path }) => path)
}

async function verdictsOf(cast: Cast): Promise<ReadonlyMap<string, string>> {
  const path = `/api/orgs/${cast.home.login}/accounts?limit=500`
  const { items } = (await cast.ask(await cast.as(CAST.owner), 'GET', path)).json<{
    items: { login: string; verdict: string }[]
  }>()
  return new Map(items.map(({ login, verdict }) => [login, verdict]))
}

async function closedGrants(cast: Cast): Promise<number> {
  const [row] = await cast.rows<{ n: number }>('select count(*) as n from grants where closed_at is not null')
  return row?.n ?? -1
}
