/** Plans how one invitation is cancelled and how one credential is revoked. */

import { type Names, repositoryName } from '../../words/names.ts'
import type { Credential, PlanStep } from '../../words.ts'
import type { Invitation } from '../invitation-lapse.ts'

/** The step that cancels one pending invitation. */
export function planInvitation(invitation: Invitation, names: Names): PlanStep[] {
  if (invitation.kind === 'organization_invitation') {
    const target = `invitation to ${names.organization} (${invitation.role})`
    return [{ action: 'cancel_invitation', target, invitation: invitation.invitation }]
  }
  const { repository, role } = invitation
  const target = `invitation to ${repositoryName(names, repository)} (${role})`
  return [{ action: 'cancel_repository_invitation', target, invitation: invitation.invitation, repository }]
}

/** The step that revokes one credential; where GitHub has no call for it, a link that a person follows. */
export function planCredential(credential: Credential, names: Names): PlanStep[] {
  const organization = encodeURIComponent(names.organization)
  const settings = `${names.webUrl}/organizations/${organization}/settings`
  const { id, name } = credential
  switch (credential.kind) {
    case 'fine_grained_token':
      return [{ action: 'revoke_fine_grained_token', target: name, token: id }]
    case 'token_request':
      return [{ action: 'deny_token_request', target: name, request: id }]
    case 'deploy_key': {
      if (credential.repository === null) return [byHand(name, settings)]
      const target = `${name} in ${repositoryName(names, credential.repository)}`
      return [{ action: 'delete_deploy_key', target, repository: credential.repository, key: id }]
    }
    case 'app_installation':
      return [byHand(name, `${settings}/installations/${encodeURIComponent(id)}`)]
  }
}

function byHand(target: string, url: string): PlanStep {
  return { action: 'by_hand', target, url }
}
