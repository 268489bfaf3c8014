/** Says why somebody cannot be erased now, and what owners lose by it. */

import { printedDay } from '../../calendar.ts'
import { counted, listed } from '../../english.ts'
import { type Refused, refused } from '../../refusal.ts'
import type { Instant } from '../../words.ts'

/** What an organisation holds of somebody, as far as it keeps them from being erased. */
export interface HoldsOn {
  readonly login: string
  readonly openGrants: number
  /** Names of credentials of theirs that still work. */
  readonly openCredentials: readonly string[]
  /** Questions about them that are open, decided or under way. */
  readonly openQuestions: number
  /** Votes of theirs that still count for something. */
  readonly standingVotes: number
  /** Changes of rules that wait, and that they asked for or that name them. */
  readonly pendingRules: number
  /** What the rules say of them that somebody has to hand on: `a sponsor of bots`, `a contributor`. */
  readonly roles: readonly string[]
  /** Whether something is being given back to them. */
  readonly isReturning: boolean
  /** Until when what was taken can be given back by one click; null where it cannot. */
  readonly wayBackUntil: Instant | null
}

/** Why they cannot be erased; null where they can. `waivesWayBack`: the person asked for it and knows that the way back ends. */
export function whyNotErased(holds: HoldsOn, waivesWayBack: boolean): Refused | null {
  const { login, openCredentials, openQuestions, standingVotes, pendingRules, roles, wayBackUntil } = holds
  const no = (sentence: string) => refused('conflict', `${sentence} Nothing was erased.`)
  if (holds.openGrants > 0) return no(`${login} still holds access here. Take it back first.`)
  if (openCredentials.length > 0)
    return no(
      `${login} is named as the holder of what still works: ${listed(openCredentials)}. End that first.`,
    )
  if (openQuestions > 0)
    return no(
      `${counted(openQuestions, 'question about', 'questions about')} ${login} is not ended yet. Wait for its end.`,
    )
  if (holds.isReturning) return no(`Access is being given back to ${login}.`)
  if (standingVotes > 0)
    return no(
      `${counted(standingVotes, 'vote', 'votes')} of ${login} still counts for what is not carried out yet; the next audit ends it.`,
    )
  if (pendingRules > 0)
    return no(
      `A change of the settings waits that ${login} asked for, or that names them. Agree to it or cancel it first.`,
    )
  if (roles.length > 0)
    return no(`The settings name ${login} as ${listed(roles)}. Name somebody else there first.`)
  if (wayBackUntil !== null && !waivesWayBack)
    return refused(
      'conflict',
      `What was taken from ${login} can be given back with one click until ${printedDay(wayBackUntil)}: erasing ends that. If ${login} asked for it and knows, say so and repeat it. Nothing was erased.`,
      { notBefore: wayBackUntil },
    )
  return null
}
