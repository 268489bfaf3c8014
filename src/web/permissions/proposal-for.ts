/** Finds a proposal by its id for somebody who may read or decide on it; unknown and foreign proposals get the same 404. */

import { Refusal } from '../../policy/refusal.ts'
import { findProposalView, type ProposalView } from '../../register/reviews/proposal-list.ts'
import type { Visit } from '../access/visit.ts'
import { type Authorized, mayDecide, mayReadById, signedIn } from './permissions.ts'

interface Found {
  readonly proposal: ProposalView
  readonly authorized: Authorized
}

/** The proposal, for reading. */
export function proposalForReading(c: Visit, id: string): Promise<Found> {
  return findFor(c, id, mayReadById)
}

/** The proposal, for deciding on it or carrying it out; the owner is looked up again. With `org`, only if it is that organisation's. */
export async function proposalForDeciding(c: Visit, id: string, org?: string): Promise<Found> {
  const found = await findFor(c, id, mayDecide)
  if (org !== undefined && org.toLowerCase() !== found.authorized.org.login.toLowerCase()) throw noProposal()
  return found
}

async function findFor(
  c: Visit,
  id: string,
  authorize: (c: Visit, org: number) => Promise<Authorized>,
): Promise<Found> {
  signedIn(c)
  const known = await findProposalView(c.var.platform.register, id)
  if (known === null) throw noProposal()
  try {
    return { proposal: known.proposal, authorized: await authorize(c, known.orgId) }
  } catch (error) {
    // The organisation's own 404 would reveal that the proposal exists.
    if (error instanceof Refusal && error.code === 'not_found') throw noProposal()
    throw error
  }
}

function noProposal(): Refusal {
  return new Refusal('not_found', 'There is no such proposal here, or you have no right to see it.')
}
