/** The style sheet of all pages: light and dark, readable at 360 pixels, visible focus, loads nothing else. */

import { ASKS } from './asks.ts'
import { CHARTS } from './charts.ts'
import { FRAME } from './frame.ts'
import { NARROW } from './narrow.ts'
import { PIECES } from './pieces.ts'
import { STILL_IN_USE } from './still-in-use.ts'

/** The style sheet's path, with the beginning of its text's SHA-256, because browsers cache it for a year. `npm run assets` after a change. */
export const STYLE_PATH = '/style.css?0f8da4d3'

/** Contrasts are at least 4.5:1 in both schemes for every pair of text and background used here. */
export const STYLE = [FRAME, PIECES, STILL_IN_USE, ASKS, CHARTS, NARROW].join('')
