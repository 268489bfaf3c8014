/** Says why a pending invitation should be proposed: it has lapsed, or its inviter is gone. */

import { daysAfter, daysBetween, isBefore, printedDay } from '../calendar.ts'
import { counted } from '../english.ts'
import type { Names } from '../words/names.ts'
import type { Finding, Grant, Instant } from '../words.ts'

/** A pending invitation to the organisation or to one repository. */
export type Invitation = Extract<Grant, { kind: 'organization_invitation' | 'repository_invitation' }>

/** Whether the grant is a pending invitation. */
export function isInvitation(grant: Grant): grant is Invitation {
  return grant.kind === 'organization_invitation' || grant.kind === 'repository_invitation'
}

/** GitHub lets invitations lapse after seven days; those to repositories stay listed. */
const LAPSES_AFTER_DAYS = 7

/** The reason to propose an invitation, and the findings behind it. */
export interface Lapse {
  readonly reason: string
  readonly findings: readonly Finding[]
}

/** Why an invitation should be proposed; null while it can still be accepted and its inviter has access. */
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
