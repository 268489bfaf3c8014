/** Requires a sign-in of the last minutes before a safeguard is changed, so that a stolen session changes none. */

import { isBefore } from '../../policy/calendar.ts'
import type { SignIn } from '../../policy/decisions/second-vote.ts'
import { Refusal } from '../../policy/refusal.ts'
import { realNowPlus, type Visit } from './visit.ts'

/** How old the sign-in may be, in minutes of real time. */
const FRESH_MINUTES = 10

/** Whether the caller signed in with GitHub at most ten minutes ago; no token ever did. */
export function hasFreshSignIn(c: Visit): boolean {
  const { caller } = c.var
  if (caller.kind !== 'person' || caller.by.kind !== 'session') return false
  return !isBefore(caller.by.signedInAt, realNowPlus(-FRESH_MINUTES))
}

/** How the caller is signed in, as a vote is judged by it. */
export function signInOf(c: Visit): SignIn {
  const { caller } = c.var
  if (caller.kind !== 'person' || caller.by.kind !== 'session') return 'token'
  return hasFreshSignIn(c) ? 'fresh' : 'old'
}

/** Refuses where the caller did not sign in lately. `what` goes on: "making a token". */
export function requireFreshSignIn(c: Visit, what: string): void {
  if (hasFreshSignIn(c)) return
  const { caller } = c.var
  if (caller.kind === 'person' && caller.by.kind === 'session') {
    throw new Refusal(
      'sign_in_again',
      `For ${what} GitHub has to confirm again that it is you: your sign-in is older than ${FRESH_MINUTES} minutes. Nothing was changed. Sign in again, then repeat it.`,
    )
  }
  throw new Refusal(
    'forbidden',
    `No token does it: ${what} needs an owner who has signed in with GitHub in the last ${FRESH_MINUTES} minutes. Nothing was changed.`,
  )
}
