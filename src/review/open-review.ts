/** Opens a review, and adds proposals to a running one after each audit. */

import { messageContext, reviewOpened } from '../notify/messages.ts'
import type { Platform } from '../platform.ts'
import { daysAfter, monthsBefore, printedDay, quarterOf } from '../policy/calendar.ts'
import { counted } from '../policy/english.ts'
import { hasContributors } from '../policy/people/contributing/viewer.ts'
import { missingInWords } from '../policy/proposals/missing-in-words.ts'
import { Refusal } from '../policy/refusal.ts'
import { contributorScope } from '../policy/rules/review-calendar.ts'
import { readRules } from '../policy/rules/rules.ts'
import type { Actor, Id, Instant } from '../policy/words.ts'
import { findNewestFinishedAudit } from '../register/audits/audits.ts'
import { findHistoryHead, recordChange } from '../register/history/history.ts'
import { findOrganizationById, type Organization } from '../register/organizations.ts'
import { findTeamNamed } from '../register/people/contributing/team-named.ts'
import { countToTell } from '../register/people/notices/notices.ts'
import { findMissing } from '../register/reviews/missing.ts'
import { findUnfinishedProposals, type Proposal, proposalsStatement } from '../register/reviews/proposals.ts'
import {
  findCommitAuthors,
  findNewestQuarter,
  findOpenReview,
  openReviewStatement,
  type Review,
} from '../register/reviews/reviews.ts'
import type { ReviewScope } from '../register/schema.ts'
import { verifyByHand } from './by-hand/verify-by-hand.ts'
import { closeStale } from './close-stale.ts'
import { readCurrentGrants } from './current-grants.ts'
import { draftProposals } from './draft-proposals.ts'

/** Proposals per statement: each takes a few kB, and D1 allows 2 MB per bound value. */
const PROPOSALS_PER_STATEMENT = 100

/**
 * Opens the organisation's review: records its proposals and sends a message. Throws a Refusal while another one is open
 * and before the first finished audit. `scope`: the contributors that the calendar has counted.
 */
export async function openReview(
  platform: Platform,
  org: { readonly id: Id },
  by: Actor,
  now: Instant,
  scope?: ReviewScope,
): Promise<{ readonly id: string }> {
  const { register } = platform
  const organization = await findServed(platform, org.id)
  const rules = readRules(organization.rules)
  const running = await findOpenReview(register, org.id)
  if (running !== null) throw alreadyOpen(organization, running)
  const audit = await findNewestFinishedAudit(register, org.id, 'any')
  if (audit === null) {
    throw new Refusal(
      'conflict',
      `No audit of ${organization.login} has finished yet, so there is nothing to ask about. Start one and open the review after it.`,
    )
  }
  const isFirst = (await findNewestQuarter(register, org.id)) === null
  const id = crypto.randomUUID()
  const review: Review = {
    id,
    orgId: org.id,
    quarter: quarterOf(now),
    openedAt: now,
    openedBy: by,
    dueAt: daysAfter(now, rules.reviewDueDays),
    closedAt: null,
    auditId: audit.id,
    scope: scope ?? (await scopeByHand(platform, org.id, now)),
    reminders: 0,
    remindedAt: null,
  }
  const current = await readCurrentGrants(register, org.id)
  const proposed = await findUnfinishedProposals(register, org.id)
  const proposals = await draftProposals(platform, organization, rules, { current, proposed }, id, now)
  const opened = await recordChange(
    register,
    org.id,
    openReviewStatement(register, review),
    {
      at: now,
      act: 'review_opened',
      actor: by,
      sentence: `The review of ${review.quarter} was opened with ${counted(proposals.length, 'proposal')}; it is due on ${printedDay(review.dueAt)}.`,
      facts: { review: id, audit: audit.id, proposals: proposals.length, scope: review.scope },
    },
    (recorded) => chunked(proposals).map((chunk) => proposalsStatement(register, chunk, recorded)),
  )
  if (!opened) throw alreadyOpen(organization, null)
  const team = await findTeamNamed(register, org.id, rules.contributors.team)
  const message = reviewOpened(messageContext(platform.deployment.publicUrl, organization, rules), {
    id,
    quarter: review.quarter,
    dueAt: review.dueAt,
    subjects: proposals.map(({ subject }) => subject.kind),
    privileged: proposals.filter(({ risk }) => risk.privileged).length,
    toTell: rules.noticeDays === 0 ? 0 : await countToTell(register, id),
    hasContributors: hasContributors({ ...rules.contributors, team }, now),
    missing: missingInWords(await findMissing(register, org.id), rules.channels.names),
    ...(isFirst && { firstRules: rules }),
    history: await findHistoryHead(register, org.id),
  })
  await platform.post(org.id, message)
  return { id }
}

/**
 * After an audit: ticks off what people did by hand, closes proposals that are out of date, and adds proposals about what
 * the audit has newly found to the open review, if there is one. Returns how many were added and how many went stale.
 */
export async function addProposals(
  platform: Platform,
  org: { readonly id: Id },
  auditId: string,
  now: Instant,
): Promise<{ readonly added: number; readonly stale: number }> {
  const { register } = platform
  const organization = await findServed(platform, org.id)
  const rules = readRules(organization.rules)
  const unfinished = await findUnfinishedProposals(register, org.id)
  const review = await findOpenReview(register, org.id)
  if (unfinished.length === 0 && review === null) return { added: 0, stale: 0 }
  const current = await readCurrentGrants(register, org.id)
  const done = await verifyByHand(platform, current, now)
  const undone = unfinished.filter(({ id }) => !done.has(id))
  const { stillOpen, stale } = await closeStale(platform, undone, current, rules, now)
  if (review === null) return { added: 0, stale }
  const existing = { current, proposed: stillOpen }
  const drafts = await draftProposals(platform, organization, rules, existing, review.id, now)
  let added = 0
  for (const chunk of chunked(drafts)) {
    const recorded = await recordChange(register, org.id, proposalsStatement(register, chunk), {
      at: now,
      act: 'proposals_added',
      actor: { kind: 'calendar' },
      sentence: `An audit found more to ask about in the review of ${review.quarter}.`,
      facts: { review: review.id, audit: auditId },
    })
    if (recorded) added += chunk.length
  }
  return { added, stale }
}

async function findServed(platform: Platform, orgId: Id): Promise<Organization> {
  const organization = await findOrganizationById(platform.register, orgId)
  if (organization === undefined || organization.closedAt !== null) {
    throw new Refusal('not_found', 'This organisation is not served here.')
  }
  return organization
}

/** For a review opened by hand: it counts only the contributors in the register, because any number is enough. */
async function scopeByHand(platform: Platform, orgId: Id, now: Instant): Promise<ReviewScope> {
  const authors = await findCommitAuthors(platform.register, orgId, monthsBefore(now, 12))
  const { contributors, countedTo } = contributorScope(authors, now)
  return { contributors, countedTo, because: 'asked' }
}

function alreadyOpen(organization: Organization, review: Review | null): Refusal {
  const which = review === null ? 'A review' : `The review of ${review.quarter}`
  return new Refusal(
    'conflict',
    `${which} of ${organization.login} is open already; it has to be closed before another one opens.`,
    review === null ? {} : { review: review.id },
  )
}

function chunked(proposals: readonly Proposal[]): readonly (readonly Proposal[])[] {
  const chunks: (readonly Proposal[])[] = []
  for (let from = 0; from < proposals.length; from += PROPOSALS_PER_STATEMENT) {
    chunks.push(proposals.slice(from, from + PROPOSALS_PER_STATEMENT))
  }
  return chunks
}
