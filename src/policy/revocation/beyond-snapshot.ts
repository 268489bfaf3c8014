/** The guard of giving back: refuses a step that would give more than the snapshot held. */

import { type Id, isWeaker, type RestoreStep, type Taken } from '../words.ts'
import { takenGrants } from './taken-grants.ts'

/** Why this step must not be sent; null where the snapshot held what it gives. */
export function beyondSnapshot(step: RestoreStep, taken: Taken): string | null {
  return isWithin(step, taken)
    ? null
    : `${step.target}: what was stored before the removal does not hold it, and nothing else is ever given. Nothing was sent to GitHub.`
}

function isWithin(step: RestoreStep, taken: Taken): boolean {
  const of = (account: Id) =>
    taken.snapshot.kind === 'account'
      ? takenGrants(taken).filter((grant) => 'account' in grant && grant.account === account)
      : taken.snapshot.kind === 'invitation' && taken.snapshot.grant !== null
        ? [taken.snapshot.grant]
        : []
  switch (step.action) {
    case 'reinstate':
      return of(step.account).some(({ kind }) => kind === 'organization_role')
    case 'invite': {
      const grants = of(step.account)
      const isRole = grants.some(
        (grant) =>
          (grant.kind === 'organization_role' &&
            (step.role === 'direct_member' || (step.role === 'admin' && grant.role === 'admin'))) ||
          (grant.kind === 'organization_invitation' && grant.role === step.role && step.teams.length === 0),
      )
      const isInTeams = step.teams.every((team) =>
        grants.some((grant) => grant.kind === 'team_membership' && grant.team === team),
      )
      return isRole && isInTeams
    }
    case 'give_owner_role':
      return of(step.account).some((grant) => grant.kind === 'organization_role' && grant.role === 'admin')
    case 'give_team':
      return of(step.account).some(
        (grant) =>
          grant.kind === 'team_membership' &&
          grant.team === step.team &&
          (step.role === 'member' || grant.role === 'maintainer'),
      )
    case 'give_repository_role':
      return of(step.account).some(
        (grant) =>
          (grant.kind === 'repository_role' || grant.kind === 'repository_invitation') &&
          grant.repository === step.repository &&
          !isWeaker(grant.role, step.role),
      )
    case 'add_deploy_key': {
      if (taken.snapshot.kind !== 'credential') return false
      const { key, read_only: readOnly } = taken.snapshot.fields
      const isIts = taken.plan.some(
        (each) => each.action === 'delete_deploy_key' && each.repository === step.repository,
      )
      return isIts && key === step.publicKey && readOnly === step.readOnly
    }
    // They take a dead invitation away, and give nothing.
    case 'cancel_failed_invitation':
    case 'cancel_lapsed_invitation':
    case 'wait_for_acceptance':
    case 'cannot_give_back':
      return true
  }
}
