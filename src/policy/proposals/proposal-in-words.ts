/** Puts the risk of a proposal and the steps of its plan into words for owners. */

import type { PlanStep } from '../words.ts'
import { OWNER_SCORE, ROLE_SCORE, WRITE_SCORE } from './risk.ts'

/** A score in words, by the strongest role that it stands for. */
export function riskInWords(score: number): 'highest' | 'very high' | 'high' | 'moderate' | 'low' {
  if (score >= OWNER_SCORE) return 'highest'
  if (score >= ROLE_SCORE.admin) return 'very high'
  if (score >= WRITE_SCORE) return 'high'
  return score >= ROLE_SCORE.triage ? 'moderate' : 'low'
}

/** What a step does; its target follows. */
export function stepInWords(action: PlanStep['action']): string {
  switch (action) {
    case 'remove_membership':
      return 'End the membership in'
    case 'remove_outside_collaborator':
      return 'End all access to'
    case 'make_member':
      return 'Make a member, no longer an owner, of'
    case 'convert_to_outside_collaborator':
      return 'Make an outside collaborator of'
    case 'remove_repository_role':
      return 'Take back the direct role on'
    case 'lower_repository_role':
      return 'Lower the direct role on'
    case 'remove_team_membership':
      return 'Take out of'
    case 'add_to_emeritus_team':
      return 'Add to the emeritus team'
    case 'cancel_invitation':
    case 'cancel_repository_invitation':
      return 'Cancel the'
    case 'revoke_fine_grained_token':
      return 'Revoke the token'
    case 'deny_token_request':
      return 'Deny the token request'
    case 'delete_deploy_key':
      return 'Delete the deploy key'
    case 'by_hand':
      return 'By hand, on GitHub:'
  }
}
