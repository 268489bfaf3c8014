/** The type of a column that holds a moment. */

import { customType } from 'drizzle-orm/sqlite-core'
import { instant } from '../../policy/calendar.ts'
import type { Instant } from '../../policy/words.ts'

/** A moment as UTC ISO-8601 with milliseconds, so that text order is time order. A row of the previous version may have none. */
export const moment = customType<{ data: Instant; driverData: string }>({
  dataType: () => 'text',
  fromDriver: instant,
})
