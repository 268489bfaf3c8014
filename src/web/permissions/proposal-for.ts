/** Finds a proposal by its id for somebody who may read, comment or decide on it; unknown and foreign proposals get the same 404. */

import type { SharedProposal } from '../../policy/people/contributing/shared-proposal.ts'
import { isContributing } from '../../policy/people/contributing/viewer.ts'
import { Refusal } from '../../policy/refusal.ts'
import { findCommented, findSharedProposal } from '../../register/reviews/page/shared-rows.ts'
import { findProposalView, type ProposalView } from '../../register/reviews/proposal-list.ts'
import type { Visit } from '../access/visit.ts'
import { type Authorized, mayDecide, mayReadById, signedIn } from './permissions.ts'
import { mayComment, maySeeReview, type ReviewRight } from './review-rights.ts'

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

/** What somebody sees of a proposal: owners and the operator by their own way, who contributes the shared part. */
export type SeenProposal =
  | { readonly kind: 'whole'; readonly found: Found }
  | { readonly kind: 'shared'; readonly right: ReviewRight; readonly proposal: SharedProposal }

/** The proposal, for looking at it as the caller may. */
export async function proposalForLooking(c: Visit, id: string): Promise<SeenProposal> {
  const { right, shared } = await findShared(c, id, maySeeReview)
  if (shared !== null) return { kind: 'shared', right, proposal: shared }
  return { kind: 'whole', found: await proposalForReading(c, id) }
}

/** Who may say something on the proposal. */
export async function proposalForCommenting(c: Visit, id: string): Promise<ReviewRight> {
  return (await findShared(c, id, mayComment)).right
}

/** The caller's right, and of who contributes what they see of the proposal; null for owners and the operator. */
async function findShared(
  c: Visit,
  id: string,
  may: (c: Visit, org: number) => Promise<ReviewRight>,
): Promise<{ readonly right: ReviewRight; readonly shared: SharedProposal | null }> {
  signedIn(c)
  const { register } = c.var.platform
  const known = await findCommented(register, id)
  if (known === null) throw noProposal()
  const right = await may(c, known.orgId).catch(asNoProposal)
  if (!isContributing(right.viewer)) return { right, shared: null }
  const shared = await findSharedProposal(register, known.orgId, id, right.viewer)
  if (shared === null) throw noProposal()
  return { right, shared }
}

async function findFor(
  c: Visit,
  id: string,
  authorize: (c: Visit, org: number) => Promise<Authorized>,
): Promise<Found> {
  signedIn(c)
  const known = await findProposalView(c.var.platform.register, id)
  if (known === null) throw noProposal()
  return { proposal: known.proposal, authorized: await authorize(c, known.orgId).catch(asNoProposal) }
}

/** The organisation's own 404 would reveal that the proposal exists. */
function asNoProposal(error: unknown): never {
  throw error instanceof Refusal && error.code === 'not_found' ? noProposal() : error
}

function noProposal(): Refusal {
  return new Refusal('not_found', 'There is no such proposal here, or you have no right to see it.')
}
