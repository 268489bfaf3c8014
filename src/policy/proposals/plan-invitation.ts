/** How one pending invitation is taken back. Nothing is taken back here. */

import { type Names, repositoryName } from '../words/names.ts'
import type { PlanStep } from '../words.ts'
import type { Invitation } from './invitation-lapse.ts'

/** Takes one pending invitation back. */
export function planInvitation(invitation: Invitation, names: Names): PlanStep[] {
  if (invitation.kind === 'organization_invitation') {
    const target = `invitation to ${names.organization} (${invitation.role})`
    return [{ action: 'cancel_invitation', target, invitation: invitation.invitation }]
  }
  const { repository, role } = invitation
  const target = `invitation to ${repositoryName(names, repository)} (${role})`
  return [{ action: 'cancel_repository_invitation', target, invitation: invitation.invitation, repository }]
}
