/** Says what an organisation's own list of other places asks for, for whoever was removed. */

import type { Actor, Instant, Subject } from '../words.ts'

/** One line of the list for one removal. */
export interface OffboardingItem {
  readonly line: string
  /** Null while nobody has ticked it. */
  readonly done: { readonly by: Actor; readonly at: Instant } | null
  /** False where the list does not have the line any more, and it was ticked when it did. */
  readonly isAsked: boolean
}

/** Whether the list is for this: a person whose removal is done, by this product or by hand. */
export function isOffboarded(proposal: {
  readonly subject: Subject
  readonly revocation: { readonly status: string; readonly rehearsal: boolean } | null
}): boolean {
  const { subject, revocation } = proposal
  return (
    subject.kind === 'account' && revocation !== null && revocation.status === 'done' && !revocation.rehearsal
  )
}

/** The list as it is now, with what was ticked; ticked lines that it does not have any more come last. */
export function offboardingItems(
  lines: readonly string[],
  ticks: readonly { readonly line: string; readonly by: Actor; readonly at: Instant }[],
): readonly OffboardingItem[] {
  const done = new Map(ticks.map(({ line, by, at }) => [line, { by, at }]))
  return [
    ...lines.map((line) => ({ line, done: done.get(line) ?? null, isAsked: true })),
    ...ticks.flatMap(({ line, by, at }) =>
      lines.includes(line) ? [] : [{ line, done: { by, at }, isAsked: false }],
    ),
  ]
}

/** `3 of 5 ticked`; what the list does not have any more counts no more. */
export function offboardingInWords(items: readonly OffboardingItem[]): string {
  const asked = items.filter(({ isAsked }) => isAsked)
  return `${asked.filter(({ done }) => done !== null).length} of ${asked.length} ticked`
}
