/** The key of a chart: each fill with its word. */

/** The fills of marks; `src/web/style/charts.ts` has a class for each. */
export type Fill = 'active' | 'new' | 'exempt' | 'unknown' | 'inactive' | 'key' | 'good' | 'line'

export function Legend({ fills }: { fills: readonly (readonly [fill: Fill, word: string])[] }) {
  return (
    <ul class="legend">
      {fills.map(([fill, word]) => (
        <li>
          <svg viewBox="0 0 10 10" aria-hidden="true" focusable="false">
            <rect class={`f-${fill}`} width="10" height="10" />
          </svg>
          {word}
        </li>
      ))}
    </ul>
  )
}
