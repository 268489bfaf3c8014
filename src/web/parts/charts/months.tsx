/** Two years of somebody's days by month, a line for each repository; what was not read is hatched and never looks empty. */

import { scaleLinear, scaleSqrt } from 'd3-scale'
import { MONTHS_SHOWN, type MonthCell } from '../../../policy/activity/months.ts'
import { monthInWords } from '../../../policy/calendar.ts'
import { counted } from '../../../policy/english.ts'
import type { Instant } from '../../../policy/words.ts'

const WIDTH = 240
const HEIGHT = 22
const STEP = WIDTH / MONTHS_SHOWN
/** The line on which the bars stand. */
const FLOOR = 21

/** A day a month is seen, and thirty fit: the square root keeps both apart. */
const up = scaleSqrt([0, 31], [2, FLOOR - 1])

/** One line; `windowFrom`: the beginning of the window, which is shaded. `name` begins its label. */
export function MonthsStrip(props: { cells: readonly MonthCell[]; windowFrom: Instant; name: string }) {
  const { cells, windowFrom, name } = props
  const from = placeOf(windowFrom, cells)
  const bars = cells.flatMap(({ days }, at) => {
    const high = Math.round(up(days) * 10) / 10
    return days === 0 ? [] : [`M${at * STEP + 1} ${FLOOR}v-${high}h${STEP - 3}v${high}z`]
  })
  const unread = cells.flatMap(({ state }, at) => (state === 'not_read' ? [hatched(at * STEP)] : []))
  return (
    <svg
      class="strip"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${name}: ${cellsInWords(cells)}`}
    >
      <rect class="win" x={from} width={WIDTH - from} height={HEIGHT} />
      {unread.length > 0 && <path class="u" d={unread.join('')} />}
      <path class="z" d={`M1 ${FLOOR - 1}h${WIDTH - 2}v1H1z`} />
      {bars.length > 0 && <path class="b" d={bars.join('')} />}
    </svg>
  )
}

/** Three strokes a month, so that neighbours make one hatching. */
function hatched(x: number): string {
  return [0, 1, 2]
    .map((n) => `M${Math.round((x + (n * STEP) / 3) * 10) / 10} ${FLOOR - 2}l${STEP / 3} -${FLOOR - 4}`)
    .join('')
}

/** Where a moment lies, within its month by the day. */
function placeOf(at: Instant, cells: readonly MonthCell[]): number {
  const month = cells.findIndex((cell) => cell.month === at.slice(0, 7))
  if (month < 0) return 0
  const within = scaleLinear([1, 32], [0, STEP])
  return Math.round((month * STEP + within(Number(at.slice(8, 10)))) * 10) / 10
}

/** `seen on 14 days in 9 months; 11 months not read; December 2024 to November 2026`. */
function cellsInWords(cells: readonly MonthCell[]): string {
  const seen = cells.filter(({ state }) => state === 'seen')
  const unread = cells.filter(({ state }) => state === 'not_read').length
  const days = seen.reduce((sum, cell) => sum + cell.days, 0)
  return [
    seen.length === 0
      ? 'nothing seen'
      : `seen on ${counted(days, 'day')} in ${counted(seen.length, 'month')}`,
    ...(unread === 0 ? [] : [`${counted(unread, 'month')} not read`]),
    `${monthInWords(cells[0]?.month ?? '')} to ${monthInWords(cells.at(-1)?.month ?? '')}`,
  ].join('; ')
}

/** One month in a few words, for a table. */
export function cellInWords(cell: MonthCell): string {
  switch (cell.state) {
    case 'seen':
      return counted(cell.days, 'day')
    case 'nothing_seen':
      return 'none'
    case 'not_read':
      return 'not read'
  }
}

/** What the marks mean; the hatching where there is any. */
export function MonthsLegend({ windowMonths, hasUnread }: { windowMonths: number; hasUnread: boolean }) {
  return (
    <ul class="legend">
      <li>
        <svg viewBox="0 0 10 10" aria-hidden="true" focusable="false">
          <rect class="f-key" width="10" height="10" />
        </svg>
        days with an act
      </li>
      {hasUnread && (
        <li>
          <svg class="strip" viewBox="0 0 10 10" aria-hidden="true" focusable="false">
            <path class="u" d="M0 6l5 -6M0 10l9 -10M4 10l6 -6" />
          </svg>
          not read
        </li>
      )}
      <li>
        <svg class="strip" viewBox="0 0 10 10" aria-hidden="true" focusable="false">
          <rect class="win" width="10" height="10" />
        </svg>
        the {counted(windowMonths, 'month')} that count
      </li>
    </ul>
  )
}
