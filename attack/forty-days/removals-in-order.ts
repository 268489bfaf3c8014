/** Whether each removal of the forty days had what design §3 asks. */
import { daysAfter, hoursAfter, instant, isBefore } from '../../src/policy/calendar.ts'
import type { Instant } from '../../src/policy/words.ts'
import type { Cast } from '../cast.ts'
import { CAST } from '../characters.ts'
import { heldBy } from '../removals.ts'
import type { Day } from './diary.ts'

interface Removal {
  readonly proposal: string
  readonly login: string
  readonly privileged: boolean
  readonly openedAt: Instant
  readonly at: Instant
}

interface Vote {
  readonly voter: string
  readonly kind: string
  readonly at: Instant
  readonly confirmed: Instant | null
}

/** A sentence for each removal that lacked something. */
export async function wrongRemovals(cast: Cast, days: readonly Day[]): Promise<string[]> {
  const removals = await removalsOf(cast)
  const wrong: string[] = []
  for (const removal of removals)
    for (const sentence of await wrongIn(cast, removal, days)) wrong.push(`${removal.login}: ${sentence}`)
  const most = strictest(days, days[0]?.at ?? '', days.at(-1)?.at ?? '').budget
  for (const { at, login } of removals) {
    const within = removals.filter((each) => !isBefore(at, each.at) && isBefore(hoursAfter(at, -24), each.at))
    if (within.length > most)
      wrong.push(`${login} was the ${within.length}th within 24 hours, with a budget of ${most}`)
  }
  return [...wrong, ...goneWithout(cast, removals)]
}

async function wrongIn(cast: Cast, removal: Removal, days: readonly Day[]): Promise<string[]> {
  const votes = await votesOn(cast, removal)
  const [first] = votes
  if (first === undefined) return ['removed without a decision']
  const rules = strictest(days, removal.openedAt, removal.at)
  const persons = votes.filter(({ voter }) => voter.startsWith('person:'))
  const own = cast.whole().world.account(removal.login)?.id
  const confirmed = persons.some(
    ({ at, confirmed }) => confirmed !== null && !isBefore(confirmed, hoursAfter(at, 72)),
  )
  return [
    ...(isBefore(removal.at, daysAfter(removal.openedAt, rules.notice))
      ? ['removed before the notice was over']
      : []),
    ...(isBefore(removal.at, hoursAfter(first.at, rules.cooling))
      ? ['removed before the cooling time was over']
      : []),
    ...(votes.some(({ voter }) => voter === `person:${own}`) ? ['removed by their own vote'] : []),
    ...(removal.privileged && persons.length < 2 && !confirmed
      ? ["an owner's or administrator's right was removed by one vote"]
      : []),
  ]
}

/** The longest notice and cooling and the smallest budget of all days in between; the defaults where none were set. */
function strictest(days: readonly Day[], from: string, to: string) {
  const within = days.filter(({ at }) => at >= from.slice(0, 10) && at <= to)
  const numbers = (key: string, fallback: number) =>
    within.map(({ rules }) => (typeof rules?.[key] === 'number' ? rules[key] : fallback))
  const budgets = within.map(({ rules }) => {
    const budget = rules?.removalBudget
    return typeof budget === 'object' && budget !== null && 'count' in budget ? Number(budget.count) : 50
  })
  return {
    notice: Math.max(0, ...numbers('noticeDays', 14)),
    cooling: Math.max(0, ...numbers('coolingHours', 24)),
    budget: Math.max(0, ...budgets),
  }
}

async function removalsOf(cast: Cast): Promise<readonly Removal[]> {
  const rows = await cast.rows<{ id: string; login: string; privileged: number; opened: string; at: string }>(
    `select proposals.id as id, json_extract(subject, '$.login') as login, json_extract(risk, '$.privileged') as privileged,
       opened_at as opened, min(outcomes.at) as at
     from outcomes join proposals on proposals.id = outcomes.revocation_id
     where outcomes.status = 'done' and json_extract(subject, '$.kind') = 'account' and org_id = ?1 group by proposals.id`,
    cast.home.id,
  )
  return rows.map(({ id, login, privileged, opened, at }) => ({
    proposal: id,
    login,
    privileged: privileged === 1,
    openedAt: instant(opened),
    at: instant(at),
  }))
}

/** Standing ones before the removal that say to take something away, oldest first. */
async function votesOn(cast: Cast, { proposal, at }: Removal): Promise<readonly Vote[]> {
  const rows = await cast.rows<{ voter: string; kind: string; at: string; confirmed: string | null }>(
    `select voter, decision as kind, at, confirmed_at as confirmed from decisions
     where proposal_id = ?1 and decision <> 'keep' and at <= ?2 and (ended_at is null or ended_at > ?2) order by at`,
    proposal,
    at,
  )
  return rows.map((row) => ({
    ...row,
    at: instant(row.at),
    confirmed: row.confirmed === null ? null : instant(row.confirmed),
  }))
}

/** Whoever holds nothing any more, without an outcome that says so. */
function goneWithout(cast: Cast, removals: readonly Removal[]): string[] {
  const known = new Set(removals.map(({ login }) => login))
  const people = [
    CAST.owner,
    CAST.secondOwner,
    CAST.idleOwner,
    CAST.member,
    ...cast.home.proposals.flatMap(({ subject }) =>
      subject.kind === 'account' ? (subject.login ?? []) : [],
    ),
  ]
  return people
    .filter((login) => heldBy(cast, cast.home.login, login).length === 0 && !known.has(login))
    .map((login) => `${login} holds nothing any more, and no outcome says why`)
}
