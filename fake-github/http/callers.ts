/** Who is calling, told from the `Authorization` header. */
import { createPublicKey, verify } from 'node:crypto'
import { Refused } from '../rest/answers.ts'
import type { Caller, GitHubState } from '../state.ts'
import { membershipRole } from '../world/access.ts'
import type { App, Organization } from '../world/format.ts'

/** The caller, or a 401 as GitHub words it. */
export function callerOf(state: GitHubState, authorization: string | undefined): Caller {
  if (!authorization) return { kind: 'anonymous' }
  const [scheme = '', ...rest] = authorization.split(' ')
  const given = rest.join(' ').trim()
  const token =
    scheme.toLowerCase() === 'basic' ? (Buffer.from(given, 'base64').toString().split(':')[1] ?? '') : given
  if (/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return { kind: 'app', app: appOfJwt(state, token) }
  const issued = state.tokens.get(token)
  if (issued) {
    if (issued.expiresAt < Date.now()) throw new Refused(401, 'Bad credentials')
    if (issued.kind === 'installation') {
      if (!issued.organization.installations.includes(issued.installation))
        throw new Refused(401, 'Bad credentials')
      if (issued.installation.suspended_at) throw new Refused(403, 'This installation has been suspended')
      return issued
    }
    const account = state.world.accountById(issued.accountId)
    if (!account) throw new Refused(401, 'Bad credentials')
    return { kind: 'user', account, scopes: issued.app ? [] : issued.scopes, app: issued.app }
  }
  const known = state.world.tokens.find((row) => row.token === token)
  const account = known && state.world.account(known.login)
  if (!known || !account || account.deleted) throw new Refused(401, 'Bad credentials')
  return { kind: 'user', account, scopes: known.kind === 'fine-grained' ? null : known.scopes, app: null }
}

/** The installation token is at its end, as an hour makes it; other tokens do not expire. */
export function expire(state: GitHubState, authorization: string | undefined): void {
  const token = authorization?.split(' ').at(-1) ?? ''
  if (state.tokens.get(token)?.kind === 'installation') state.tokens.delete(token)
}

/** A name for the caller's rate limit. */
export function callerKey(caller: Caller): string {
  switch (caller.kind) {
    case 'anonymous':
      return 'anonymous'
    case 'app':
      return `app ${caller.app.id}`
    case 'installation':
      return `installation ${caller.installation.id}`
    case 'user':
      return `user ${caller.account.id}`
  }
}

/** Requests (or points) an hour: 5,000, more for a large installation, 60 for nobody. */
export function hourlyLimit(state: GitHubState, caller: Caller, graphql: boolean): number {
  if (caller.kind === 'anonymous') return graphql ? 0 : 60
  if (caller.kind !== 'installation') return 5000
  if (caller.organization.plan === 'enterprise') return graphql ? 10_000 : 15_000
  const above = (count: number) => Math.max(0, count - 20) * 50
  const repositories = state.world.repositoriesOf(caller.organization.login).length
  return Math.min(12_500, 5000 + above(repositories) + above(caller.organization.members.length))
}

/** Whether the caller is an owner of the organisation and its token says so. */
export function isOwner(caller: Caller, org: Organization, write = false): boolean {
  if (caller.kind !== 'user' || membershipRole(org, caller.account.login) !== 'admin') return false
  return hasScope(caller, write ? ['admin:org'] : ['admin:org', 'write:org', 'read:org'])
}

/** Whether the caller is a member and may read what members see. */
export function isMember(caller: Caller, org: Organization): boolean {
  if (caller.kind !== 'user' || membershipRole(org, caller.account.login) === null) return false
  return hasScope(caller, ['admin:org', 'write:org', 'read:org'])
}

/** Whether the token has one of the scopes, or needs none. */
export function hasScope(caller: Caller, wanted: readonly string[]): boolean {
  if (caller.kind !== 'user') return false
  return caller.scopes === null || caller.scopes.some((scope) => wanted.includes(scope))
}

type Claims = { readonly iss?: unknown; readonly iat?: unknown; readonly exp?: unknown }

function appOfJwt(state: GitHubState, token: string): App {
  const [head = '', payload = '', signature = ''] = token.split('.')
  const claims = claimsOf(payload)
  const app = state.world.apps.find(
    (row) => row.client_id === claims.iss || String(row.id) === String(claims.iss),
  )
  if (!app) throw new Refused(404, 'Integration not found')
  const genuine = verify(
    'RSA-SHA256',
    Buffer.from(`${head}.${payload}`),
    createPublicKey(app.private_key_public_pem),
    Buffer.from(signature, 'base64url'),
  )
  if (!genuine) throw new Refused(401, 'A JSON web token could not be decoded')
  const now = Date.now() / 1000
  if (typeof claims.exp !== 'number' || claims.exp < now)
    throw new Refused(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    )
  if (typeof claims.iat !== 'number' || claims.iat > now + 60)
    throw new Refused(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    )
  if (claims.exp > now + 660)
    throw new Refused(401, "'Expiration time' claim ('exp') is too far in the future")
  return app
}

function claimsOf(payload: string): Claims {
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    if (claims !== null && typeof claims === 'object') return claims
  } catch (cause) {
    throw new Refused(401, 'A JSON web token could not be decoded', {}, { cause })
  }
  throw new Refused(401, 'A JSON web token could not be decoded')
}
