/** What stands beside the rows of a page and is not frozen with them: what would stop, files that keep access, activity elsewhere. */

import type { Grant, Id } from '../../../policy/words.ts'
import type { BesideProposal } from '../../../register/reviews/beside-proposals.ts'
import type { AskedRow } from '../../../register/reviews/page/asked-rows.ts'
import { findWouldStop } from '../../../register/reviews/what-stops.ts'
import type { RowsVisit } from '../views.tsx'
import type { SaidOn } from './said.tsx'

/** What stands beside a row. */
export type BesideRow = (row: Pick<AskedRow, 'subject' | 'keptInFiles'>) => BesideProposal

/** The lookups of a page. */
export interface Beside {
  readonly beside: BesideRow
  readonly said: SaidOn
  readonly elsewhere: ReadonlySet<Id>
  readonly grants: readonly Grant[]
}

/** A lookup for these rows, and of `others` who is active elsewhere, what they said, and the grants of them and of `holders`; two statements, however many there are. */
export async function findBesideRows(
  { c, org, owner }: Pick<RowsVisit, 'c' | 'org' | 'owner'>,
  rows: readonly Pick<AskedRow, 'id' | 'subject'>[],
  also: { readonly others?: readonly Id[]; readonly holders?: readonly Id[] } = {},
): Promise<Beside> {
  const { register, now } = c.var.platform
  const accounts = rows.flatMap(({ subject }) => (subject.kind === 'account' ? [subject.id] : []))
  const found = await findWouldStop(register, org.id, accounts, now, also)
  const { stops, elsewhere, grants } = found
  const said: SaidOn = ({ id, subject }) =>
    owner !== null && subject.kind === 'account' ? found.said(id, subject.id) : undefined
  const beside: BesideRow = ({ subject, keptInFiles }) =>
    subject.kind === 'account'
      ? {
          wouldStop: stops.get(subject.id) ?? null,
          keptInFiles,
          activeElsewhere: elsewhere.get(subject.id) ?? [],
        }
      : NOTHING
  return { beside, said, elsewhere: new Set(elsewhere.keys()), grants }
}

const NOTHING: BesideProposal = { wouldStop: null, keptInFiles: [], activeElsewhere: [] }
