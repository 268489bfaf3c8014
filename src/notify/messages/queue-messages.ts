/** Writes the messages of the queue: what a day's part came to, and that the App that writes has to be woken. */

import { printedDay } from '../../policy/calendar.ts'
import { counted } from '../../policy/english.ts'
import type { Instant } from '../../policy/words.ts'
import type { Message } from '../message.ts'
import { type HistoryHead, historyLine, type MessageContext, page } from './message-context.ts'

/** A day's part of the queue is done; once an organisation and day. */
export function queueDay(
  context: MessageContext,
  part: {
    /** `2026-12-06`. */
    readonly day: string
    readonly removed: number
    readonly byHand: number
    readonly failed: number
    /** Not removed, because something newer is known. */
    readonly leftAlone: number
    readonly waiting: number
    /** The next day on which something is due; null where nothing has a day. */
    readonly next: Instant | null
    /** The review with the queue; null where nothing is in it. */
    readonly review: string | null
    /** Where an owner suspends the App that writes; null where something waits for it, and where there is none. */
    readonly suspendAt: string | null
    /**
     * What is not ticked yet in the off-boarding lists of people who were removed lately: how many people, and how many lines.
     */
    readonly offboarding: { readonly people: number; readonly lines: number }
    readonly history: HistoryHead
  },
): Message {
  const { removed, byHand, failed, leftAlone, waiting, next, offboarding } = part
  return {
    kind: 'queue_day',
    dedupeKey: `${context.organization.id}:${part.day}`,
    title: `${context.organization.login}: the day's part of the queue is done, ${removed} taken back`,
    lines: [
      ...(removed > 0 ? ['Reading GitHub again showed nothing left of what was taken back.'] : []),
      ...(byHand > 0
        ? [
            `${counted(byHand, 'removal waits', 'removals wait')} for an owner's hand: the page links to where each is done.`,
          ]
        : []),
      ...(leftAlone > 0
        ? [`${counted(leftAlone, 'one was', 'were')} left as they are, because something newer is known.`]
        : []),
      waiting === 0
        ? 'Nothing waits in the queue any more.'
        : `${counted(waiting, 'removal is', 'removals are')} still in the queue${next === null ? '' : `; it goes on on ${printedDay(next)}`}.`,
      ...(offboarding.lines === 0
        ? []
        : [
            `Off-boarding: ${counted(offboarding.lines, 'line is', 'lines are')} not ticked yet, for ${counted(offboarding.people, 'person', 'people')}; the tab Done has the lists.`,
          ]),
      ...(part.suspendAt === null
        ? []
        : [`The App that writes can sleep now. Suspend it: ${part.suspendAt}`]),
      ...historyLine(part.history),
    ],
    link: {
      label: 'See the queue',
      url: page(context, part.review === null ? 'history' : `reviews/${part.review}?view=queue`),
    },
    counts: [
      { name: 'Taken back', value: removed },
      { name: 'By hand', value: byHand },
      { name: 'Left as they are', value: leftAlone },
      { name: 'Failed', value: failed },
      { name: 'Still in the queue', value: waiting },
    ].filter(({ value }) => value > 0),
    severity: failed > 0 ? 'trouble' : byHand > 0 ? 'ask' : 'done',
  }
}

/** Something is due, and the App that writes is suspended; once an organisation and day. */
export function writerAsleep(
  context: MessageContext,
  asleep: {
    readonly day: string
    readonly due: number
    readonly wakeAt: string
    readonly history: HistoryHead
  },
): Message {
  return {
    kind: 'writer_asleep',
    dedupeKey: `${context.organization.id}:${asleep.day}`,
    title: `${context.organization.login}: ${counted(asleep.due, 'removal is', 'removals are')} due, and the App that writes is suspended`,
    lines: [
      `Nothing has failed: the queue waits. Unsuspend the App, and it goes on within the hour: ${asleep.wakeAt}`,
      ...historyLine(asleep.history),
    ],
    link: { label: 'See the reviews', url: page(context, 'reviews') },
    counts: [{ name: 'Due', value: asleep.due }],
    severity: 'ask',
  }
}
