/** Columns side by side, one for each moment, with the goal as a line across them. */

import { scaleLinear } from 'd3-scale'
import { counted } from '../../../policy/english.ts'
import type { Fill } from './legend.tsx'

/** Columns that are counted in one way. Those of another are another series, and nothing joins the two. */
export interface Series {
  /** How it is told from the others; null where it is the only one. */
  readonly name: string | null
  readonly columns: readonly (Column | Break)[]
}

/** So many quarters between its neighbours are not drawn. */
export interface Break {
  readonly notDrawn: number
}

export interface Column {
  /** What stands under it: `Q3`, `now`. */
  readonly label: string
  /** Where one begins: the first column, and the first of each later year. */
  readonly year: string
  readonly n: number
  /** What stands over it, where that is not the number. */
  readonly text?: string
  readonly fill: Fill
}

/** Pixels, as high as the highest column. */
const HEIGHT = 120

/**
 * `label` says the same in one sentence, numbers and goal included. The goal is of the last series alone. Words are HTML at
 * their own size, so only marks stretch.
 */
export function Columns(props: {
  series: readonly Series[]
  goal: { readonly n: number; readonly label: string } | null
  label: string
}) {
  const { series, goal } = props
  const places = series.flatMap(({ columns }) => columns)
  const all = places.flatMap((place) => ('n' in place ? [place.n] : []))
  const notDrawn = places.reduce((sum, place) => sum + ('notDrawn' in place ? place.notDrawn : 0), 0)
  const up = scaleLinear([0, Math.max(1, goal?.n ?? 0, ...all)], [0, HEIGHT]).clamp(true)
  const high = (n: number) => Math.round(up(n) * 10) / 10
  return (
    <>
      <div class="columns" role="img" aria-label={props.label}>
        {series.map(({ name, columns }, index) => (
          <div class="series">
            {name !== null && <p>{name}</p>}
            {goal !== null && index === series.length - 1 && (
              <svg
                viewBox={`0 0 100 ${HEIGHT}`}
                height={HEIGHT}
                preserveAspectRatio="none"
                class="goal"
                aria-hidden="true"
              >
                <line x1="0" x2="100" y1={HEIGHT - high(goal.n)} y2={HEIGHT - high(goal.n)} />
              </svg>
            )}
            {columns.map((place) =>
              'notDrawn' in place ? (
                <div class="column break">
                  <b>…</b>
                  <span />
                </div>
              ) : (
                <Bar column={place} height={high(place.n)} />
              ),
            )}
            {goal !== null && index === series.length - 1 && (
              <div class="column end">
                <span class="good">{goal.label}</span>
                <svg
                  viewBox="0 0 10 10"
                  height={high(goal.n)}
                  preserveAspectRatio="none"
                  aria-hidden="true"
                />
                <span />
              </div>
            )}
          </div>
        ))}
      </div>
      {notDrawn > 0 && <p class="small soft">… {counted(notDrawn, 'quarter')} not drawn</p>}
    </>
  )
}

function Bar({ column, height }: { column: Column; height: number }) {
  const { label, year, n, text, fill } = column
  return (
    <div class="column">
      <b>{text ?? n}</b>
      <svg viewBox="0 0 10 10" height={height} preserveAspectRatio="none" aria-hidden="true">
        <rect class={`f-${fill}`} width="10" height="10" />
      </svg>
      <span>
        {label}
        {year !== '' && <small data-short={`’${year.slice(-2)}`}>{year}</small>}
      </span>
    </div>
  )
}
