/** The letter about something that needs mending. It accuses nobody and names no person. */

import type { Message } from '../message.ts'
import { type MessageContext, page } from './message-context.ts'

/** Something needs mending: what happened, what was left unchanged, what to do. The sentences name no person. */
export function trouble(
  head: MessageContext,
  about: {
    /** Unique within the organisation: the same trouble under the same dedupeKey is told once. */
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
    dedupeKey: `${head.organization.id}:${about.dedupeKey}`,
    title: `${head.organization.login}: something needs mending`,
    lines: [about.happened, about.unchanged, about.next],
    link: { label: 'Look at it', url: page(head, about.path) },
    counts: [],
    severity: 'trouble',
  }
}
