/** Says which grants a plan about an account leaves, so that what is left can be compared with what was decided. */

import { accessMap } from '../../access/access-map.ts'
import { accessIn } from '../../access/effective-access.ts'
import { type Grant, type Id, isWeaker, type PlanStep } from '../../words.ts'
import { reachedByRole } from './plan.ts'

/** The grants after the plan. Where GitHub's word on what it keeps is unclear, it counts as kept. */
export function grantsAfter(
  grants: readonly Grant[],
  account: Id,
  plan: readonly PlanStep[],
): readonly Grant[] {
  return plan.reduce((left, step) => afterStep(left, account, step), grants)
}

function afterStep(grants: readonly Grant[], account: Id, step: PlanStep): readonly Grant[] {
  const own = (grant: Grant): boolean => 'account' in grant && grant.account === account
  const without = (isTaken: (grant: Grant) => boolean) =>
    grants.filter((grant) => !own(grant) || !isTaken(grant))
  switch (step.action) {
    case 'remove_membership':
      return without(({ kind }) => OF_A_MEMBER.includes(kind))
    case 'remove_outside_collaborator':
      return without(({ kind }) => kind === 'outside_collaborator' || kind === 'repository_role')
    case 'make_member':
      return grants.map((grant) =>
        own(grant) && grant.kind === 'organization_role' ? { ...grant, role: 'member' } : grant,
      )
    case 'convert_to_outside_collaborator': {
      const kept = reachedByRole(accessIn(accessMap(grants), account))
      return [
        ...without(({ kind }) => OF_A_MEMBER.includes(kind)),
        { kind: 'outside_collaborator', account },
        ...kept.map((role) => ({ kind: 'repository_role', account, ...role }) as const),
      ]
    }
    case 'remove_repository_role':
      return without((grant) => grant.kind === 'repository_role' && grant.repository === step.repository)
    case 'lower_repository_role':
      return grants.map((grant) =>
        own(grant) &&
        grant.kind === 'repository_role' &&
        grant.repository === step.repository &&
        isWeaker(step.role, grant.role)
          ? { ...grant, role: step.role }
          : grant,
      )
    case 'remove_team_membership':
      return without((grant) => grant.kind === 'team_membership' && grant.team === step.team)
    case 'cancel_invitation':
    case 'cancel_repository_invitation':
      return grants.filter((grant) => !('invitation' in grant) || grant.invitation !== step.invitation)
    case 'add_to_emeritus_team':
    case 'revoke_fine_grained_token':
    case 'deny_token_request':
    case 'delete_deploy_key':
    case 'by_hand':
      return grants
  }
}

/** What GitHub takes with a membership. */
const OF_A_MEMBER: readonly Grant['kind'][] = ['organization_role', 'team_membership', 'repository_role']
