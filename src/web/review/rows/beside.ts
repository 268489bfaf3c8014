/** What stands beside the rows of a page and is not frozen with them: what would stop, files that keep access, activity elsewhere. */

import type { Grant, Id } from '../../../policy/words.ts'
import type { BesideProposal } from '../../../register/reviews/beside-proposals.ts'
import type { AskedRow } from '../../../register/reviews/page/asked-rows.ts'
import { findWouldStop } from '../../../register/reviews/what-stops.ts'
import type { RowsVisit } from '../views.tsx'

/** What stands beside a row. */
export type BesideRow = (row: Pick<AskedRow, 'subject' | 'keptInFiles'>) => BesideProposal

/** A lookup for these rows, and of `others` who is active elsewhere; two statements, however many there are, one where `grants`, every open one, are given. */
export async function findBesideRows(
  { c, org }: Pick<RowsVisit, 'c' | 'org'>,
  rows: readonly Pick<AskedRow, 'subject'>[],
  also: { readonly others?: readonly Id[]; readonly grants?: readonly Grant[] } = {},
): Promise<{ readonly beside: BesideRow; readonly elsewhere: ReadonlySet<Id> }> {
  const { register, now } = c.var.platform
  const accounts = rows.flatMap(({ subject }) => (subject.kind === 'account' ? [subject.id] : []))
  const { stops, elsewhere } = await findWouldStop(register, org.id, accounts, now, also)
  const beside: BesideRow = ({ subject, keptInFiles }) =>
    subject.kind === 'account'
      ? {
          wouldStop: stops.get(subject.id) ?? null,
          keptInFiles,
          activeElsewhere: elsewhere.get(subject.id) ?? [],
        }
      : NOTHING
  return { beside, elsewhere: new Set(elsewhere.keys()) }
}

const NOTHING: BesideProposal = { wouldStop: null, keptInFiles: [], activeElsewhere: [] }
