/** Writes the message of a decision, or of several taken together. It contains no reason and no evidence. */

import { printedMoment } from '../../policy/calendar.ts'
import { counted } from '../../policy/english.ts'
import type { Actor, DecisionKind, Instant, Subject } from '../../policy/words.ts'
import type { Message } from '../message.ts'
import { actorInPrint, subjectInPrint, subjectsCounted } from '../wording.ts'
import { type HistoryHead, historyLine, type MessageContext, page } from './message-context.ts'

/** One decision, or several taken together; `id` is the decision's, or the first one's. */
export function decided(
  context: MessageContext,
  decision: {
    readonly id: string
    readonly reviewId: string
    readonly by: Actor
    /** Null where they differ. */
    readonly decision: DecisionKind | null
    /** Their first answer, another one in its place, or their own again as the only active owner. */
    readonly as: 'first' | 'changed' | 'confirmed'
    readonly subjects: readonly Subject[]
    /** How many of the proposals still need a second vote. */
    readonly needSecond: number
    /** On how many of them two owners have answered differently. */
    readonly twoOpinions: number
    /** The earliest moment of carrying out; null where it is past, or nothing changes on GitHub. */
    readonly notBefore: Instant | null
    /** For how many of them the days of notice have not begun, because nobody has told the person yet. */
    readonly toTell: number
    readonly history: HistoryHead
  },
): Message {
  const [only] = decision.subjects
  const what =
    decision.subjects.length === 1 && only
      ? subjectInPrint(only, context.names)
      : subjectsCounted(decision.subjects)
  return {
    kind: 'decided',
    dedupeKey: decision.id,
    title: `${context.organization.login}: ${decidedOn(decision.decision, what)}`,
    lines: [
      `${SAID[decision.as]} by ${actorInPrint(decision.by, context.names)}. The reason is on the page.`,
      ...(decision.twoOpinions > 0
        ? [
            `Another owner answered ${counted(decision.twoOpinions, 'proposal', 'proposals')} differently: nothing of ${decision.twoOpinions === 1 ? 'it' : 'them'} is carried out until they agree.`,
          ]
        : []),
      ...(decision.needSecond > 0
        ? [
            `${counted(decision.needSecond, 'proposal needs', 'proposals need')} a second vote: until then nothing of ${decision.needSecond === 1 ? 'it' : 'them'} is carried out.`,
          ]
        : []),
      ...(decision.notBefore === null
        ? []
        : [`Nothing is carried out before ${printedMoment(decision.notBefore)}.`]),
      ...(decision.toTell > 0
        ? [
            `${counted(decision.toTell, 'person is', 'people are')} still to be told: the notice runs once they have been.`,
          ]
        : []),
      ...historyLine(decision.history),
    ],
    link: { label: 'See the decision', url: page(context, `reviews/${decision.reviewId}`) },
    counts: [{ name: 'Proposals', value: decision.subjects.length }],
    severity: decision.needSecond > 0 || decision.twoOpinions > 0 ? 'ask' : 'news',
  }
}

const SAID = {
  first: 'Decided',
  changed: 'Answered otherwise than before',
  confirmed: 'Confirmed, as the only active owner,',
} as const

function decidedOn(decision: DecisionKind | null, what: string): string {
  switch (decision) {
    case 'revoke':
      return `decided to revoke ${what}`
    case 'downgrade':
      return `decided to downgrade ${what}`
    case 'emeritus':
      return `decided to make ${what} emeritus`
    case 'keep':
      return `decided to keep ${what}`
    case null:
      return `decided about ${what}, each by itself`
  }
}
