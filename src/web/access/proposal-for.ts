/** Finds a proposal by its id for somebody with a right to its organisation. Unknown and foreign look the same. */

import { Refusal } from '../../policy/refusal.ts'
import { findProposalView, type ProposalView } from '../../register/reviews/proposal-list.ts'
import { type Authorized, mayDecide, mayReadById, signedIn } from './permissions.ts'
import type { Visit } from './visit.ts'

interface Found {
  readonly proposal: ProposalView
  readonly authorized: Authorized
}

/** For looking at it. */
export function proposalForReading(c: Visit, id: string): Promise<Found> {
  return found(c, id, mayReadById)
}

/** For deciding on it or carrying it out: the right is asked anew. With `org` only where it is that organisation's. */
export async function proposalForDeciding(c: Visit, id: string, org?: string): Promise<Found> {
  const it = await found(c, id, mayDecide)
  if (org !== undefined && org.toLowerCase() !== it.authorized.org.login.toLowerCase()) throw noProposal()
  return it
}

async function found(
  c: Visit,
  id: string,
  right: (c: Visit, org: number) => Promise<Authorized>,
): Promise<Found> {
  signedIn(c)
  const known = await findProposalView(c.var.platform.register, id)
  if (known === null) throw noProposal()
  try {
    return { proposal: known.proposal, authorized: await right(c, known.orgId) }
  } catch (error) {
    // An organisation's 404 must not tell that the proposal exists.
    if (error instanceof Refusal && error.code === 'not_found') throw noProposal()
    throw error
  }
}

function noProposal(): Refusal {
  return new Refusal('not_found', 'There is no such proposal here, or you have no right to see it.')
}
