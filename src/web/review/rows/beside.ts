/** What stands beside the rows of a page and is not frozen with them: what would stop, files that keep access, activity elsewhere. */

import type { Grant, Id } from '../../../policy/words.ts'
import { findSisterActivity } from '../../../register/activity/sister-activity.ts'
import type { BesideProposal } from '../../../register/reviews/beside-proposals.ts'
import type { AskedRow } from '../../../register/reviews/page/asked-rows.ts'
import { findWouldStop } from '../../../register/reviews/what-stops.ts'
import type { RowsVisit } from '../views.tsx'
import { findSaidOn } from './said.tsx'

/** What stands beside a row. */
export type BesideRow = (row: Pick<AskedRow, 'subject' | 'keptInFiles'>) => BesideProposal

/** A lookup for these rows, and of `others` who is active elsewhere; and what they said; four statements, however many there are, one less where `grants`, every open one, are given. */
export async function findBesideRows(
  visit: Pick<RowsVisit, 'c' | 'org' | 'owner'>,
  rows: readonly Pick<AskedRow, 'id' | 'subject'>[],
  { others = [], grants }: { readonly others?: readonly Id[]; readonly grants?: readonly Grant[] } = {},
): Promise<{
  readonly beside: BesideRow
  readonly said: Awaited<ReturnType<typeof findSaidOn>>
  readonly elsewhere: ReadonlySet<Id>
}> {
  const { c, org } = visit
  const { register, now } = c.var.platform
  const accounts = rows.flatMap(({ subject }) => (subject.kind === 'account' ? [subject.id] : []))
  const [stops, elsewhere, said] = await Promise.all([
    findWouldStop(register, org.id, accounts, grants),
    findSisterActivity(register, org.id, [...new Set([...accounts, ...others])], now),
    findSaidOn(visit, rows),
  ])
  const beside: BesideRow = ({ subject, keptInFiles }) =>
    subject.kind === 'account'
      ? {
          wouldStop: stops.get(subject.id) ?? null,
          keptInFiles,
          activeElsewhere: elsewhere.get(subject.id) ?? [],
        }
      : NOTHING
  return { beside, said, elsewhere: new Set(elsewhere.keys()) }
}

const NOTHING: BesideProposal = { wouldStop: null, keptInFiles: [], activeElsewhere: [] }
