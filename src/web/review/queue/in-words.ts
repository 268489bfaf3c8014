/** Puts the queue into words: its days, what goes, and what a removal waits for. */

import { isBefore } from '../../../policy/calendar.ts'
import { counted, listed } from '../../../policy/english.ts'
import type { Wait } from '../../../policy/revocation/queue.ts'
import type { Instant, PlanStep, Subject } from '../../../policy/words.ts'
import type { QueuePlace } from '../../../review.ts'

/** `52 removals, from 6 to 11 December`, `1 removal on 6 December`, `4 removals today`. `days`: each day of the queue once, in order. */
export function queueInWords(removals: number, days: readonly string[], now: Instant): string {
  const what = counted(removals, 'removal')
  if (days.length === 0) return what
  return `${what}${days[0] === days.at(-1) ? '' : ','} ${daysInWords(days, now)}`
}

/** `on 6 December`, `today`, `from 6 to 11 December`, `from today to 11 December`; `days` in order. */
function daysInWords(days: readonly string[], now: Instant): string {
  const [first = '', last = ''] = [days[0], days.at(-1)]
  if (first === last) return isToday(first, now) ? 'today' : `on ${dayMonth(first, now)}`
  const from =
    !isToday(first, now) && first.slice(0, 7) === last.slice(0, 7)
      ? String(Number(first.slice(8)))
      : dayMonth(first, now)
  return `from ${from} to ${dayMonth(last, now)}`
}

/**
 * What follows for these places of the queue, in sentences: `52 removals are queued: from 6 December, 10 a day, done by 11 December.` What people do
 * by hand, and what waits for an owner, has no day.
 */
export function queueFollows(places: readonly QueuePlace[], now: Instant): readonly string[] {
  const byHand = places.filter(({ waitsFor }) => waitsFor.some(({ kind }) => kind === 'by_hand')).length
  const days = places.flatMap((place) => dayOfPlace(place, now) ?? []).sort()
  const budget = Math.max(0, ...places.map((place) => place.budget ?? 0))
  return [
    ...(days.length > 0
      ? [
          `${counted(days.length, 'removal')} ${days.length === 1 ? 'is' : 'are'} queued${paceInWords(days, budget, now)}. Each answer can be changed until it is carried out.`,
        ]
      : []),
    ...(byHand > 0 ? [`${byHand} to be done by hand: the links stand in the queue.`] : []),
  ]
}

/** After *queued*: ` for 6 December`, `: from 6 December, 10 a day, done by 11 December`; `budget`: accounts a day, 0 where none counts. */
function paceInWords(days: readonly string[], budget: number, now: Instant): string {
  const [first = '', last = ''] = [days[0], days.at(-1)]
  const [from, by] = [first, last].map((day) => dayMonth(day, now))
  if (first === last) return ` for ${from}`
  if (budget === 0) return `: ${daysInWords(days, now)}`
  return `: from ${from}, ${budget} a day, done by ${by}`
}

/** The day on which a place moves by itself, today where it is due; null where a person acts first. */
export function dayOfPlace({ dueAt, waitsFor }: QueuePlace, now: Instant): string | null {
  if (dueAt === null || waitsFor.some(({ kind }) => kind === 'by_hand')) return null
  return (isBefore(dueAt, now) ? now : dueAt).slice(0, 10)
}

/** `Sunday 6 December`, `Today, Sunday 6 December`; the year, too, where it is another than `now`'s. */
export function dayInWords(day: string, now: Instant): string {
  const year = day.slice(0, 4) === now.slice(0, 4) ? '' : ` ${day.slice(0, 4)}`
  return `${isToday(day, now) ? 'Today, ' : ''}${WEEKDAY.format(Date.parse(day)).replace(',', '')}${year}`
}

function dayMonth(day: string, now: Instant): string {
  return isToday(day, now) ? 'today' : DAY_MONTH.format(Date.parse(day))
}

function isToday(day: string, now: Instant): boolean {
  return day === now.slice(0, 10)
}

/**
 * What a plan takes of `org`, in a few words, and then what stays or is given for it: `team core; lower role on lichen (write → triage)`,
 * `team docs; joins emeritus`. GitHub drops teams and repositories with the membership.
 */
export function goesInWords(plan: readonly PlanStep[], org: string): string {
  const taken = plan.filter(({ action }) => !LEAVES.includes(action))
  const left = plan.filter(({ action }) => LEAVES.includes(action))
  const room = Math.max(0, MOST_STEPS - taken.length)
  const parts = [taken.slice(0, MOST_STEPS), left.slice(0, room)]
    .map((steps) => steps.map((step) => stepInWords(step, org)))
    .filter((words) => words.length > 0)
  if (plan.length > MOST_STEPS) parts.at(-1)?.push(`${plan.length - MOST_STEPS} more`)
  return parts.map((words) => listed(words)).join('; ')
}

/** Steps that lower or give, instead of taking. */
const LEAVES: readonly PlanStep['action'][] = ['lower_repository_role', 'add_to_emeritus_team']

/** What ends it before its day. */
export function endsIf({ kind }: Subject): string {
  switch (kind) {
    case 'account':
      return 'they act'
    case 'invitation':
      return 'it is accepted'
    case 'credential':
      return 'it is used'
  }
}

/** Why a removal does not move by itself; null where only time holds it back. */
export function waitInWords(waitsFor: readonly Wait[]): string | null {
  const words = waitsFor.flatMap(({ kind }) => WAITS[kind] ?? [])
  return words.length === 0 ? null : words.join(' ')
}

/** `membership`, `role on herbarium (maintain)`: the page is of one organisation, so its name is left out. */
function stepInWords({ action, target }: PlanStep, org: string): string {
  // A target names the role that is held where the words before it do not.
  const held = target.replace(/ \((member|outside collaborator)\)$/, '')
  if (held.toLowerCase() === org.toLowerCase() && WHOLE[action] !== undefined) return WHOLE[action]
  const isOwn = held.toLowerCase().startsWith(`${org.toLowerCase()}/`)
  return `${PARTS[action]}${isOwn ? held.slice(org.length + 1) : held}`
}

const MOST_STEPS = 4

/** Steps about the organisation as a whole. */
const WHOLE: Readonly<Partial<Record<PlanStep['action'], string>>> = {
  remove_membership: 'membership',
  make_member: 'owner’s role',
  convert_to_outside_collaborator: 'membership',
}

const PARTS: Readonly<Record<PlanStep['action'], string>> = {
  remove_membership: 'member of ',
  make_member: 'owner of ',
  convert_to_outside_collaborator: 'membership of ',
  remove_outside_collaborator: 'outside collaborator of ',
  remove_repository_role: 'role on ',
  lower_repository_role: 'lower role on ',
  remove_team_membership: '',
  add_to_emeritus_team: 'joins ',
  cancel_invitation: '',
  cancel_repository_invitation: '',
  revoke_fine_grained_token: 'token ',
  deny_token_request: 'request ',
  delete_deploy_key: 'deploy key ',
  by_hand: 'by hand: ',
}

const WAITS: Readonly<Partial<Record<Wait['kind'], string>>> = {
  away: 'They are away; it waits until they are back.',
  running: 'Is being carried out now.',
  again: 'The last try met trouble before it changed anything; it is tried again by itself.',
  stopped: 'An owner stopped it.',
  second_vote: 'It needs a second vote.',
  owner: 'Half of it is done: go on, or give it back under Done.',
}

const DAY_MONTH = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })
const WEEKDAY = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
})
