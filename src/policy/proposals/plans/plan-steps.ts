/** Builds the single steps of which the plans about an account are made. */

import type { EffectiveAccess } from '../../access/effective-access.ts'
import { type Names, repositoryName } from '../../words/names.ts'
import {
  type Account,
  type Grant,
  type Id,
  isWeaker,
  type PlanStep,
  type RepositoryRole,
} from '../../words.ts'
import { type Invitation, isInvitation } from '../invitation-lapse.ts'
import { planInvitation } from './plan-invitation-or-credential.ts'

/** The account, its access, and grants that include its pending invitations. */
export interface PlanFacts {
  readonly account: Account
  readonly access: EffectiveAccess
  readonly grants: readonly Grant[]
  readonly names: Names
}

/** An owner becomes a member and keeps teams and direct roles; nothing for who is no owner. */
export function makeMember({ account, access, names }: PlanFacts): PlanStep[] {
  if (access.organizationRole !== 'admin') return []
  return [{ action: 'make_member', target: `${names.organization} (owner → member)`, account: account.id }]
}

/** The roles that the account was given in repositories itself. */
export function directRoles(access: EffectiveAccess): { repository: Id; role: RepositoryRole }[] {
  const direct: { repository: Id; role: RepositoryRole }[] = []
  for (const [repository, { paths }] of access.repositories)
    for (const path of paths) if (path.kind === 'direct') direct.push({ repository, role: path.role })
  return direct
}

/** Takes a direct role back. */
export function removeRole(
  { account, names }: PlanFacts,
  repository: Id,
  role: RepositoryRole,
): Extract<PlanStep, { action: 'remove_repository_role' }> {
  const target = `${repositoryName(names, repository)} (${role})`
  return { action: 'remove_repository_role', target, account: account.id, repository }
}

/** Takes the account out of a team. */
export function leaveTeam({ account, names }: PlanFacts, team: Id): PlanStep {
  return {
    action: 'remove_team_membership',
    target: `team ${names.team(team) ?? team}`,
    account: account.id,
    team,
  }
}

/** Cancels all of the account's invitations, or only those to repositories that would give more than `above`. */
export function cancelInvitations(
  { account, grants, names }: PlanFacts,
  above: RepositoryRole | null = null,
): PlanStep[] {
  const givesMore = (invitation: Invitation) =>
    above === null || (invitation.kind === 'repository_invitation' && isWeaker(above, invitation.role))
  return grants
    .filter(isInvitation)
    .filter((invitation) => invitation.account === account.id && givesMore(invitation))
    .flatMap((invitation) => planInvitation(invitation, names))
}
