/** The evidence report of a review in its two editions, each with a digest of its text. */

import { changeSentence, finishedReview, type Principle, spec6 } from '../../../policy/rules/spec-6.ts'
import { progressOf } from '../../../policy/stale-access/sums.ts'
import type { Id, Instant } from '../../../policy/words.ts'
import { findAuditView } from '../../../register/audits/audit-views.ts'
import type { Register } from '../../../register/open.ts'
import { findReportFacts, type ReportFacts } from '../../../register/reviews/page/report-facts.ts'
import {
  countReportNotices,
  findReportLines,
  type ReportLine,
  type ReportNotices,
} from '../../../register/reviews/page/report-lines.ts'
import { findWindowMonths } from '../../../register/rules/rule-versions.ts'
import { hashOf } from '../../access/secrets.ts'

export const EDITIONS = ['owners', 'handed_on'] as const
export type Edition = (typeof EDITIONS)[number]

/** What can be handed on: no name, no login, no reason, and nothing on anybody's two-factor authentication. */
export interface HandedOn extends ReportFacts {
  readonly edition: Edition
  /** By GitHub's number, because a login may change and the text may not. */
  readonly organization: Id
  /** From the baseline to the newest frozen quarter, in whole percent; null where there are no two moments. */
  readonly change: { readonly percent: number; readonly goalMet: boolean } | null
  readonly spec6: readonly Principle[]
}

/** The same for owners, with what is about people. */
interface ForOwners extends HandedOn {
  readonly coverage: readonly {
    readonly source: string
    readonly complete: boolean
    readonly reason?: string
  }[]
  readonly notices: ReportNotices
  readonly lines: readonly ReportLine[]
}

/** An edition, final once the review is closed. */
export interface Report {
  readonly report: HandedOn | ForOwners
  readonly final: boolean
  /** SHA-256 (hex) over `report` as JSON with sorted keys and no spaces. */
  readonly digest: string
}

/**
 * Null where the organisation has no such review. The text of a closed review is the same for good: the edition for owners
 * until somebody in it is erased or its texts have reached their age, the other always.
 */
export async function reportOf(
  register: Register,
  orgId: Id,
  reviewId: string,
  edition: Edition,
  now: Instant,
): Promise<Report | null> {
  const facts = await findReportFacts(register, orgId, reviewId, now)
  if (facts === null) return null
  const windowMonths = await findWindowMonths(register, orgId, judgedAsOf(facts))
  const handedOn = { ...facts, edition, organization: orgId, ...judged(facts, windowMonths) }
  const report =
    edition === 'handed_on' ? handedOn : { ...handedOn, ...(await forOwners(register, orgId, facts, now)) }
  return { report, final: facts.closedAt !== null, digest: await hashOf(canonicalText(report)) }
}

/** Whether an edition has what is about people. */
export function isForOwners(report: HandedOn | ForOwners): report is ForOwners {
  return report.edition === 'owners'
}

/** JSON with the keys of every object in the order of their characters, and no spaces. */
export function canonicalText(value: unknown): string {
  // Not by a replacer, with which JSON.stringify takes several times as long.
  return JSON.stringify(inOrder(value))
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (!isObject(value)) return value
  // Not by pairs of key and value, which take twice as long for a thousand questions.
  const sorted: Record<string, unknown> = {}
  for (const key of Object.keys(value).sort()) sorted[key] = inOrder(value[key])
  return sorted
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/**
 * The moment whose window the report names: as of which the newest frozen stale access was judged, else at which the review
 * opened. No window is kept with either, so it is that of the rules in force then; their versions never change.
 */
function judgedAsOf({ staleAccess: { baseline, newest }, openedAt }: ReportFacts): Instant {
  return (newest ?? baseline)?.at ?? openedAt
}

function judged(facts: ReportFacts, windowMonths: number): Pick<HandedOn, 'change' | 'spec6'> {
  const { baseline, newest } = facts.staleAccess
  const progress = progressOf(baseline, newest)
  const change =
    progress === null ? null : { percent: Math.round(-progress.reduction * 100) || 0, goalMet: progress.met }
  return {
    change,
    spec6: spec6({
      windowMonths,
      stale: change && { sentence: changeSentence(change.percent), met: change.goalMet },
      review: reviewed(facts),
      credentials: facts.numbers.asked.credentials,
    }),
  }
}

function reviewed({ quarter, closedAt, numbers }: ReportFacts) {
  return closedAt === null
    ? { sentence: `The review of ${quarter} is under way.`, met: false }
    : finishedReview(quarter, numbers.unanswered.carriedOver)
}

async function forOwners(
  register: Register,
  orgId: Id,
  { review, closedAt, audit }: ReportFacts,
  now: Instant,
) {
  const asOf = closedAt ?? now
  const [view, notices, lines] = await Promise.all([
    audit === null ? null : findAuditView(register, orgId, audit.id),
    countReportNotices(register, review, asOf),
    findReportLines(register, review, asOf),
  ])
  const coverage = (view?.coverage ?? []).map(({ source, complete, reason }) => ({
    ...{ source, complete },
    ...(reason === undefined ? {} : { reason }),
  }))
  return { coverage, notices, lines }
}
