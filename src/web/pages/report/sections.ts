/** What an evidence report says, section by section: the page and the Markdown print the same. */

import { printedDay } from '../../../policy/calendar.ts'
import { counted, listed, signedPercent } from '../../../policy/english.ts'
import type { Standing } from '../../../policy/rules/spec-6.ts'
import { POWERS } from '../../../policy/words.ts'
import type { FrozenNumbers } from '../../../register/reviews/page/report-facts.ts'
import { actorOrErased, inWords, subjectName } from '../../parts/print.tsx'
import { GROUP_HEADINGS } from '../../review/rows/row-words.ts'
import { type HandedOn, isForOwners, type Report } from './editions.ts'

/** A heading with lines under it. */
export interface Section {
  readonly heading: string
  readonly sentences: readonly string[]
}

export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  met: 'yes',
  partly: 'partly',
  not_verified: 'not verified',
  not_shown: 'not shown',
}

/** Everything but the questions one by one, and SPEC 6. */
export function sectionsOf({ report, final, digest }: Report): readonly Section[] {
  return [
    { heading: 'What was read', sentences: readInWords(report) },
    { heading: 'Answers', sentences: answersInWords(report) },
    { heading: 'Carried out', sentences: carriedOutInWords(report) },
    { heading: 'Stale access', sentences: staleInWords(report) },
    {
      heading: 'Proof',
      sentences: [
        report.historyHead === null
          ? 'The history has no entry.'
          : `Head of the history: entry ${report.historyHead.seq}, ${report.historyHead.hash}.`,
        `SHA-256 of this edition: ${digest}${final ? '' : ' (the review is under way, so it changes still)'}.`,
      ],
    },
  ]
}

/** The days of the review, and why it was opened. */
export function periodOf({ openedAt, closedAt, dueAt, scope }: HandedOn): string {
  const until = closedAt === null ? `, under way, due ${printedDay(dueAt)}` : ` to ${printedDay(closedAt)}`
  const { contributors, countedTo, because } = scope
  const many =
    contributors === null
      ? 'contributors not counted'
      : `${contributors >= countedTo ? `at least ${countedTo}` : contributors} contributors in 12 months`
  return `${printedDay(openedAt)}${until} · opened ${because === 'calendar' ? 'by the calendar' : 'by hand'} · ${many}`
}

/** The first `most` questions one by one, those that were answered before the others: who or what, power, answer, by, why, outcome. */
export function linesOf(report: HandedOn, most = Number.POSITIVE_INFINITY): readonly (readonly string[])[] {
  if (!isForOwners(report)) return []
  const isUnanswered = ({ answers }: (typeof report.lines)[number]) => Number(answers.length === 0)
  return report.lines
    .toSorted((a, b) => isUnanswered(a) - isUnanswered(b))
    .slice(0, most)
    .map(({ subject, power, answers, carriedOutAt, lastActiveAt }) => [
      subjectName(subject),
      GROUP_HEADINGS[power],
      lastActiveAt === null ? 'not known' : printedDay(lastActiveAt),
      listed(
        [...new Set(answers.map(({ decision, role, until }) => answerInWords(decision, role, until)))],
        'or',
      ) || 'none',
      answers.map(({ by }) => actorOrErased(by)).join(', '),
      [...new Set(answers.map(({ reason }) => reason))].join(' / '),
      carriedOutAt === null ? '' : `done ${printedDay(carriedOutAt)}, verified`,
    ])
}

export const LINE_COLUMNS = ['Who or what', 'Group', 'Last active', 'Answer', 'By', 'Why', 'Outcome'] as const

function answerInWords(decision: string, role: string | null, until: HandedOn['closedAt']): string {
  if (until !== null) return `${decision} until ${printedDay(until)}`
  return role === null ? decision : `${decision} to ${inWords(role)}`
}

function readInWords(report: HandedOn): string[] {
  const { audit, auditsSince } = report
  const { complete, partial, failed } = auditsSince
  const since = `While the review ran, ${counted(complete, 'audit')} ended complete, ${partial} partial and ${failed} failed.`
  if (audit === null) return ['The audit with which it opened is not kept.', since]
  const opened = `The review opened with an audit as of ${printedDay(audit.asOf)} that was ${audit.status}.`
  if (!isForOwners(report)) return [opened, since]
  const unread = report.coverage.filter(({ complete }) => !complete)
  const sources = `${report.coverage.length - unread.length} of ${counted(report.coverage.length, 'source')} were read to their end.`
  const gaps = [...Map.groupBy(unread, ({ reason = 'not read' }) => reason)].map(
    ([reason, sources]) => `${listed(sources.map(({ source }) => inWords(source)))} (${reason})`,
  )
  return [
    opened,
    ...(report.coverage.length === 0
      ? []
      : [gaps.length === 0 ? sources : `${sources} Not read: ${gaps.join('; ')}.`]),
    since,
  ]
}

function answersInWords(report: HandedOn): string[] {
  const { asked, answered, unanswered, daysToAnswer } = report.numbers
  const { keep, downgrade, emeritus, revoke, twoOpinions, byTwo } = answered
  const groups = POWERS.filter((power) => asked[power] > 0).map(
    (power) => `${GROUP_HEADINGS[power].toLowerCase()} ${asked[power]}`,
  )
  return [
    `${counted(asked.all, 'question')}${groups.length === 0 ? '' : `: ${listed(groups)}`}.`,
    `${answered.all} answered: ${keep} keep, ${downgrade} downgrade, ${emeritus} emeritus, ${revoke} revoke, ${twoOpinions} with two opinions; ${byTwo} by a second vote or a confirmation.`,
    `${unanswered.carriedOver} without an answer${report.closedAt === null ? ' yet' : ', carried over and left as they were'}; ${unanswered.endedByThemselves} ended by ${unanswered.endedByThemselves === 1 ? 'itself' : 'themselves'}, such as by an act.`,
    ...(daysToAnswer === null
      ? []
      : [
          `Time to the first answer: ${counted(daysToAnswer.median, 'day')} at the median, ${counted(daysToAnswer.longest, 'day')} at most.`,
        ]),
    ...(isForOwners(report)
      ? [
          `Notices: ${report.notices.sent} sent, ${report.notices.seen} seen, ${report.notices.unreachable} could not be reached; ${report.notices.answers} answered.`,
        ]
      : []),
  ]
}

function carriedOutInWords({ numbers: { removals, cameBack }, closedAt }: HandedOn): string[] {
  const when = closedAt === null ? 'by now' : 'when the review closed'
  return [
    `${removals.proven} carried out and proven by reading GitHub again, ${removals.byHand} of them by hand; ${removals.notCarriedOut} not carried out ${when}.`,
    `Came back: ${cameBack.way_back} by the way back, ${cameBack.sync} put back by a sync, ${cameBack.elsewhere} otherwise.`,
  ]
}

function staleInWords({ staleAccess: { baseline, newest }, change, quarter }: HandedOn): string[] {
  const later = `The number at the end of ${quarter} is kept by the first complete audit after it, and stands in the next report.`
  if (baseline === null) return ['There was no baseline yet.', later]
  const moment = (label: string, { at, stale, unknown, total }: FrozenNumbers) =>
    `${label}, as of ${printedDay(at)}: ${stale} stale of ${counted(total, 'pair')}, ${unknown} unknown.`
  if (newest === null || change === null) return [moment('Baseline', baseline), later]
  const { percent, goalMet } = change
  return [
    moment('Baseline', baseline),
    moment(newest.name, newest),
    `${signedPercent(percent)}; the goal, −70 %, is ${goalMet ? 'met' : 'not met yet'}.`,
    later,
  ]
}
