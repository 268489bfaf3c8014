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
const WAITING_CONDITIONS: readonly {
  readonly name: string
  readonly until: (decided: Decided) => Instant
}[] = [
  {
    name: 'the notice since the proposal was opened is over',
    until: ({ openedAt, rules }) => daysAfter(openedAt, rules.noticeDays),
  },
  {
    name: 'the cooling time since the decision is over',
    until: ({ decidedAt, rules }) => hoursAfter(decidedAt, rules.coolingHours),
  },
]

/** When everything that has to be over is over. */
export function earliestRemoval(
  { openedAt }: Pick<Decided, 'openedAt'>,
  { at: decidedAt }: { readonly at: Instant },
  rules: Decided['rules'],
): Instant {
  const moments = WAITING_CONDITIONS.map(({ until }) => until({ openedAt, decidedAt, rules }))
  return latest(...moments) ?? decidedAt
}
