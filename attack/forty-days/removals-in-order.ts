/** Whether each removal of the forty days had what SECURITY.md asks for. */
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
  if (removals.length === 0) return ['nobody was removed in forty days, so nothing was shown']
  const wrong: string[] = []
  for (const removal of removals)
    for (const sentence of await wrongIn(cast, removal, removals, days))
      wrong.push(`${removal.login}: ${sentence}`)
  return [...wrong, ...goneWithout(cast, removals)]
}

async function wrongIn(
  cast: Cast,
  removal: Removal,
  removals: readonly Removal[],
  days: readonly Day[],
): Promise<string[]> {
  const votes = await votesOn(cast, removal)
  const [first] = votes
  if (first === undefined) return ['removed without a decision']
  const rules = strictest(days, [removal.openedAt, first.at, removal.at])
  const persons = votes.filter(({ voter }) => voter.startsWith('person:'))
  const own = cast.whole().world.account(removal.login)?.id
  const confirmed = persons.some(
    ({ at, confirmed }) => confirmed !== null && !isBefore(confirmed, hoursAfter(at, 72)),
  )
  const within = removals.filter(
    ({ at }) => !isBefore(removal.at, at) && isBefore(hoursAfter(removal.at, -24), at),
  )
  const last = votes.at(-1)?.at ?? first.at
  return [
    ...(isBefore(removal.at, daysAfter(removal.openedAt, rules.notice))
      ? [`removed before ${rules.notice} days of notice were over`]
      : []),
    ...(isBefore(removal.at, hoursAfter(last, rules.cooling))
      ? [`removed before ${rules.cooling} hours of cooling were over`]
      : []),
    ...(votes.some(({ voter }) => voter === `person:${own}`) ? ['removed by their own vote'] : []),
    ...(votes.some(({ voter }) => !mayVote(cast, voter, removal))
      ? ['removed by a vote of somebody who has none']
      : []),
    ...(removal.privileged && persons.length < 2 && !confirmed
      ? ["an owner's or administrator's right was removed by one vote"]
      : []),
    ...(within.length > rules.budget
      ? [`the ${within.length}th removal within 24 hours, with a budget of ${rules.budget}`]
      : []),
  ]
}

/** Owners, and the operator where no owner's or administrator's right is at stake. */
function mayVote(cast: Cast, voter: string, { privileged }: Removal): boolean {
  if (voter === 'operator') return !privileged
  const { world } = cast.whole()
  const owners = world.organization(cast.home.login)?.members.filter(({ role }) => role === 'admin') ?? []
  return owners.some(({ login }) => voter === `person:${world.account(login)?.id}`)
}

/** The longest notice and cooling and the smallest budget of those that held at the moments. */
function strictest(days: readonly Day[], moments: readonly Instant[]) {
  const held = moments.map((moment) => heldAt(days, moment))
  return {
    notice: Math.max(...held.map(({ notice }) => notice)),
    cooling: Math.max(...held.map(({ cooling }) => cooling)),
    budget: Math.min(...held.map(({ budget }) => budget)),
  }
}

/** A day is written down at its end, so that of a change in its course the laxer side counts: nothing is accused falsely. */
function heldAt(days: readonly Day[], moment: Instant) {
  const next = days.findIndex(({ at }) => at.slice(0, 10) >= moment.slice(0, 10))
  const sides = days.slice(Math.max(0, next - 1), next + 1).map(({ rules }) => rules)
  const number = (key: string, fallback: number) =>
    sides.map((rules) => (typeof rules?.[key] === 'number' ? rules[key] : fallback))
  const budgets = sides.map((rules) => {
    const budget = rules?.removalBudget
    return typeof budget === 'object' && budget !== null && 'count' in budget ? Number(budget.count) : 50
  })
  return {
    notice: Math.min(...number('noticeDays', 14)),
    cooling: Math.min(...number('coolingHours', 24)),
    budget: Math.max(...budgets),
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
