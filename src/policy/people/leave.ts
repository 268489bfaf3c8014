/** Leave: how long somebody may be away, and what their verdict is with and without it. */

import { isBefore, MILLISECONDS_A_DAY, monthsBefore, printedDay } from '../calendar.ts'
import { type Refused, refused } from '../refusal.ts'
import { momentOf } from '../rules/rule-values.ts'
import type { Instant, Verdict, VerdictName, VerdictWithoutLeave } from '../words.ts'

/** When somebody is away. */
export interface Leave {
  readonly since: Instant
  /** The last moment of it. */
  readonly until: Instant
  /** When it was ended before its time, or replaced; null while it was not. */
  readonly endedAt: Instant | null
}

/** In calendar months, the longest leave. */
const MOST_MONTHS = 12
/** Twelve months in any 24, in days: a leap year and a day, for a day counts to its last second. */
const MOST_DAYS = 367
const WINDOW_DAYS = 731

/** Reads until when somebody is away, a day or a moment; refused where it is no moment, has passed, or is too long. */
export function leaveUntil(
  given: string | null | undefined,
  earlier: readonly Leave[],
  now: Instant,
): { readonly kind: 'until'; readonly until: Instant } | Refused {
  const until = momentOf(given ?? '')
  if (until === null)
    return invalid('Please say until which day, for example 2027-05-01. Nothing was changed.')
  if (!isBefore(now, until))
    return invalid(
      `Being away until ${printedDay(until)} has no effect: that day has passed. Nothing was changed.`,
    )
  const longest = monthsBefore(now, -MOST_MONTHS)
  if (until.slice(0, 10) > longest.slice(0, 10))
    return invalid(
      `Leave lasts at most ${MOST_MONTHS} months, here until ${printedDay(longest)}. Nothing was changed.`,
    )
  if (!isWithinCap(earlier, { since: now, until, endedAt: null }))
    return invalid(
      `Leave is at most ${MOST_MONTHS} months in any 24, with what was before. Nothing was changed; please choose an earlier day.`,
    )
  return { kind: 'until', until }
}

/** Whether, with this further leave, nobody is away for more than twelve months of any 24. What it overlaps counts once. */
export function isWithinCap(earlier: readonly Leave[], further: Leave): boolean {
  const spans = merged([...earlier, further])
  // The most of a window is reached where it begins with the beginning of a leave, or ends with the end of one.
  return spans.every(
    ({ from, to }) =>
      away(spans, from, from + WINDOW_DAYS * MILLISECONDS_A_DAY) <= MOST_DAYS * MILLISECONDS_A_DAY &&
      away(spans, to - WINDOW_DAYS * MILLISECONDS_A_DAY, to) <= MOST_DAYS * MILLISECONDS_A_DAY,
  )
}

interface Span {
  readonly from: number
  readonly to: number
}

function merged(leaves: readonly Leave[]): readonly Span[] {
  const spans = leaves
    .map(({ since, until, endedAt }) => ({
      from: Date.parse(since),
      to: Math.min(Date.parse(until), endedAt === null ? Number.POSITIVE_INFINITY : Date.parse(endedAt)),
    }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from)
  const result: Span[] = []
  for (const span of spans) {
    const last = result.at(-1)
    if (last === undefined || span.from > last.to) result.push(span)
    else result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
  }
  return result
}

function away(spans: readonly Span[], from: number, to: number): number {
  return spans.reduce((sum, span) => sum + Math.max(0, Math.min(span.to, to) - Math.max(span.from, from)), 0)
}

/** Whether a leave stands now. */
export function isStanding({ until, endedAt }: Pick<Leave, 'until' | 'endedAt'>, now: Instant): boolean {
  return endedAt === null && isBefore(now, until)
}

/** The verdict without leave: what the acts alone say. */
export function withoutLeave(verdict: Verdict): VerdictWithoutLeave {
  return verdict.verdict === 'exempt' && verdict.because === 'leave' ? verdict.otherwise : verdict
}

/** The verdict's name, where leave is known anew: an audit may have judged before it was set, or before it ended. */
export function verdictWithLeaveNow(verdict: Verdict, isAway: boolean): VerdictName {
  return isAway ? 'exempt' : withoutLeave(verdict).verdict
}

function invalid(sentence: string): Refused {
  return refused('invalid', sentence)
}
