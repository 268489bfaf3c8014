/** The letter about something that needs mending. It accuses nobody and names no person. */

import type { Letter } from '../message.ts'
import { type Letterhead, page } from './message-context.ts'

/** Something needs mending: what happened, what was left unchanged, what to do. The sentences name no person. */
export function trouble(
  head: Letterhead,
  about: {
    /** Unique within the organisation: the same trouble under the same occasion is told once. */
    readonly occasion: string
    readonly happened: string
    readonly unchanged: string
    readonly next: string
    /** Path under the organisation's pages, e.g. `settings`; empty for the overview. */
    readonly path: string
  },
): Letter {
  return {
    kind: 'trouble',
    occasion: `${head.organization.id}:${about.occasion}`,
    title: `${head.organization.login}: something needs mending`,
    lines: [about.happened, about.unchanged, about.next],
    link: { label: 'Look at it', url: page(head, about.path) },
    counts: [],
    tone: 'trouble',
  }
}
