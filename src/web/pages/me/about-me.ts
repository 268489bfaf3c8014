/** Gathers everything that is held on the signed-in person, in all organisations served here: for their page and `GET /api/me`. */

import type { Platform } from '../../../platform.ts'
import { latest } from '../../../policy/calendar.ts'
import { effectOfWithdrawal } from '../../../policy/people/answer.ts'
import { whyNotAskedBack } from '../../../policy/people/ask-back.ts'
import { type EarliestChange, earliestChange } from '../../../policy/people/earliest-for-you.ts'
import { giveBackUntil } from '../../../policy/people/keeping.ts'
import { isStanding } from '../../../policy/people/leave.ts'
import type { Wait } from '../../../policy/revocation/queue.ts'
import { bindingRules } from '../../../policy/rules/rule-versions.ts'
import { type Rules, readRules } from '../../../policy/rules/rules.ts'
import { type Id, type Instant, type ProposalStatus, subjectKeyOf } from '../../../policy/words.ts'
import { findAccountRowById } from '../../../register/access/accounts.ts'
import { findOrganizationsHolding } from '../../../register/access/holders.ts'
import { findRequiredReviewers } from '../../../register/activity/deployment-reviewers.ts'
import type { Organization } from '../../../register/organizations.ts'
import { type AnswerRow, findAnswersOf } from '../../../register/people/answers.ts'
import {
  findNoticesTo,
  findOwnersToAsk,
  findReviewDays,
  type NoticeTo,
  type OwnerToAsk,
  type ReviewDays,
} from '../../../register/people/held.ts'
import { findLeavesOf, type LeaveRow } from '../../../register/people/leaves.ts'
import { findTaken, type TakenFromPerson } from '../../../register/people/taken.ts'
import { findProposalsAbout, type ProposalView } from '../../../register/reviews/proposal-list.ts'
import type { Person } from '../../../register/sign-in/sessions.ts'
import { type QueuePlace, readQueue } from '../../../review.ts'
import { type HeldByMe, heldByMe } from './held-by-me.ts'

/** A question about the person, with what it takes to answer it and to know what comes next. */
export interface Question {
  readonly organization: string
  readonly proposal: ProposalView
  readonly review: ReviewDays
  /** Every telling of it, the newest first. */
  readonly told: readonly NoticeTo[]
  /** The answer that stands. */
  readonly answer: AnswerRow | null
  /** Whether deployments there wait for the person's approval. */
  readonly isReviewer: boolean
  /** Until when the person is away from there. */
  readonly awayUntil: Instant | null
  readonly earliest: EarliestChange | { readonly kind: 'waits'; readonly waitsFor: readonly Wait[] }
  readonly owners: readonly OwnerToAsk[]
}

/** What one revocation took from the person. */
export interface TakenFromMe extends TakenFromPerson {
  /** The last day of the way back; null where nothing can be given back. */
  readonly until: Instant | null
  /** Why it cannot be asked for now, as a sentence; null where it can. */
  readonly whyNot: string | null
}

/** Everything that one organisation's register says of the person. */
export interface AboutMeIn {
  readonly organization: string
  readonly owners: readonly OwnerToAsk[]
  readonly held: HeldByMe
  /** About the person or one of their grants, newest first. */
  readonly proposals: readonly ProposalView[]
  /** Those that are over as well. */
  readonly questions: readonly Question[]
  readonly notices: readonly NoticeTo[]
  readonly answers: readonly AnswerRow[]
  readonly taken: readonly TakenFromMe[]
}

/** Everything that is held on the person. */
export interface AboutMe extends Person {
  readonly name: string | null
  readonly organizations: readonly AboutMeIn[]
  /** With the organisation that each holds for; null: everywhere. */
  readonly leaves: readonly (LeaveRow & { readonly organization: string | null })[]
}

/**
 * Asks only the register, and is not logged. `held`: the organisation of which everything held is read; the others cost next to
 * nothing, so that people in many organisations can open their page, too.
 */
export async function aboutMe(
  platform: Pick<Platform, 'register' | 'deployment'>,
  me: Person,
  now: Instant,
  { held }: { readonly held: 'everywhere' | { readonly organization: string | null } },
): Promise<AboutMe> {
  const { register } = platform
  const [organizations, account, notices, answers, leaves, taken] = await Promise.all([
    findOrganizationsHolding(register, me.id),
    findAccountRowById(register, me.id),
    findNoticesTo(register, me.id),
    findAnswersOf(register, me.id),
    findLeavesOf(register, me.id),
    findTaken(register, me.id),
  ])
  const ids = organizations.map(({ id }) => id)
  const proposals = await findProposalsAbout(register, ids, subjectKeyOf({ kind: 'account', id: me.id }))
  const mine = { me, notices, answers, leaves, taken, proposals }
  const isShown = ({ login }: Organization) =>
    held === 'everywhere' || organizations.length === 1 || held.organization === login
  const names = new Map(organizations.map(({ id, login }) => [id, login]))
  return {
    ...me,
    name: account?.name ?? null,
    organizations: await Promise.all(
      organizations.map((org) => aboutMeIn(platform, org, mine, isShown(org), now)),
    ),
    leaves: leaves.map((leave) => ({
      ...leave,
      organization: leave.orgId === null ? null : (names.get(leave.orgId) ?? null),
    })),
  }
}

/** Whether it is still to be decided or carried out, so that an answer counts. */
export function isOpenQuestion({ proposal }: Question): boolean {
  return ANSWERABLE.includes(proposal.status)
}

