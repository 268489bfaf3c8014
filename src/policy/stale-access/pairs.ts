/** Stale access: pairs of an account or credential and what it can write to, judged by use alone. */

import { type AccessMap, accessMap } from '../access/access-map.ts'
import { writableBy } from '../access/effective-access.ts'
import { isBefore } from '../calendar.ts'
import { canWrite } from '../verdict/findings.ts'
import { type Credential, type Grant, type Id, type Instant, isWeaker, subjectKeyOf } from '../words.ts'

/** The way of judging. A version that judges otherwise raises it, and so begins a curve of its own. */
export const STALE_ACCESS_VERSION = 1

/** What a right reaches: one repository, or the organisation where it reaches every one, present and future. */
export type Target = Id | 'organization'

/** One holder (`account:5`, `credential:deploy_key:7`) and one place to which it can write. */
export interface Pair {
  readonly holder: string
  readonly target: Target
  /** `unknown`: no use is known, and what happened there was not read in full. */
  readonly state: 'stale' | 'used' | 'unknown'
}

/** What an audit knows. */
export interface AccessFacts {
  readonly grants: readonly Grant[]
  readonly credentials: readonly Credential[]
  /** Repositories that exist and are not archived: an archived one lets nobody write. */
  readonly writable: ReadonlySet<Id>
  /** Where each account did something since `cutoff` that needs write; 0 for an act of administration. */
  readonly used: ReadonlyMap<Id, ReadonlySet<Id>>
  /** Whether everything was read since `cutoff` in which this account could have used this. */
  readonly wasRead: (account: Id, target: Target) => boolean
  /** The beginning of the window. */
  readonly cutoff: Instant
  readonly now: Instant
}

/**
 * Every pair of write or more. Kept, exempt, new or away changes nothing. Who may write everywhere (an owner; a member where
 * the base permission writes) makes one pair with the organisation, because that right can only be taken back whole. A
 * credential whose use GitHub never shows makes none: it would stay unknown for ever.
 */
export function pairsOf(facts: AccessFacts): Pair[] {
  const map = accessMap(facts.grants)
  const targetsOf = targetsIn(map, facts.writable)
  const ofAccounts = [...map.accounts].flatMap((account) => {
    const holder = subjectKeyOf({ kind: 'account', id: account })
    return targetsOf(account).map(
      (target): Pair => ({ holder, target, state: stateOf(facts, account, target) }),
    )
  })
  return [...ofAccounts, ...facts.credentials.flatMap((credential) => pairOfCredential(facts, credential))]
}

/** Returns a lookup of what an account can write to; `writable`: the repositories that are not archived. */
export function targetsIn(map: AccessMap, writable: ReadonlySet<Id>): (account: Id) => readonly Target[] {
  const repositoriesOf = writableBy(map)
  return (account) =>
    writesEverywhere(map, account)
      ? ['organization']
      : [...repositoriesOf(account)].filter((id) => writable.has(id)).sort((a, b) => a - b)
}

/** Whether a credential opens something and GitHub never shows its use: counted beside the pairs. */
export function isUnobservable(credential: Credential, now: Instant): boolean {
  return opensSomething(credential, now) && credential.lastUsed === 'unobservable'
}

function writesEverywhere(map: AccessMap, account: Id): boolean {
  const role = map.organizationRoles.get(account)
  return role === 'admin' || (role === 'member' && map.base !== 'none' && !isWeaker(map.base, 'write'))
}

/** What holds for the organisation is used by anything that needs write anywhere, and by administration. */
function stateOf({ used, wasRead }: AccessFacts, account: Id, target: Target): Pair['state'] {
  const places = used.get(account)
  const isUsed = target === 'organization' ? places !== undefined : places?.has(target) === true
  if (isUsed) return 'used'
  return wasRead(account, target) ? 'stale' : 'unknown'
}

function pairOfCredential({ writable, cutoff, now }: AccessFacts, credential: Credential): Pair[] {
  const { kind, id, repository, lastUsed } = credential
  if (!opensSomething(credential, now) || lastUsed === 'unobservable') return []
  if (repository !== null && !writable.has(repository)) return []
  const isUsed = lastUsed !== 'never' && !isBefore(lastUsed.at, cutoff)
  const holder = subjectKeyOf({ kind: 'credential', credentialKind: kind, id })
  return [{ holder, target: repository ?? 'organization', state: isUsed ? 'used' : 'stale' }]
}

/** A request opens nothing yet, an expired or suspended credential nothing more. */
export function opensSomething(credential: Credential, now: Instant): boolean {
  const { kind, expiresAt, details } = credential
  if (kind === 'token_request' || !canWrite(credential)) return false
  const isExpired = details.expired === true || (expiresAt !== null && !isBefore(now, expiresAt))
  return !isExpired && typeof details.suspendedAt !== 'string'
}
