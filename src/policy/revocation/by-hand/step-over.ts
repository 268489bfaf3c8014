/** Says whether what a step takes is gone, by what an account, an invitation or a credential holds now. */

import { type Credential, type Grant, type Id, isWeaker, type PlanStep, type Subject } from '../../words.ts'

/** What is held now: everything that is open in the register, or what GitHub shows of one account. */
export interface HeldGrants {
  readonly grants: readonly Grant[]
  /** The slug of a team; null where it is not known. */
  readonly team: (team: Id) => string | null
}

/** Everything that is open in the register. */
export interface OpenInRegister extends HeldGrants {
  readonly credentials: readonly Pick<Credential, 'kind' | 'id'>[]
}

/** Whether the register shows nothing any more of what the step takes. A row is closed only after a complete reading. */
export function isStepOver(step: PlanStep, subject: Subject, open: OpenInRegister): boolean {
  switch (subject.kind) {
    case 'credential':
      return !open.credentials.some(({ kind, id }) => kind === subject.credentialKind && id === subject.id)
    case 'invitation':
      return !open.grants.some((grant) => 'invitation' in grant && grant.invitation === subject.id)
    case 'account':
      // The one step about an account that has no call of its own: an owner is made a member.
      return step.action === 'by_hand' ? !isOwner(open.grants, subject.id) : isGrantGone(step, open)
  }
}

function isOwner(grants: readonly Grant[], account: Id): boolean {
  return grants.some(
    (grant) => grant.kind === 'organization_role' && grant.account === account && grant.role === 'admin',
  )
}

/** Whether the held grants have nothing any more of what the step takes from an account, or cancels. */
export function isGrantGone(step: PlanStep, { grants, team }: HeldGrants): boolean {
  const holds = (matches: (grant: Grant) => boolean) => grants.some(matches)
  switch (step.action) {
    case 'remove_membership':
    case 'convert_to_outside_collaborator':
      return !holds((grant) => grant.kind === 'organization_role' && grant.account === step.account)
    case 'make_member':
      return !isOwner(grants, step.account)
    case 'remove_outside_collaborator':
      return !holds((grant) => grant.kind === 'outside_collaborator' && grant.account === step.account)
    case 'remove_repository_role': {
      // What is left after a conversion is told apart only once the membership is gone.
      const isMember = holds((grant) => grant.kind === 'organization_role' && grant.account === step.account)
      if (step.afterConversion && isMember) return false
      return !holds((grant) => isDirectRole(grant, step))
    }
    case 'lower_repository_role':
      return !holds(
        (grant) =>
          grant.kind === 'repository_role' && isDirectRole(grant, step) && isWeaker(step.role, grant.role),
      )
    case 'remove_team_membership':
      return !holds(
        (grant) =>
          grant.kind === 'team_membership' && grant.account === step.account && grant.team === step.team,
      )
    case 'cancel_invitation':
      return !holds(
        (grant) => grant.kind === 'organization_invitation' && grant.invitation === step.invitation,
      )
    case 'cancel_repository_invitation':
      return !holds((grant) => grant.kind === 'repository_invitation' && grant.invitation === step.invitation)
    case 'add_to_emeritus_team':
      return holds(
        (grant) =>
          grant.kind === 'team_membership' &&
          grant.account === step.account &&
          team(grant.team) === step.team,
      )
    case 'revoke_fine_grained_token':
    case 'deny_token_request':
    case 'delete_deploy_key':
    case 'by_hand':
      return false
  }
}

function isDirectRole(grant: Grant, step: { readonly account: Id; readonly repository: Id }): boolean {
  return (
    grant.kind === 'repository_role' && grant.account === step.account && grant.repository === step.repository
  )
}
