/** The earliest moment at which a decided proposal may be carried out. */

import { daysAfter, hoursAfter, latest } from '../calendar.ts'
import type { Rules } from '../rules/rules.ts'
import type { Instant } from '../words.ts'

interface Decided {
  readonly openedAt: Instant
  readonly decidedAt: Instant
  readonly rules: Pick<Rules, 'noticeDays' | 'coolingHours'>
}

/** What has to be over before a removal. */
const WAITING_CONDITIONS = [
  {
    name: 'the notice since the proposal was opened is over',
    kind: 'notice',
    until: ({ openedAt, rules }) => daysAfter(openedAt, rules.noticeDays),
  },
  {
    name: 'the cooling time since the decision is over',
    kind: 'cooling',
    until: ({ decidedAt, rules }) => hoursAfter(decidedAt, rules.coolingHours),
  },
] as const satisfies readonly {
  readonly name: string
  readonly kind: 'notice' | 'cooling'
  readonly until: (decided: Decided) => Instant
}[]

/** When everything that has to be over is over. */
export function earliestRemoval(
  { openedAt }: Pick<Decided, 'openedAt'>,
  { at: decidedAt }: { readonly at: Instant },
  rules: Decided['rules'],
): Instant {
  const moments = endsOfWaiting({ openedAt, decidedAt, rules }).map(({ until }) => until)
  return latest(...moments) ?? decidedAt
}

/** Each thing that has to be over, and when it is. */
export function endsOfWaiting(
  decided: Decided,
): readonly { readonly kind: 'notice' | 'cooling'; readonly until: Instant }[] {
  return WAITING_CONDITIONS.map(({ kind, until }) => ({ kind, until: until(decided) }))
}
