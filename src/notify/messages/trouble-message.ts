/** Writes the message about something that an owner has to repair. */

import type { Message } from '../message.ts'
import { type MessageContext, page } from './message-context.ts'

/** What happened, what was left unchanged, and what to do next. The sentences must name no person. */
export function trouble(
  context: MessageContext,
  about: {
    /** Unique within the organisation: the same trouble is sent once. */
    readonly dedupeKey: string
    readonly happened: string
    readonly unchanged: string
    readonly next: string
    /** Path under the organisation's pages, e.g. `settings`; empty for the overview. */
    readonly path: string
  },
): Message {
  return {
    kind: 'trouble',
    dedupeKey: `${context.organization.id}:${about.dedupeKey}`,
    title: `${context.organization.login}: something needs mending`,
    lines: [about.happened, about.unchanged, about.next],
    link: { label: 'Look at it', url: page(context, about.path) },
    counts: [],
    severity: 'trouble',
  }
}
