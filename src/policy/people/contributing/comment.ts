/** A comment on a proposal, with what it recommends: contributors and owners say it, and it decides nothing. */

import { type Refused, refused } from '../../refusal.ts'
import { actorName } from '../../words/names.ts'
import type { Actor, Choice, DecisionKind, Id, Instant, LowerRole, ProposalStatus } from '../../words.ts'

/** The longest comment, in characters. */
export const LONGEST_COMMENT = 1000

/** What somebody says. */
export interface Saying {
  readonly text: string
  /** Null where it recommends nothing. */
  readonly recommends: DecisionKind | null
  /** Of a downgrade: what it would leave; else null. */
  readonly role: LowerRole | null
}

/** A saying as it is kept. */
export interface Comment extends Saying {
  readonly id: string
  readonly by: Actor
  readonly at: Instant
}

/** What a comment is about. */
interface Commented {
  readonly status: ProposalStatus
  /** Whose own case it is. */
  readonly caseOf: Id | null
  /** Null where an earlier version opened it: then any answer may be recommended. */
  readonly choices: readonly Choice[] | null
}

/** Why nothing is said; null where it may be. */
export function whyNoComment(
  proposal: Commented,
  { text, recommends, role }: Saying,
  by: Actor,
): Refused | null {
  if (by.kind === 'person' && proposal.caseOf === by.id)
    return refused(
      'forbidden',
      'Nobody comments on their own case. Nothing was said; your own page takes your answer.',
    )
  if (text.trim() === '')
    return refused('invalid', 'A comment needs words, also where it recommends something. Nothing was said.')
  const { length } = text.trim()
  if (length > LONGEST_COMMENT)
    return refused(
      'invalid',
      `The comment has ${length} characters; at most ${LONGEST_COMMENT} are kept. Please shorten it; nothing was said.`,
    )
  if (role !== null && recommends !== 'downgrade')
    return refused('invalid', 'Only a downgrade has a role. Nothing was said.')
  if (recommends === 'downgrade' && role === null)
    return refused('invalid', 'A downgrade is to a role: please name it. Nothing was said.')
  if (recommends !== null && !isOffered(proposal.choices, recommends, role))
    return refused(
      'invalid',
      `${recommendationInWords(recommends, role)} is no answer that this proposal can be given. Nothing was said.`,
    )
  if (!isCommented(proposal.status))
    return refused('conflict', 'This proposal has ended, so nothing is left to say on it. Nothing was said.')
  return null
}

/** Whether something may be said on a proposal that stands so. */
export function isCommented(status: ProposalStatus): boolean {
  return COMMENTED.includes(status)
}

/** Until it is carried out an answer can be changed, so a comment may help. */
const COMMENTED: readonly ProposalStatus[] = ['open', 'needs_second', 'decided', 'kept']

/** `downgrade to read`, `keep`. */
export function recommendationInWords(recommends: DecisionKind, role: LowerRole | null): string {
  return role === null ? recommends : `${recommends} to ${role.replaceAll('_', ' ')}`
}

/** What stands on a row: the newest recommendation of each who made one, `amina suggests: downgrade to read`. */
export function recommendationsOf(comments: readonly Comment[]): readonly string[] {
  const newest = new Map<string, string>()
  for (const { by, recommends, role } of comments)
    if (recommends !== null)
      newest.set(
        by.kind === 'person' ? `${by.id}` : by.kind,
        `${actorName(by)} suggests: ${recommendationInWords(recommends, role)}`,
      )
  return [...newest.values()]
}

function isOffered(
  choices: readonly Choice[] | null,
  decision: DecisionKind,
  role: LowerRole | null,
): boolean {
  return choices === null || choices.some((choice) => choice.decision === decision && choice.role === role)
}
