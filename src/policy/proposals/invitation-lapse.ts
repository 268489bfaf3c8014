/** When a pending invitation has lapsed. It never judges the person invited, who may not even know of it. */

import { daysAfter, daysBetween, isBefore, printedDay } from '../calendar.ts'
import { counted } from '../english.ts'
import type { Names } from '../words/names.ts'
import type { Finding, Grant, Instant } from '../words.ts'

export type Invitation = Extract<Grant, { kind: 'organization_invitation' | 'repository_invitation' }>

export function isInvitation(grant: Grant): grant is Invitation {
  return grant.kind === 'organization_invitation' || grant.kind === 'repository_invitation'
}

/** GitHub lets invitations lapse after seven days; the rows of repositories stay listed. */
const LAPSES_AFTER_DAYS = 7

/** Why an invitation should be asked about. */
export interface Lapse {
  readonly reason: string
  readonly findings: readonly Finding[]
}

/** Why an invitation should be asked about; null while it may still be accepted and its inviter is here. */
export function lapseOf(
  invitation: Invitation,
  inviterGone: boolean,
  names: Names,
  now: Instant,
): Lapse | null {
  const lapsed = isBefore(daysAfter(invitation.createdAt, LAPSES_AFTER_DAYS), now)
  if (!lapsed && !inviterGone) return null
  const sentences: string[] = []
  const findings: Finding[] = []
  if (lapsed) {
    const age = counted(daysBetween(invitation.createdAt, now), 'day')
    const sentence = `Not accepted for ${age} (invited on ${printedDay(invitation.createdAt)}); GitHub lets invitations lapse after ${LAPSES_AFTER_DAYS}.`
    sentences.push(sentence)
    findings.push({ code: 'invitation_lapsed', sentence })
  }
  if (inviterGone && invitation.inviter !== null) {
    const inviter = names.login(invitation.inviter) ?? 'The person'
    const sentence = `${inviter}, who sent it, no longer holds any access here.`
    sentences.push(sentence)
    findings.push({ code: 'owner_gone', sentence })
  }
  return { reason: sentences.join(' '), findings }
}
