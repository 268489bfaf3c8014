/** Makes bearer tokens that act as their maker; only the hash is stored, the token itself is shown once. */

import { Refusal } from '../../policy/refusal.ts'
import { keepToken, type Person, type TokenLabel } from '../../register/sign-in.ts'
import { requireFreshSignIn } from './fresh-sign-in.ts'
import { signedIn } from './permissions.ts'
import { hashOf, randomSecret } from './secrets.ts'
import { realNow, realNowPlus, type Visit } from './visit.ts'

/** How many days a token lives: unless told otherwise, and at most. */
export const TOKEN_DAYS = { usual: 90, most: 365 } as const

const MINUTES_A_DAY = 24 * 60

/** A new token of the signed-in person. */
export async function makeToken(
  c: Visit,
  options: { name: string; scope: 'read' | 'decide'; days: number },
): Promise<TokenLabel & { token: string }> {
  const maker = tokenMaker(c)
  requireFreshSignIn(c, 'making a token')
  const token = `chatelaine_${randomSecret()}`
  const label = {
    id: crypto.randomUUID(),
    name: options.name,
    scope: options.scope,
    createdAt: realNow(),
    expiresAt: realNowPlus(options.days * MINUTES_A_DAY),
  }
  await keepToken(c.var.platform.register, { ...label, tokenHash: await hashOf(token), maker })
  return { ...label, token }
}

/** The signed-in person. A token cannot make or end tokens, so that a stolen one ends when it expires. */
export function tokenMaker(c: Visit): Person {
  const caller = signedIn(c)
  if (caller.kind !== 'person' || caller.by.kind !== 'session') {
    throw new Refusal(
      'forbidden',
      'Tokens are made, seen and ended by people who are signed in with GitHub, not by a token.',
    )
  }
  return { id: caller.id, login: caller.login }
}
