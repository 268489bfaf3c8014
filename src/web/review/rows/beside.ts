/** What stands beside the rows of a page and is not frozen with them: what would stop, files that keep access, activity elsewhere. */

import type { Id } from '../../../policy/words.ts'
import { findKeptInFiles } from '../../../register/access/kept-in-files.ts'
import { findSisterActivity } from '../../../register/activity/sister-activity.ts'
import type { BesideProposal } from '../../../register/reviews/beside-proposals.ts'
import type { AskedRow } from '../../../register/reviews/page/asked-rows.ts'
import { findWouldStop } from '../../../register/reviews/what-stops.ts'
import type { RowsVisit } from '../views.tsx'

/** What stands beside a row. */
export type BesideRow = (row: Pick<AskedRow, 'subject'>) => BesideProposal

/** A lookup for these rows, and of `others` who is active elsewhere; five statements, however many there are. */
export async function findBesideRows(
  { c, org }: Pick<RowsVisit, 'c' | 'org'>,
  rows: readonly Pick<AskedRow, 'subject'>[],
  others: readonly Id[] = [],
): Promise<{ readonly beside: BesideRow; readonly elsewhere: ReadonlySet<Id> }> {
  const { register, now } = c.var.platform
  const accounts = rows.flatMap(({ subject }) => (subject.kind === 'account' ? [subject.id] : []))
  const [stops, kept, elsewhere] = await Promise.all([
    findWouldStop(register, org.id, accounts),
    findKeptInFiles(register, org.id, accounts),
    findSisterActivity(register, org.id, [...new Set([...accounts, ...others])], now),
  ])
  const beside: BesideRow = ({ subject }) =>
    subject.kind === 'account'
      ? {
          wouldStop: stops.get(subject.id) ?? null,
          keptInFiles: kept.get(subject.id) ?? [],
          activeElsewhere: elsewhere.get(subject.id) ?? [],
        }
      : NOTHING
  return { beside, elsewhere: new Set(elsewhere.keys()) }
}

const NOTHING: BesideProposal = { wouldStop: null, keptInFiles: [], activeElsewhere: [] }
