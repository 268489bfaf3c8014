/** Writes Monday's message: what asked nothing of anybody, and the head of the history, so that it lies where nobody can rewrite it. */

import { counted, listed, listedBriefly } from '../../policy/english.ts'
import type { Message } from '../message.ts'
import { type HistoryHead, historyLine, type MessageContext, page } from './message-context.ts'

/** A week in numbers. */
interface Happened {
  readonly decided: number
  readonly kept: number
  readonly wentStale: number
  readonly cameBack: number
  readonly givenBack: number
  readonly tokensMade: number
  readonly exemptions: number
}

/** Once a week, also where nothing else is told: without it a history could be cut back to the last review unnoticed. */
export function weeklyHead(
  context: MessageContext,
  weekly: {
    /** `2026-W48`. */
    readonly week: string
    /** Proposals that wait for an answer. */
    readonly unanswered: number
    readonly inactive: number
    /** People who are still to be told before anything of theirs is taken back. */
    readonly toTell: number
    /** What happened in the week before, counted. */
    readonly happened: Happened
    /** The titles of what was collected for this message, naming nobody. */
    readonly titles: readonly string[]
    readonly head: NonNullable<HistoryHead>
  },
): Message {
  const { seq, hash } = weekly.head
  return {
    kind: 'weekly_head',
    dedupeKey: `${context.organization.id}:${weekly.week}`,
    title: `${context.organization.login}: the history in week ${weekly.week}`,
    lines: [
      ...happenedLines(weekly.happened),
      ...titleLines(context, weekly.titles),
      weekly.toTell === 0
        ? 'Nothing is to be done.'
        : `${counted(weekly.toTell, 'person is', 'people are')} still to be told: nothing of theirs is taken back before that, and the texts are on the review's page, under Notices.`,
      `Should you ever doubt the history, npm run verify-history -- --remote --expect ${seq}:${hash} says whether this entry is still in it.`,
      ...historyLine(weekly.head),
    ],
    link: { label: 'See the history', url: page(context, 'history') },
    counts: [
      { name: 'Entries', value: seq },
      { name: 'Unanswered', value: weekly.unanswered },
      { name: 'Inactive', value: weekly.inactive },
    ],
    severity: 'news',
  }
}

/** Only what happened is counted. */
function happenedLines(happened: Happened): string[] {
  const { decided, kept, wentStale, cameBack, givenBack, tokensMade, exemptions } = happened
  const parts = [
    { n: decided, inWords: `${decided} decided` },
    { n: kept, inWords: `${kept} kept` },
    { n: wentStale, inWords: `${wentStale} gone stale` },
    { n: cameBack, inWords: `${cameBack} came back` },
    { n: givenBack, inWords: `${givenBack} given back` },
    { n: tokensMade, inWords: `${counted(tokensMade, 'token')} made` },
    { n: exemptions, inWords: counted(exemptions, 'exemption') },
  ].filter(({ n }) => n > 0)
  return parts.length === 0 ? [] : [`Last week: ${listed(parts.map(({ inWords }) => inWords))}.`]
}

/** The same title is listed once, however often it was; each begins with the organisation, which the reader knows. */
function titleLines({ organization }: MessageContext, titles: readonly string[]): string[] {
  const own = titles.map((title) => title.replace(`${organization.login}: `, ''))
  return own.length === 0 ? [] : [`Also: ${listedBriefly([...new Set(own)])}.`]
}
