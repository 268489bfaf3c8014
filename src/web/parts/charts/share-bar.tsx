/** One bar that is divided into its parts, as wide as its box: shares of a whole, for one line of `.bars`. */

import { scaleLinear } from 'd3-scale'
import { stack, stackOrderNone } from 'd3-shape'
import type { Fill } from './legend.tsx'

/** A part of the whole; a part of nothing is not drawn. */
export interface Share {
  readonly fill: Fill
  readonly n: number
  /** What it counts: `3 active owners`. */
  readonly label: string
  /** Where those that it counts are listed. */
  readonly href: string
}

const WIDTH = 1000
const HEIGHT = 24

/**
 * The marks alone, each a link for whoever points at it. Screen readers and keyboards find the same numbers and links in the
 * words beside the bar and in the table behind it, so neither meets them twice. `isMild` draws it paler.
 */
export function ShareBar({ shares, isMild = false }: { shares: readonly Share[]; isMild?: boolean }) {
  return (
    <svg
      class={isMild ? 'mild' : undefined}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <rect class="f-line" width={WIDTH} height={HEIGHT} />
      {placed(shares).map(({ fill, label, href, x, width }) => (
        <a href={href} tabindex={-1}>
          <rect class={`f-${fill} gap`} x={x} width={width} height={HEIGHT}>
            <title>{label}</title>
          </rect>
        </a>
      ))}
    </svg>
  )
}

/** The parts that are not empty, side by side from the left; they fill the whole width. */
export function placed(
  shares: readonly Share[],
): readonly (Share & { readonly x: number; readonly width: number })[] {
  const whole = shares.reduce((sum, { n }) => sum + n, 0)
  const across = scaleLinear([0, whole], [0, WIDTH])
  const place = stack<readonly Share[], number>()
    .keys(shares.keys())
    .value((of, index) => of[index]?.n ?? 0)
    .order(stackOrderNone)
  return place([shares]).flatMap(([span], index) => {
    const share = shares[index]
    if (span === undefined || share === undefined || share.n === 0) return []
    const [from, to] = [across(span[0]), across(span[1])]
    return [{ ...share, x: rounded(from), width: rounded(to - from) }]
  })
}

/** To a tenth of a thousandth of the width: nobody sees less. */
function rounded(length: number): number {
  return Math.round(length * 10) / 10
}
