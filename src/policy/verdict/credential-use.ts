/** Judges a credential by its use; what else is wrong with it is a finding. It never judges the owner. */

import { isBefore, monthsBefore, printedDay } from '../calendar.ts'
import type { Credential, Finding, Instant, VerdictName } from '../words.ts'
import { type CredentialOwner, findingsOf, isStrong } from './findings.ts'

/** What the policy says of a credential. */
export interface CredentialJudgement {
  readonly verdict: VerdictName
  readonly reason: string
  readonly findings: readonly Finding[]
}

/**
 * Inactive: expired, unused for the window, or made before the window and never used. Not observable: unknown.
 * `windowMonths` is the organisation's setting.
 */
export function judgeCredential(
  credential: Credential,
  owner: CredentialOwner | null,
  now: Instant,
  windowMonths = 6,
): CredentialJudgement {
  return { ...byUse(credential, now, windowMonths), findings: findingsOf(credential, owner, now) }
}

/** Why a credential is asked about: unused, or nobody answers for it. Null where it may stay as it is. */
export function reasonToAsk({ verdict, reason, findings }: CredentialJudgement): string | null {
  if (verdict === 'inactive') return reason
  const strong = findings.filter(isStrong)
  return strong.length === 0 ? null : [...strong.map(({ sentence }) => sentence), reason].join(' ')
}

function byUse(
  { lastUsed, createdAt, expiresAt, details }: Credential,
  now: Instant,
  windowMonths: number,
): { verdict: VerdictName; reason: string } {
  const windowStart = monthsBefore(now, windowMonths)
  if (expiresAt !== null && !isBefore(now, expiresAt)) {
    return { verdict: 'inactive', reason: `Expired on ${printedDay(expiresAt)}.` }
  }
  if (details.expired === true) return { verdict: 'inactive', reason: 'Expired.' }
  if (lastUsed === 'unobservable') {
    return { verdict: 'unknown', reason: 'Cannot tell: GitHub does not show when it was last used.' }
  }
  if (lastUsed !== 'never') {
    const day = printedDay(lastUsed.at)
    return isBefore(lastUsed.at, windowStart)
      ? { verdict: 'inactive', reason: `Last used on ${day}, not since ${printedDay(windowStart)}.` }
      : { verdict: 'active', reason: `Last used on ${day}.` }
  }
  if (createdAt === null) {
    return {
      verdict: 'unknown',
      reason: 'Cannot tell: never used, but GitHub does not show since when it exists.',
    }
  }
  const made = printedDay(createdAt)
  return isBefore(createdAt, windowStart)
    ? { verdict: 'inactive', reason: `Made on ${made} and never used.` }
    : { verdict: 'new', reason: `Made on ${made} and not used yet: too young to judge.` }
}
