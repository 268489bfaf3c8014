/** Finds out who sends a request: by bearer token, else by session cookie. */

import { Refusal } from '../../policy/refusal.ts'
import { findToken } from '../../register/sign-in/bearer-tokens.ts'
import { findSession } from '../../register/sign-in/sessions.ts'
import { readCookie } from './cookies.ts'
import { hashOf, sameSecret, signatureOf } from './secrets.ts'
import { type Caller, realNow, type Visit } from './visit.ts'

/** Who sends the request. An unknown bearer token is refused, even where a valid cookie came along. */
export async function callerOf(c: Visit): Promise<Caller> {
  const authorization = c.req.header('authorization')
  if (authorization !== undefined) return await bearerCaller(c, authorization)
  const cookie = readCookie(c, 'session')
  if (cookie === undefined) return { kind: 'nobody' }
  const idHash = await hashOf(cookie)
  const person = await findSession(c.var.platform.register, idHash, realNow())
  if (person === null) return { kind: 'nobody' }
  const { id, login, signedInAt } = person
  return { kind: 'person', id, login, by: { kind: 'session', idHash, signedInAt } }
}

/** The token that this session's forms must carry; derived from the session, so no other site knows it. '' without a session. */
export async function formTokenOf(c: Visit, caller: Caller): Promise<string> {
  const key = c.var.platform.deployment.sessionSecret
  if (caller.kind !== 'person' || caller.by.kind !== 'session' || key === null) return ''
  return await signatureOf(key, `form:${caller.by.idHash}`)
}

async function bearerCaller(c: Visit, authorization: string): Promise<Caller> {
  const bearer = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1]
  if (bearer === undefined) {
    throw new Refusal(
      'not_signed_in',
      'The Authorization header must read "Bearer TOKEN". Nothing was changed.',
    )
  }
  const { register, deployment } = c.var.platform
  if (deployment.apiToken !== null && (await sameSecret(bearer, deployment.apiToken)))
    return { kind: 'operator' }
  const token = await findToken(register, await hashOf(bearer), realNow())
  if (token === null) {
    throw new Refusal(
      'not_signed_in',
      'This token is not known here, or it has ended. Nothing was changed. Make a new one on the page /me.',
    )
  }
  return { kind: 'person', ...token.maker, by: { kind: 'token', id: token.id, scope: token.scope } }
}
