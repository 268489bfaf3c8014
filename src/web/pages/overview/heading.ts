/** The one heading of the overview: whether everything is all right, in words. Nothing that was not read is called all right. */

import { hoursAfter, isBefore, printedDay } from '../../../policy/calendar.ts'
import { capitalized, numberInWords } from '../../../policy/english.ts'
import type { Instant } from '../../../policy/words.ts'
import { isNeverRead } from '../../parts/coverage-table.tsx'
import { type OverviewFacts, sumOf } from './overview-facts.ts'

/** What the heading says. Strong keys are what lets a person change something: owner, admin, maintain or write. */
export type Heading =
  | { readonly kind: 'never_audited' }
  | { readonly kind: 'first_audit' }
  | { readonly kind: 'first_audit_failed' }
  | { readonly kind: 'unseen'; readonly share: 'no' | 'most' | 'half' }
  | { readonly kind: 'unused'; readonly n: number }
  | { readonly kind: 'some_unseen'; readonly n: number }
  | { readonly kind: 'not_read_since'; readonly at: Instant }
  | { readonly kind: 'not_all_read' }
  | { readonly kind: 'in_use' }
  | { readonly kind: 'accounted_for' }

type Judged = Pick<OverviewFacts, 'audits' | 'counts' | 'org' | 'now' | 'waiting'> & {
  readonly unread: Pick<OverviewFacts['unread'], 'sources'>
}

/** The audit runs daily; without one for so long, what the page says is old. */
const OLD_AFTER_HOURS = 72

/** From this share of unknown strong keys on, the heading speaks of half of them. */
const HALF = 0.45
const MOST = 0.55

/** The worst that is true comes first, and *all right* last. */
export function overviewHeading(facts: Judged): Heading {
  const { newest, finished } = facts.audits
  if (finished === null) {
    if (newest === null) return { kind: 'never_audited' }
    return { kind: newest.status === 'failed' ? 'first_audit_failed' : 'first_audit' }
  }
  const all = sumOf(facts.counts, {})
  const unknown = sumOf(facts.counts, { verdict: 'unknown' })
  const unused = sumOf(facts.counts, { verdict: 'inactive' })
  const share = shareUnseen(facts)
  if (share >= HALF) return { kind: 'unseen', share: unknown === all ? 'no' : share > MOST ? 'most' : 'half' }
  if (unused > 0) return { kind: 'unused', n: unused }
  if (unknown > 0) return { kind: 'some_unseen', n: unknown }
  const at = finished.finishedAt ?? finished.startedAt
  if (facts.waiting.auditsFailSince !== null || isBefore(at, hoursAfter(facts.now, -OLD_AFTER_HOURS)))
    return { kind: 'not_read_since', at }
  if (all === 0 || !isAllRead(facts)) return { kind: 'not_all_read' }
  return { kind: sumOf(facts.counts, { verdict: 'active' }) === all ? 'in_use' : 'accounted_for' }
}

/** Whether what could not be seen is about half of the strong keys, or more. */
export function isHalfUnseen(facts: Pick<OverviewFacts, 'counts'>): boolean {
  return shareUnseen(facts) >= HALF
}

/** The heading as a sentence without a full stop. */
export function headingInWords(heading: Heading): string {
  switch (heading.kind) {
    case 'never_audited':
      return 'Nothing has been read yet'
    case 'first_audit':
      return 'The first audit is under way'
    case 'first_audit_failed':
      return 'The first audit could not be finished'
    case 'unseen':
      return `${capitalized(heading.share)}${heading.share === 'half' ? ' of the' : ''} strong ${heading.share === 'no' ? 'key' : 'keys'} could ${heading.share === 'no' ? '' : 'not '}be seen`
    case 'unused':
      return `${keysInWords(heading.n)} ${heading.n === 1 ? 'lies' : 'lie'} unused`
    case 'some_unseen':
      return `${keysInWords(heading.n)} could not be seen`
    case 'not_read_since':
      return `Nothing could be read since ${printedDay(heading.at)}`
    case 'not_all_read':
      return 'No strong key is known to lie unused, but not everything was read'
    case 'in_use':
      return 'Every strong key is in use'
    case 'accounted_for':
      return 'Every strong key is in use or accounted for'
  }
}

function keysInWords(n: number): string {
  return `${capitalized(numberInWords(n))} strong ${n === 1 ? 'key' : 'keys'}`
}

function shareUnseen({ counts }: Pick<OverviewFacts, 'counts'>): number {
  const all = sumOf(counts, {})
  return all === 0 ? 0 : sumOf(counts, { verdict: 'unknown' }) / all
}

/** What GitHub hides, and what owners left out, costs only whoever holds something there: they are unknown. */
const COSTS_ITS_HOLDERS = ['hidden_repositories', 'left_out_repositories']

function isAllRead({ org, unread, audits }: Judged): boolean {
  const gaps = unread.sources.filter((each) => !isNeverRead(each) && !COSTS_ITS_HOLDERS.includes(each.source))
  return (
    gaps.length === 0 &&
    audits.finished?.status === 'complete' &&
    (org.missingPermissions ?? []).length === 0 &&
    org.repositorySelection !== 'selected'
  )
}