/** Whether the answer that stands can be taken back. */
export function canTakeBack({ proposal, answer, review }: Question, now: Instant): boolean {
  if (answer === null) return false
  const isReviewOpen = review.closedAt === null
  const facts = { ...proposal, answer: answer.answer, isReviewOpen, hasRemoved: false, now }
  return effectOfWithdrawal(facts).kind !== 'refused'
}

const ANSWERABLE: readonly ProposalStatus[] = [
  'open',
  'needs_second',
  'decided',
  'running',
  'failed',
  'by_hand',
]

/** What is known of the person wherever they are served. */
interface Mine {
  readonly me: Person
  readonly notices: readonly NoticeTo[]
  readonly answers: readonly AnswerRow[]
  readonly leaves: readonly LeaveRow[]
  readonly taken: readonly TakenFromPerson[]
  readonly proposals: ReadonlyMap<Id, readonly ProposalView[]>
}

async function aboutMeIn(
  platform: Pick<Platform, 'register' | 'deployment'>,
  org: Organization,
  { me, ...all }: Mine,
  isShown: boolean,
  now: Instant,
): Promise<AboutMeIn> {
  const { register, deployment } = platform
  const proposals = all.proposals.get(org.id) ?? []
  const [owners, held] = await Promise.all([
    proposals.length === 0 && !isShown ? [] : findOwnersToAsk(register, org.id, me.id),
    isShown ? heldByMe(platform, org, { me, proposals }, now) : ({ kind: 'by_link' } as const),
  ])
  const here = ({ orgId }: { readonly orgId: number }) => orgId === org.id
  const notices = all.notices.filter(here)
  const answers = all.answers.filter(here)
  const standing = all.leaves.filter(
    (leave) => (leave.orgId === null || leave.orgId === org.id) && isStanding(leave, now),
  )
  const about = {
    org,
    me,
    owners,
    proposals,
    notices,
    answers,
    awayUntil: latest(...standing.map(({ until }) => until)),
  }
  return {
    ...{ organization: org.login, owners, held, proposals },
    questions: held.kind === 'unreadable' ? [] : await questionsIn(platform, about, now),
    notices,
    answers,
    taken: all.taken.filter(here).map((each) => ({
      ...each,
      until: each.removed && each.takenAt !== null ? giveBackUntil(each.takenAt, deployment.keeping) : null,
      whyNot: whyNotAskedBack(each, me.id, deployment.keeping, now)?.refusal.sentence ?? null,
    })),
  }
}

async function questionsIn(
  platform: Pick<Platform, 'register' | 'deployment'>,
  about: Omit<AboutMeIn, 'organization' | 'held' | 'questions' | 'taken'> & {
    readonly org: Organization
    readonly me: Person
    readonly awayUntil: Instant | null
  },
  now: Instant,
): Promise<readonly Question[]> {
  const { org, me, owners, proposals, awayUntil } = about
  if (proposals.length === 0) return []
  const { register } = platform
  const [days, { places: queue, versions }, reviewers] = await Promise.all([
    findReviewDays(register, [...new Set(proposals.map(({ reviewId }) => reviewId))]),
    readQueue(platform, org, now),
    findRequiredReviewers(register, org.id),
  ])
  const places = new Map(queue.map((place) => [place.queued.proposal, place]))
  const present = readRules(org.rules)
  return proposals.flatMap((proposal): Question[] => {
    const review = days.get(proposal.reviewId)
    if (review === undefined) return []
    const told = about.notices.filter(({ proposalId }) => proposalId === proposal.id)
    const answer =
      about.answers.find(({ proposalId, endedAt }) => proposalId === proposal.id && endedAt === null) ?? null
    const place = places.get(proposal.id)
    const rules = bindingRules(versions, present, proposal, { at: now })
    return [
      {
        ...{ organization: org.login, proposal, review, told, answer, awayUntil, owners },
        isReviewer: reviewers.has(me.id),
        earliest:
          place === undefined
            ? earliestChange({ toldAt: firstTold(told, proposal), awayUntil }, noticeOf(rules, answer), now)
            : whenInQueue(place),
      },
    ]
  })
}

/** The queue's own day; how long the notice is where nothing but the telling is missing. */
function whenInQueue({ dueAt, waitsFor, queued }: QueuePlace): Question['earliest'] {
  if (dueAt !== null) return { kind: 'on', at: dueAt }
  const untold = waitsFor.filter(({ until }) => until === undefined)
  return untold.length > 0 && untold.every(({ kind }) => kind === 'notice')
    ? { kind: 'told_first', noticeDays: queued.rules.noticeDays }
    : { kind: 'waits', waitsFor }
}

/** Whoever steps down themselves is owed no notice. */
function noticeOf(rules: Rules, answer: AnswerRow | null): Pick<Rules, 'noticeDays' | 'coolingHours'> {
  return answer?.answer === 'step_down' ? { ...rules, noticeDays: 0 } : rules
}

/** When the notice began: an announcement is enough for who can do no more than every member. */
function firstTold(told: readonly NoticeTo[], { power, risk }: ProposalView): Instant | null {
  const isAnnounced = power === 'membership_only' && risk.holds?.outsideCollaborator !== true
  const sent = told.findLast(({ result, kind }) => result === 'sent' && (kind === 'notice' || isAnnounced))
  return sent?.at ?? null
}
