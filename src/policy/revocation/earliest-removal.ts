/** The earliest moment at which a decided proposal may be carried out. */

import { daysAfter, hoursAfter, latest } from '../calendar.ts'
import type { NoticePeriod } from '../people/notice-period.ts'
import type { Rules } from '../rules/rules.ts'
import type { Instant } from '../words.ts'

interface Decided {
  readonly openedAt: Instant
  readonly decidedAt: Instant
  readonly notice: NoticePeriod
  readonly rules: Pick<Rules, 'noticeDays' | 'coolingHours'>
}

/** What has to be over before a removal. */
const WAITING_CONDITIONS = [
  {
    name: 'the notice since the person was told is over',
    kind: 'notice',
    until: endOfNotice,
  },
  {
    name: 'the cooling time since the decision is over',
    kind: 'cooling',
    until: ({ decidedAt, rules }) => hoursAfter(decidedAt, rules.coolingHours),
  },
] as const satisfies readonly {
  readonly name: string
  readonly kind: 'notice' | 'cooling'
  readonly until: (decided: Decided) => Instant | null
}[]

/** When everything that has to be over is over; null while the person is still to be told, because then nobody knows. */
export function earliestRemoval(
  { openedAt, notice }: Pick<Decided, 'openedAt' | 'notice'>,
  { at: decidedAt }: { readonly at: Instant },
  rules: Decided['rules'],
): Instant | null {
  const moments = endsOfWaiting({ openedAt, decidedAt, notice, rules }).map(({ until }) => until)
  return moments.includes(null) ? null : latest(...moments)
}

/** Each thing that has to be over, and when it is; null: once the person has been told. */
export function endsOfWaiting(
  decided: Decided,
): readonly { readonly kind: 'notice' | 'cooling'; readonly until: Instant | null }[] {
  return WAITING_CONDITIONS.map(({ kind, until }) => ({ kind, until: until(decided) }))
}

/** Days of notice after the one moment that starts it; where the rules ask for none, none is owed. */
function endOfNotice({ openedAt, notice, rules: { noticeDays } }: Decided): Instant | null {
  if (noticeDays === 0) return openedAt
  switch (notice.kind) {
    case 'none':
      return openedAt
    case 'from_opening':
      return daysAfter(openedAt, noticeDays)
    case 'sent':
      return daysAfter(notice.at, noticeDays)
    case 'unreachable':
      return notice.until
    case 'owed':
    case 'tried':
      return null
  }
}
