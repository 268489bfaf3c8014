/** Checks who may look at an organisation's reviews, and whether as an owner, the operator, a contributor or a maintainer of teams. */

import { teamMeant } from '../../policy/people/contributing/named-team.ts'
import { type Contributing, contributingAs, type Viewer } from '../../policy/people/contributing/viewer.ts'
import { Refusal } from '../../policy/refusal.ts'
import { readableRules } from '../../policy/rules/rules.ts'
import type { Actor, Id } from '../../policy/words.ts'
import type { Register } from '../../register/open.ts'
import { findOrganization, findOrganizationById, type Organization } from '../../register/organizations.ts'
import { findOrganizationsToHelp, findTeamStanding } from '../../register/people/contributing/contributors.ts'
import { findReviewView, type ReviewView } from '../../register/reviews/review-list.ts'
import { actorOf, type Visit } from '../access/visit.ts'
import type { Sees } from './operator-scope.ts'
import { mayRead, mayReadById, refuseReadToken, signedIn } from './permissions.ts'

/** Somebody who may look at reviews. */
export interface ReviewRight {
  readonly viewer: Viewer
  readonly org: Organization
  readonly actor: Actor
  readonly sees: Sees
}

/** Lets owners, the operator and who contributes look at reviews; everybody else gets the 404 of an unknown organisation. */
export async function maySeeReview(c: Visit, org: string | Id, needs: Sees = 'names'): Promise<ReviewRight> {
  try {
    const { role, ...right } =
      typeof org === 'string'
        ? await mayRead(c, org, needs)
        : { ...(await mayReadById(c, org)), sees: 'names' as const }
    return { ...right, viewer: { kind: role } }
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'not_found') throw error
    const right = await contributorsRight(c, org)
    if (right === null) throw error
    return right
  }
}

/** The same for saying something; a token that may only read says nothing. */
export async function mayComment(c: Visit, org: Id): Promise<ReviewRight> {
  refuseReadToken(signedIn(c))
  return await maySeeReview(c, org)
}

/** The organisations in which the caller contributes and is no owner. */
export async function organizationsHelped(c: Visit, owned: readonly Organization[]): Promise<Organization[]> {
  const { caller } = c.var
  if (caller.kind !== 'person') return []
  const isOwned = new Set(owned.map(({ id }) => id))
  const found = (await findOrganizationsToHelp(c.var.platform.register, caller.id)).filter(
    ({ id }) => !isOwned.has(id),
  )
  const standings = await Promise.all(found.map((org) => contributingIn(c, org, caller.id)))
  return found.filter((_, n) => standings[n] !== null)
}

async function contributorsRight(c: Visit, named: string | Id): Promise<ReviewRight | null> {
  const { caller, platform } = c.var
  if (caller.kind !== 'person') return null
  const { register } = platform
  const org = await (typeof named === 'string'
    ? findOrganization(register, named)
    : findOrganizationById(register, named))
  if (org === undefined || org.closedAt !== null) return null
  const viewer = await contributingIn(c, org, caller.id)
  return viewer === null ? null : { viewer, org, actor: actorOf(caller), sees: 'names' }
}

/** Where the rules cannot be read nobody is named by them; the organisation's teams are as they are. */
async function contributingIn(c: Visit, org: Organization, account: Id): Promise<Contributing | null> {
  const { register, now } = c.var.platform
  const contributors = readableRules(org.rules)?.contributors ?? { team: null, people: [] }
  const standing = await findTeamStanding(register, org.id, account, teamMeant(contributors.team))
  return contributingAs(account, contributors, standing, now)
}

/** The organisation's review of this id, whoever looks; a 404 where it has none. */
export async function reviewOf(
  register: Register,
  org: Pick<Organization, 'id' | 'login'>,
  id: string,
): Promise<ReviewView> {
  const review = await findReviewView(register, org.id, id)
  if (review === null) throw noSuchReview(org)
  return review
}

/** The refusal where an organisation has no review of this id. */
export function noSuchReview({ login }: Pick<Organization, 'login'>): Refusal {
  return new Refusal('not_found', `${login} has no review with this id.`)
}
