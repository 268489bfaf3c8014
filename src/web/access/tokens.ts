/** Makes bearer tokens that act as their maker. The register gets the hash; the token itself is shown once. */

import { Refusal } from '../../policy/refusal.ts'
import { keepToken, type Person, type TokenLabel } from '../../register/sign-in.ts'
import { signedIn } from './permissions.ts'
import { hashOf, randomSecret } from './secrets.ts'
import { realNow, realNowPlus, type Visit } from './visit.ts'

/** A day in minutes. */
const DAY = 24 * 60

/** A new token of the signed-in person. */
export async function makeToken(
  c: Visit,
  asked: { name: string; scope: 'read' | 'decide'; days: number },
): Promise<TokenLabel & { token: string }> {
  const maker = tokenMaker(c)
  const token = `chatelaine_${randomSecret()}`
  const label = {
    id: crypto.randomUUID(),
    name: asked.name,
    scope: asked.scope,
    createdAt: realNow(),
    expiresAt: realNowPlus(asked.days * DAY),
  }
  await keepToken(c.var.platform.register, { ...label, tokenHash: await hashOf(token), maker })
  return { ...label, token }
}

/** The person of the session: no token makes or ends tokens, so that a stolen one dies with its date. */
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
