/** Lists what is wrong with a credential or account apart from its use; a finding is not a verdict. */

import { instant, isBefore, monthsBefore, printedDay } from '../calendar.ts'
import { listed } from '../english.ts'
import type { Credential, Finding, Instant, TwoFactor, VerdictName } from '../words.ts'

/** The person to whom a credential belongs. */
export interface CredentialOwner {
  readonly login: string
  /** The owner's own verdict; null where they are not judged (they have no access here). */
  readonly verdict: VerdictName | null
  /** Whether they still have any access to the organisation. */
  readonly holdsAccess: boolean
}

/** The findings of a credential, the most important first. */
export function findingsOf(credential: Credential, owner: CredentialOwner | null, now: Instant): Finding[] {
  return [
    ownerFinding(owner),
    suspensionFinding(credential),
    expiryFinding(credential, now),
    scopeFinding(credential),
    writeFinding(credential),
    ageFinding(credential, now),
    unobservableFinding(credential),
  ].filter((finding) => finding !== null)
}

/** Whether a finding alone is reason enough for a proposal: the owner is gone, or the credential no longer works. */
export function isStrong(finding: Finding): boolean {
  switch (finding.code) {
    case 'owner_gone':
    case 'expired':
    case 'suspended':
    case 'invitation_lapsed':
      return true
    case 'owner_inactive':
    case 'no_expiry':
    case 'older_than_a_year':
    case 'wide_scope':
    case 'write_access':
    case 'use_not_observable':
    case 'two_factor_off':
      return false
  }
}

/** The finding of an account without two-factor authentication, shown only to owners and the person. `unknown` is no finding. */
export function twoFactorFinding(state: TwoFactor): Finding[] {
  if (state !== 'disabled') return []
  return [{ code: 'two_factor_off', sentence: 'Has no second factor at sign-in.' }]
}

/** Whether a credential can change something, as far as its scopes show. */
export function canWrite(credential: Credential): boolean {
  if (credential.kind === 'deploy_key') return !isReadOnly(credential)
  return writingScopes(credential).length > 0
}

function ownerFinding(owner: CredentialOwner | null): Finding | null {
  if (owner === null) return null
  if (!owner.holdsAccess) {
    return { code: 'owner_gone', sentence: `${owner.login}, whose it is, no longer holds any access here.` }
  }
  if (owner.verdict !== 'inactive') return null
  return { code: 'owner_inactive', sentence: `${owner.login}, whose it is, is inactive.` }
}

function suspensionFinding({ details }: Credential): Finding | null {
  const at = details.suspendedAt
  if (typeof at !== 'string') return null
  return { code: 'suspended', sentence: `Suspended on ${printedDay(instant(at))}.` }
}

function expiryFinding({ kind, expiresAt, details }: Credential, now: Instant): Finding | null {
  if (details.expired === true && expiresAt === null) return { code: 'expired', sentence: 'Expired.' }
  if (expiresAt !== null) {
    if (isBefore(now, expiresAt)) return null
    return { code: 'expired', sentence: `Expired on ${printedDay(expiresAt)}.` }
  }
  // Only tokens can have an expiry; on other kinds its absence means nothing.
  if (kind !== 'fine_grained_token' && kind !== 'token_request') return null
  return { code: 'no_expiry', sentence: 'Never expires; SPEC 6 asks for a year at most.' }
}

function scopeFinding(credential: Credential): Finding | null {
  const writing = writingScopes(credential)
  const everywhere = credential.scopes.includes('all repositories')
  if (everywhere && writing.length > 0) {
    return { code: 'wide_scope', sentence: `Can change every repository (${listed(writing)}).` }
  }
  const administering = writing.filter((scope) => /(^|_)(administration|members|admin)\b/.test(scope))
  if (administering.length === 0) return null
  return { code: 'wide_scope', sentence: `Can administer (${listed(administering)}).` }
}

function writeFinding(credential: Credential): Finding | null {
  if (!canWrite(credential)) return null
  const sentence =
    credential.kind === 'deploy_key'
      ? 'Can push to its repository.'
      : `Can write (${listed(writingScopes(credential))}).`
  return { code: 'write_access', sentence }
}

function ageFinding({ kind, createdAt }: Credential, now: Instant): Finding | null {
  // An installation has no secret of its own that ages with it.
  if (kind === 'app_installation') return null
  if (createdAt === null || !isBefore(createdAt, monthsBefore(now, 12))) return null
  return { code: 'older_than_a_year', sentence: `Made on ${printedDay(createdAt)}, more than a year ago.` }
}

function unobservableFinding({ lastUsed }: Credential): Finding | null {
  if (lastUsed !== 'unobservable') return null
  return { code: 'use_not_observable', sentence: 'GitHub does not show when it was last used.' }
}

function writingScopes({ scopes }: Credential): string[] {
  return scopes.filter((scope) => /:(write|admin)$/.test(scope))
}

function isReadOnly({ details, scopes }: Credential): boolean {
  return details.readOnly === true || scopes.includes('read-only')
}
