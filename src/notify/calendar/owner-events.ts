/** Says what of one organisation stands in its owners' calendars: counts and links, and nobody's name. */

import { counted } from '../../policy/english.ts'
import type { Instant } from '../../policy/words.ts'
import { type MessageContext, page } from '../messages/message-context.ts'
import type { CalendarEvent } from './calendar-text.ts'

/** What is known of an organisation on a day. */
export interface OwnersDays {
  /** From when on the next review opens by itself; null where none will. */
  readonly opensFrom: Instant | null
  /** The open review; null where none is open. */
  readonly review: { readonly id: string; readonly quarter: string; readonly dueAt: Instant } | null
  /** Questions that wait for any owner's first answer. */
  readonly toDecide: number
  /** Questions that wait for this owner's answer beside another's. */
  readonly second: number
  /**
   * When each removal in the queue is due; null where a person has to act first. Where the days were not worked out, only how
   * many there are.
   */
  readonly removals: readonly (Instant | null)[] | number
  /** The review whose page has the queue; null where nothing is in it. */
  readonly queueOf: string | null
  /** When each pending change of the rules takes effect by itself; null where another owner has to agree. */
  readonly ruleChanges: readonly (Instant | null)[]
}

/** The events, from today on: what waits for an owner stands on today until it is done. */
export function ownerEvents(
  context: Omit<MessageContext, 'names'>,
  days: OwnersDays,
  now: Instant,
): CalendarEvent[] {
  const { id, login } = context.organization
  const found = [
    ...reviewOpens(days, now),
    ...reviewDue(days),
    ...secondWanted(days, now),
    ...removalsDue(days, now),
    ...ruleChanges(days, now),
  ]
  return found.map(({ name, on, summary, description, path }) => ({
    key: `${id}-${name}`,
    day: on.slice(0, 10),
    summary: `${login}: ${summary}`,
    description,
    url: page({ ...context, names: false }, path),
  }))
}

interface Found extends Pick<CalendarEvent, 'summary' | 'description'> {
  readonly name: string
  readonly on: string
  readonly path: string
}

function reviewOpens({ opensFrom }: OwnersDays, now: Instant): Found[] {
  if (opensFrom === null) return []
  return [
    {
      name: 'opens',
      on: opensFrom < now ? now : opensFrom,
      summary: 'the next review opens',
      description: 'It opens by itself after the first complete audit from this day on.',
      path: 'reviews',
    },
  ]
}

function reviewDue({ review, toDecide }: OwnersDays): Found[] {
  if (review === null) return []
  return [
    {
      name: `due-${review.id}`,
      on: review.dueAt,
      summary: `the review of ${review.quarter} is due`,
      description: `${counted(toDecide, 'question waits', 'questions wait')} for an answer. No answer is never consent: nothing is removed without one.`,
      path: `reviews/${review.id}`,
    },
  ]
}

function secondWanted({ review, second }: OwnersDays, now: Instant): Found[] {
  if (second === 0 || review === null) return []
  return [
    {
      name: 'second',
      on: now,
      summary: `${counted(second, 'second answer is', 'second answers are')} wanted`,
      description: 'Another owner has answered; nothing of it is carried out before a second one has.',
      path: `reviews/${review.id}?view=second`,
    },
  ]
}

function removalsDue({ removals, queueOf }: OwnersDays, now: Instant): Found[] {
  const path = queueOf === null ? 'reviews' : `reviews/${queueOf}?view=queue`
  const due = (name: string, on: string, n: number, when: string, description: string) => ({
    ...{ name, on, description, path },
    summary: `${counted(n, 'removal is', 'removals are')} ${when}`,
  })
  if (typeof removals === 'number')
    return removals === 0
      ? []
      : [due('queue', now, removals, 'in the queue', 'The page tells the day of each.')]
  return [...byDay(removals)].map(([day, n]) =>
    due(`removals-${day}`, day, n, 'due', 'Any owner can stop each of them before, or pause all.'),
  )
}

function ruleChanges({ ruleChanges: changes }: OwnersDays, now: Instant): Found[] {
  const path = 'settings'
  const waiting = changes.filter((at) => at === null).length
  return [
    ...[...byDay(changes)].map(([day, n]) => ({
      ...{ name: `rules-${day}`, on: day, path },
      summary: `${counted(n, 'change of the rules takes', 'changes of the rules take')} effect`,
      description: 'Another owner agrees to it earlier, or any owner cancels it, under Settings.',
    })),
    ...(waiting === 0
      ? []
      : [
          {
            ...{ name: 'rules', on: now, path },
            summary: `${counted(waiting, 'change of the rules waits', 'changes of the rules wait')} for another owner`,
            description: 'Another owner agrees to it, or any owner cancels it, under Settings.',
          },
        ]),
  ]
}

/** How many moments lie on each day, in order; those without one are left out. */
function byDay(moments: readonly (Instant | null)[]): ReadonlyMap<string, number> {
  const days = new Map<string, number>()
  for (const at of moments.filter((each) => each !== null).sort())
    days.set(at.slice(0, 10), (days.get(at.slice(0, 10)) ?? 0) + 1)
  return days
}
