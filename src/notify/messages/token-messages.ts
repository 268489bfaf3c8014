/** Writes the messages about bearer tokens: an owner made one, somebody ended one. */

import { printedDay } from '../../policy/calendar.ts'
import type { Actor, Instant } from '../../policy/words.ts'
import type { Message } from '../message.ts'
import { actorInPrint } from '../wording.ts'
import { type HistoryHead, historyLine, type MessageContext, page } from './message-context.ts'

/** A token as messages print it: never its secret, and its name and its maker only where names are allowed. */
interface PrintedToken {
  readonly id: string
  readonly name: string
  readonly scope: 'read' | 'decide'
  readonly expiresAt: Instant
}

/** An owner made a bearer token, which acts as them. */
export function tokenMade(
  context: MessageContext,
  made: { readonly token: PrintedToken; readonly by: Actor; readonly history: HistoryHead },
): Message {
  const { token, by, history } = made
  const may = token.scope === 'read' ? 'may read' : 'may read and decide'
  return {
    ...about(context, token),
    kind: 'token_made',
    title: `${context.organization.login}: a token was made`,
    lines: [
      `${named(context, token)} was made by ${actorInPrint(by, context.names)}. Until ${printedDay(token.expiresAt)} whoever has it ${may} as that owner.`,
      'If this was not meant, a session may have been stolen: any owner can end the token under Settings.',
      ...historyLine(history),
    ],
  }
}

/** Somebody ended a bearer token of an owner; one that merely expires is not told. */
export function tokenEnded(
  context: MessageContext,
  ended: {
    readonly token: PrintedToken
    readonly maker: Actor
    /** Null: somebody who owns another organisation of the maker, and not this one. */
    readonly by: Actor | null
    readonly history: HistoryHead
  },
): Message {
  const { token, maker, by, history } = ended
  const who = by === null ? 'an owner of another organisation' : actorInPrint(by, context.names)
  const whose = context.names ? `, which was made by ${actorInPrint(maker, true)},` : ''
  return {
    ...about(context, token),
    kind: 'token_ended',
    title: `${context.organization.login}: a token was ended`,
    lines: [
      `${named(context, token)}${whose} was ended by ${who}. Nobody can use it any more.`,
      ...historyLine(history),
    ],
  }
}

function about(context: MessageContext, token: PrintedToken) {
  return {
    dedupeKey: `${context.organization.id}:${token.id}`,
    link: { label: 'See the tokens', url: page(context, 'settings#tokens') },
    counts: [],
    severity: 'news' as const,
  }
}

function named(context: MessageContext, token: PrintedToken): string {
  return context.names ? `The token "${token.name}"` : 'A token'
}
