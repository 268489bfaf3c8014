/** The type of a column that holds a moment. */

import { customType } from 'drizzle-orm/sqlite-core'
import { instant } from '../../policy/calendar.ts'
import type { Instant } from '../../policy/words.ts'

/** A moment as UTC ISO-8601 with milliseconds, so that text order is time order. A row of the previous version may have none. */
export const moment = customType<{ data: Instant; driverData: string }>({
  dataType: () => 'text',
  fromDriver: (text) => (isInForm(text) ? text : instant(text)),
})

/** By the length alone: every text in such a column was written by `instant`, and a page of rows has hundreds of them. */
function isInForm(text: string): text is Instant {
  return text.length === LENGTH
}

const LENGTH = '2026-11-22T06:00:00.000Z'.length
