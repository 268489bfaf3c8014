/** Judges a credential by its use; everything else that is wrong with it is a finding. */

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
 * Inactive: expired, unused for `windowMonths` calendar months, or created before them and never used. Unknown: GitHub
 * does not show its use.
 */
export function judgeCredential(
  credential: Credential,
  owner: CredentialOwner | null,
  now: Instant,
  windowMonths = 6,
): CredentialJudgement {
  return { ...byUse(credential, now, windowMonths), findings: findingsOf(credential, owner, now) }
}

/** Why a credential is proposed: it is inactive, or has a strong finding. Null where it is not proposed. */
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
  const createdOn = printedDay(createdAt)
  return isBefore(createdAt, windowStart)
    ? { verdict: 'inactive', reason: `Made on ${createdOn} and never used.` }
    : { verdict: 'new', reason: `Made on ${createdOn} and not used yet: too young to judge.` }
}
