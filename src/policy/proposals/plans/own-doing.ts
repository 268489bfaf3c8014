/** Leaves out of what somebody holds now what their own plan has given them, so that it does not look as if they were given more. */

import { STRONGEST } from '../../access/grant-key.ts'
import { type Grant, type Id, isWeaker, type PlanStep, REPOSITORY_ROLES } from '../../words.ts'

/** What was decided about an account, and what it held when it was asked about. */
export interface OwnDoing {
  readonly account: Id
  readonly plan: readonly PlanStep[]
  readonly grantsThen: Readonly<Record<string, string>>
  /** The slug of a team; null where it is not known. */
  readonly team: (team: Id) => string | null
}

/**
 * The grants without the emeritus team, and, once the membership is gone, without the roles that a conversion leaves: in its
 * repositories, and none stronger than the strongest that they were given before.
 */
export function withoutOwnDoing<G extends Grant>(grants: readonly G[], of: OwnDoing): readonly G[] {
  const { account, plan, grantsThen, team } = of
  const emeritusTeams = plan.flatMap((step) => (step.action === 'add_to_emeritus_team' ? [step.team] : []))
  const converted = plan.flatMap((step) =>
    step.action === 'convert_to_outside_collaborator' ? step.repositories : [],
  )
  const isMember = grants.some((grant) => grant.kind === 'organization_role' && grant.account === account)
  const isConverted = converted.length > 0 && !isMember
  const strongest = REPOSITORY_ROLES.find((role) => role === grantsThen[STRONGEST])
  return grants.filter((grant) => {
    if (!('account' in grant) || grant.account !== account) return true
    if (grant.kind === 'team_membership') return !emeritusTeams.includes(team(grant.team) ?? '')
    const isKept = isConverted && grant.kind === 'repository_role' && converted.includes(grant.repository)
    return !isKept || strongest === undefined || isWeaker(strongest, grant.role)
  })
}
