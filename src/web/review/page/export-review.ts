/** A review as a file, with what whoever asks for it may see. */

import { logAccess } from '../../../register/history/access-log.ts'
import { findReviewTally } from '../../../register/reviews/page/review-tally.ts'
import { listProposals } from '../../../register/reviews/proposal-list.ts'
import type { Visit } from '../../access/visit.ts'
import { allItems, exportFile, PROPOSAL_COLUMNS } from '../../export.ts'
import type { Authorized } from '../../permissions/permissions.ts'
import { noSuchReview } from '../../permissions/review-rights.ts'
import { proposalFor, seesPersonal } from '../../permissions/seen-by-owners.ts'

/** The file in the format asked for; the access is recorded in the history. */
export async function exportReview(
  c: Visit,
  authorized: Authorized,
  id: string,
  format: 'csv' | 'json',
): Promise<Response> {
  const { org, actor } = authorized
  const { register, now } = c.var.platform
  const tally = await findReviewTally(register, org.id, id, now)
  if (tally === null) throw noSuchReview(org)
  await logAccess(register, org.id, actor, 'export', now)
  const seen = { hidesPersonal: !seesPersonal(authorized) }
  const list = async (after: readonly (string | number)[] | null, limit: number) => {
    const page = await listProposals(register, org.id, id, after, limit, seen)
    return { ...page, items: page.items.map((each) => proposalFor(authorized, each)) }
  }
  return exportFile(
    c,
    format,
    `${org.login}-review-${tally.review.quarter}`,
    await allItems(list, 3),
    PROPOSAL_COLUMNS,
  )
}
