/** What can be asked of the history, by the API and in the address of its page. */

import { z } from '@hono/zod-openapi'
import { HISTORY_VIEWS } from '../../../register/history/history-filter.ts'
import { ListQuery } from '../../api/contract.ts'

const Day = z.iso.date().optional()

export const HistoryQuery = ListQuery.extend({
  view: z
    .enum(HISTORY_VIEWS)
    .default('all')
    .openapi({ description: '`decisions` and removals: all that is in no other view' }),
  q: z
    .string()
    .trim()
    .max(100)
    .optional()
    .openapi({ description: 'Part of the login or name of who acted, or of what it is about' }),
  from: Day.openapi({ description: 'The first day, in UTC', example: '2026-11-01' }),
  to: Day.openapi({ description: 'The last day, in UTC', example: '2026-11-22' }),
})
