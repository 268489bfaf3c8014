/** Puts a step of giving back into words, and says where a person does it by hand. */

import type { Id, RestoreStep } from '../words.ts'
import type { HeldNow } from './held-now.ts'

/** What a step does; its target follows. */
export function restoreStepInWords(action: RestoreStep['action']): string {
  switch (action) {
    case 'cancel_failed_invitation':
    case 'cancel_lapsed_invitation':
      return 'Cancel the invitation that lapsed, of'
    case 'reinstate':
      return 'Reinstate'
    case 'invite':
      return 'Invite'
    case 'wait_for_acceptance':
      return 'Wait until they accept:'
    case 'give_owner_role':
      return 'Make'
    case 'give_team':
      return 'Put back into'
    case 'give_repository_role':
      return 'Give back the role on'
    case 'add_deploy_key':
      return 'Add again the deploy key'
    case 'cannot_give_back':
      return 'Cannot be given back:'
  }
}

/** The page of GitHub on which an owner does the step. */
export function restoreUrl(step: RestoreStep, held: HeldNow, webUrl: string): string {
  const org = `${webUrl}/orgs/${encodeURIComponent(held.organization)}`
  const inRepository = (id: Id, page: string) =>
    `${webUrl}/${held.repositories.get(id) ?? held.organization}/settings/${page}`
  switch (step.action) {
    case 'cancel_failed_invitation':
      return `${org}/people/failed_invitations`
    case 'give_team':
      return `${org}/teams/${encodeURIComponent(held.teams.get(step.team) ?? '')}/members`
    case 'cancel_lapsed_invitation':
    case 'give_repository_role':
      return inRepository(step.repository, 'access')
    case 'add_deploy_key':
      return inRepository(step.repository, 'keys')
    case 'reinstate':
    case 'invite':
    case 'give_owner_role':
    case 'wait_for_acceptance':
    case 'cannot_give_back':
      return `${org}/people`
  }
}
