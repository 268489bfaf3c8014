/** Finds the person who answers for themselves: somebody who is signed in, never a token. */

import { Refusal } from '../../policy/refusal.ts'
import type { Actor } from '../../policy/words.ts'
import { signedIn } from '../permissions/permissions.ts'
import type { Visit } from './visit.ts'

/** The signed-in person as the history records them. */
export function personAnswering(c: Visit): Extract<Actor, { kind: 'person' }> {
  const caller = signedIn(c)
  if (caller.kind !== 'person' || caller.by.kind !== 'session') {
    throw new Refusal(
      'forbidden',
      'What people say of themselves, and what owners were told, is entered by who is signed in with GitHub, not by a token. Nothing was recorded.',
    )
  }
  return { kind: 'person', id: caller.id, login: caller.login }
}
