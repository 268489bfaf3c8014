/** Writes the message of the week: the head of the history, so that it lies where nobody can rewrite it. */

import { counted } from '../../policy/english.ts'
import type { Message } from '../message.ts'
import { type HistoryHead, historyLine, type MessageContext, page } from './message-context.ts'

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
    readonly head: NonNullable<HistoryHead>
  },
): Message {
  const { seq, hash } = weekly.head
  return {
    kind: 'weekly_head',
    dedupeKey: `${context.organization.id}:${weekly.week}`,
    title: `${context.organization.login}: the history in week ${weekly.week}`,
    lines: [
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
