/** Makes bearer tokens that act as their maker, and ends them; only the hash is stored, the token itself is shown once. */

import { Refusal } from '../../policy/refusal.ts'
import type { Id } from '../../policy/words.ts'
import { findOrganizationsOwned } from '../../register/access/holders.ts'
import { findTokensOfOwners, findValidToken, type TokenOf } from '../../register/sign-in/bearer-tokens.ts'
import type { Person } from '../../register/sign-in/sessions.ts'
import { endStandingToken, keepNewToken } from '../../review.ts'
import { mayDecide, signedIn } from '../permissions/permissions.ts'
import { requireFreshSignIn } from './fresh-sign-in.ts'
import { hashOf, randomSecret } from './secrets.ts'
import { realNow, realNowPlus, type Visit } from './visit.ts'

/** How many days a token lives: unless told otherwise, and at most. */
export const TOKEN_DAYS = { usual: 30, most: 90 } as const

const MINUTES_A_DAY = 24 * 60

/** Control characters, line ends and invisible ones: the name stands in messages, where a second line could pass for ours. */
const NOT_IN_A_NAME = /[\p{C}\p{Zl}\p{Zp}]/u

/** A new token of the signed-in person. */
export async function makeToken(
  c: Visit,
  options: { name: string; scope: 'read' | 'decide'; days: number },
): Promise<TokenOf & { token: string }> {
  const maker = tokenMaker(c)
  requireFreshSignIn(c, 'making a token')
  if (NOT_IN_A_NAME.test(options.name)) {
    throw new Refusal('invalid', 'The name of a token is one line of visible characters. None was made.')
  }
  const token = `chatelaine_${randomSecret()}`
  const label = {
    id: crypto.randomUUID(),
    name: options.name,
    scope: options.scope,
    createdAt: realNow(),
    expiresAt: realNowPlus(options.days * MINUTES_A_DAY),
    maker,
  }
  await keepNewToken(c.var.platform, { ...label, tokenHash: await hashOf(token) }, realNow())
  return { ...label, token }
}

/**
 * Ends a token of the signed-in person, or of another owner of an organisation that they own as well. Any session may, however
 * old, because ending a token only tightens; for somebody else's token GitHub is asked again whether the caller is an owner.
 */
export async function endToken(c: Visit, id: string): Promise<void> {
  const { platform } = c.var
  const person = tokenMaker(c)
  const token = await findValidToken(platform.register, id, realNow())
  const mayEnd = token !== null && (token.maker.id === person.id || (await ownsOneOf(c, token.maker.id)))
  if (!mayEnd || !(await endStandingToken(platform, token, person, realNow()))) {
    throw new Refusal(
      'not_found',
      'There is no such token of yours, or of another owner of your organisations; or it has ended already. Nothing was changed.',
    )
  }
}

/** The valid tokens of an organisation's owners. Refuses a caller that is a token itself. */
export async function tokensOfOwners(c: Visit, orgId: Id): Promise<TokenOf[]> {
  tokenMaker(c)
  return await findTokensOfOwners(c.var.platform.register, orgId, realNow())
}

/** The signed-in person. A token cannot make, see or end tokens, so that a stolen one ends when it expires. */
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

/** Whether GitHub says now that the caller is an owner of an organisation that `maker` owns too. */
async function ownsOneOf(c: Visit, maker: Id): Promise<boolean> {
  for (const org of await findOrganizationsOwned(c.var.platform.register, maker, realNow())) {
    try {
      await mayDecide(c, org.id)
      return true
    } catch (error) {
      if (!(error instanceof Refusal) || !['forbidden', 'not_found'].includes(error.code)) throw error
    }
  }
  return false
}
