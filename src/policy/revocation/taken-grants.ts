/** Says which grants of the snapshot a plan has taken: what a narrow plan did not touch is not given back by it. */

import type { Grant, PlanStep, Taken } from '../words.ts'

/** The grants of an account's snapshot that its plan removed or lowered, in the snapshot's order. */
export function takenGrants({ snapshot, plan }: Taken): readonly Grant[] {
  if (snapshot.kind !== 'account') return []
  const isNarrow = plan.every(({ action }) => NARROW.includes(action))
  return isNarrow
    ? snapshot.grants.filter((grant) => plan.some((step) => isAbout(step, grant)))
    : snapshot.grants
}

/** Steps that touch what they name alone; any other, as the end of a membership, takes whatever the account held. */
const NARROW: readonly PlanStep['action'][] = [
  'remove_repository_role',
  'lower_repository_role',
  'remove_team_membership',
  'add_to_emeritus_team',
  'cancel_invitation',
  'cancel_repository_invitation',
  // On the Free plan an owner is made a member by hand.
  'by_hand',
]

function isAbout(step: PlanStep, grant: Grant): boolean {
  switch (step.action) {
    case 'remove_repository_role':
    case 'lower_repository_role':
      return grant.kind === 'repository_role' && grant.repository === step.repository
    case 'remove_team_membership':
      return grant.kind === 'team_membership' && grant.team === step.team
    case 'cancel_invitation':
      return grant.kind === 'organization_invitation' && grant.invitation === step.invitation
    case 'cancel_repository_invitation':
      return grant.kind === 'repository_invitation' && grant.invitation === step.invitation
    case 'by_hand':
      return grant.kind === 'organization_role'
    default:
      return false
  }
}
