/** Asks in an open review about one grant of everybody who holds it: the membership of a team, or a direct role on a repository. */

import type { Platform } from '../platform.ts'
import { accessMap } from '../policy/access/access-map.ts'
import { grantsByAccount } from '../policy/access/grant-key.ts'
import { isBefore } from '../policy/calendar.ts'
import { counted } from '../policy/english.ts'
import { draftAboutGrant } from '../policy/proposals/one-grant/draft-about-grant.ts'
import { holdersIn } from '../policy/proposals/one-grant/grant-in-scope.ts'
import { Refusal } from '../policy/refusal.ts'
import { readRules } from '../policy/rules/rules.ts'
import { exemptionOf } from '../policy/verdict/inactivity.ts'
import { type Actor, type Id, type Instant, type ProposalScope, proposalKeyOf } from '../policy/words.ts'
import { findOpenGrants } from '../register/access/grants.ts'
import { findNewestActsOfMany } from '../register/activity/newest-acts.ts'
import { findVerdicts } from '../register/activity/verdicts.ts'
import { recordChange } from '../register/history/history.ts'
import { findOrganizationById, type Organization } from '../register/organizations.ts'
import { findNames } from '../register/reviews/candidates.ts'
import { findKeptUntil } from '../register/reviews/decisions.ts'
import { findUnfinishedProposals, type Proposal, proposalsStatement } from '../register/reviews/proposals.ts'
import { findReview, type Review } from '../register/reviews/reviews.ts'
import { findSharedGrants } from '../register/reviews/shared-grants.ts'
import { frozenProposal } from './draft-proposals.ts'

/** Proposals per entry of the history: each takes a few kB, and D1 allows 2 MB per bound value. */
const PROPOSALS_AT_ONCE = 100

/**
 * Makes a proposal about this grant of everybody who holds it, active people too. Left out are those who are exempt, whose
 * grant is kept for now, or who are asked about it already. Returns how many were made.
 */
export async function openGrantProposals(
  platform: Pick<Platform, 'register' | 'deployment'>,
  asked: { readonly reviewId: string; readonly orgId: Id },
  about: Pick<ProposalScope, 'kind' | 'name'>,
  by: Actor,
  now: Instant,
): Promise<{ readonly added: number }> {
  const { register } = platform
  const review = await openReviewOf(platform, asked)
  const organization = await findOrganizationById(register, review.orgId)
  if (organization === undefined) throw new Refusal('not_found', 'This organisation is not served here.')
  const scope = await scopeNamed(platform, organization, about)
  const drafts = await draftsAbout(platform, organization, review, scope, now)
  let added = 0
  for (let from = 0; from < drafts.length; from += PROPOSALS_AT_ONCE) {
    const part = drafts.slice(from, from + PROPOSALS_AT_ONCE)
    const recorded = await recordChange(register, review.orgId, proposalsStatement(register, part), {
      at: now,
      act: 'grant_asked_about',
      actor: by,
      sentence: `An owner asked in the review of ${review.quarter} who still needs ${inWords(scope)}: ${counted(part.length, 'person is', 'people are')} asked about.`,
      facts: { review: review.id, scope, proposals: part.length },
    })
    if (recorded) added += part.length
  }
  return { added }
}

async function openReviewOf(
  { register }: Pick<Platform, 'register'>,
  { reviewId, orgId }: { readonly reviewId: string; readonly orgId: Id },
): Promise<Review> {
  const review = await findReview(register, reviewId)
  if (review === null || review.orgId !== orgId)
    throw new Refusal('not_found', 'There is no such review here. Nobody was asked about.')
  if (review.closedAt !== null)
    throw new Refusal(
      'conflict',
      `The review of ${review.quarter} is closed. Nobody was asked about; open a review first.`,
    )
  return review
}

async function scopeNamed(
  { register }: Pick<Platform, 'register'>,
  { id, login }: Organization,
  { kind, name }: Pick<ProposalScope, 'kind' | 'name'>,
): Promise<ProposalScope> {
  const found = (await findSharedGrants(register, id)).find(
    (each) => each.kind === kind && each.name.toLowerCase() === name.toLowerCase(),
  )
  if (found !== undefined) return { kind, id: found.id, name: found.name }
  const what =
    kind === 'team' ? 'no team of this name with members' : 'no repository of this name with direct roles'
  throw new Refusal('not_found', `The newest audit of ${login} saw ${what}. Nobody was asked about.`)
}

async function draftsAbout(
  { register, deployment }: Pick<Platform, 'register' | 'deployment'>,
  organization: Organization,
  review: Review,
  scope: ProposalScope,
  now: Instant,
): Promise<readonly Proposal[]> {
  const rules = readRules(organization.rules)
  const grants = await findOpenGrants(register, organization.id)
  const holders = holdersIn(scope, grants)
  const [names, verdicts, acts, kept, unfinished] = await Promise.all([
    findNames(register, organization, deployment.webUrl),
    findVerdicts(register, organization.id),
    findNewestActsOfMany(register, organization.id, holders),
    findKeptUntil(register, organization.id),
    findUnfinishedProposals(register, organization.id),
  ])
  const proposed = new Set(unfinished.map(proposalKeyOf))
  const byAccount = grantsByAccount(grants)
  const shared = byAccount.get(null) ?? []
  const map = accessMap(grants)
  return holders.flatMap((id) => {
    const account = { id, login: names.login(id) ?? `account ${id}`, type: 'User' } as const
    const key = proposalKeyOf({ subject: { kind: 'account', id }, scope })
    const until = kept.get(key)
    const isKept = until !== undefined && isBefore(now, until)
    if (proposed.has(key) || isKept || exemptionOf(account, rules, now) !== null) return []
    const verdict = verdicts.get(id) ?? { verdict: 'unknown', gaps: [] }
    const judged = { account, verdict, evidence: acts.get(id) ?? [] }
    const draft = draftAboutGrant(judged, scope, [...(byAccount.get(id) ?? []), ...shared], map, names)
    return [frozenProposal(draft, scope, organization.id, review.id, now)]
  })
}

function inWords({ kind, name }: ProposalScope): string {
  return kind === 'team' ? `team ${name}` : `the direct role on ${name}`
}
