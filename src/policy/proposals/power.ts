/** Puts a proposal into its group of the review: what the key opens today. */

import { type EffectiveAccess, highestRole } from '../access/effective-access.ts'
import { isBefore } from '../calendar.ts'
import { type Credential, type Instant, isWeaker, POWERS, type Power } from '../words.ts'
import type { Invitation } from './invitation-lapse.ts'

/** The group of an account. */
export function powerOfAccount(access: EffectiveAccess): Power {
  const highest = highestRole(access)
  if (highest === 'admin') return 'owners_and_admins'
  return highest !== null && !isWeaker(highest, 'write') ? 'can_push' : 'membership_only'
}

/** The group of a pending invitation: one that would make an owner stands with the owners. */
export function powerOfInvitation(invitation: Invitation): Power {
  return invitation.kind === 'organization_invitation' && invitation.role === 'admin'
    ? 'owners_and_admins'
    : 'invitations'
}

/** The group of a credential: one that has expired, or whose installation is suspended, opens nothing. */
export function powerOfCredential({ expiresAt, details }: Credential, now: Instant): Power {
  const isExpired = details.expired === true || (expiresAt !== null && !isBefore(now, expiresAt))
  return isExpired || typeof details.suspendedAt === 'string' ? 'clean_up' : 'credentials'
}

/** Orders proposals: first by group, then by what the key can do. Higher stands first. */
export function rankOf(power: Power, score: number): number {
  return (POWERS.length - POWERS.indexOf(power)) * BETWEEN_GROUPS + Math.round(score)
}

/** More than any score. */
const BETWEEN_GROUPS = 10_000
