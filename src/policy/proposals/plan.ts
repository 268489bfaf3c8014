/** Plans the steps that a decision about an account means, in order. The plan that is approved is what is carried out. */

import type { EffectiveAccess } from '../access/effective-access.ts'
import { type Names, repositoryName } from '../words/names.ts'
import { type Account, type Grant, type Id, isWeaker, type PlanStep, type RepositoryRole } from '../words.ts'
import { type Invitation, isInvitation } from './invitation-lapse.ts'
import { planInvitation } from './plan-invitation-or-credential.ts'

/** The account, its access, and grants that include its pending invitations. */
export interface PlanFacts {
  readonly account: Account
  readonly access: EffectiveAccess
  readonly grants: readonly Grant[]
  readonly names: Names
}

/**
 * Removes every path: membership first (GitHub removes teams and repositories with it and can reinstate them), then what
 * may remain: direct roles, teams, invitations. What went with the membership ends as `already_gone`.
 */
export function planRevocation(facts: PlanFacts): PlanStep[] {
  const { account, access, names } = facts
  const steps: PlanStep[] = []
  if (access.organizationRole !== null) {
    const role = access.organizationRole === 'admin' ? 'owner' : 'member'
    steps.push({
      action: 'remove_membership',
      target: `${names.organization} (${role})`,
      account: account.id,
    })
  } else if (access.isOutsideCollaborator) {
    steps.push({
      action: 'remove_outside_collaborator',
      target: `${names.organization} (outside collaborator)`,
      account: account.id,
    })
  }
  for (const { repository, role } of directRoles(access)) steps.push(removeRole(facts, repository, role))
  for (const { team } of access.teams) steps.push(leaveTeam(facts, team))
  return [...steps, ...cancelInvitations(facts)]
}

/**
 * Lowers what is stronger than `role`. Direct roles become `role`, or are removed where every member has as much. The
 * account leaves teams that give more, since a team's role cannot be lowered for one person. An owner is made a member
 * by hand.
 */
export function planDowngrade(facts: PlanFacts, role: RepositoryRole): PlanStep[] {
  const { account, access, names } = facts
  const steps = ownershipByHand(facts)
  for (const direct of directRoles(access)) {
    if (!isWeaker(role, direct.role)) continue
    const { repository } = direct
    if (access.organizationRole !== null && access.base !== 'none' && !isWeaker(access.base, role)) {
      // GitHub refuses a direct role at or below the base permission.
      steps.push(removeRole(facts, repository, direct.role))
    } else {
      const target = `${repositoryName(names, repository)} (${direct.role} → ${role})`
      steps.push({ action: 'lower_repository_role', target, account: account.id, repository, role })
    }
  }
  for (const { team } of access.teams) if (givesMore(access, team, role)) steps.push(leaveTeam(facts, team))
  // A pending invitation would raise the role again once accepted.
  return [...steps, ...cancelInvitations(facts, role)]
}

/**
 * Makes a member emeritus: they join the emeritus team, leave every other team and lose every direct role; membership
 * stays. Only members can be in a team. An owner is made a member by hand.
 */
export function planEmeritus(facts: PlanFacts, emeritusTeam: string): PlanStep[] {
  const { account, access, names } = facts
  const isInTeam = access.teams.some(({ team }) => names.team(team) === emeritusTeam)
  const join: PlanStep = {
    action: 'add_to_emeritus_team',
    target: emeritusTeam,
    account: account.id,
    team: emeritusTeam,
  }
  return [
    ...(isInTeam ? [] : [join]),
    ...ownershipByHand(facts),
    ...directRoles(access).map(({ repository, role }) => removeRole(facts, repository, role)),
    ...access.teams
      .filter(({ team }) => names.team(team) !== emeritusTeam)
      .map(({ team }) => leaveTeam(facts, team)),
    ...cancelInvitations(facts),
  ]
}

function ownershipByHand({ account, access, names }: PlanFacts): PlanStep[] {
  if (access.organizationRole !== 'admin') return []
  const target = `make ${account.login} a member of ${names.organization} instead of an owner`
  const organization = encodeURIComponent(names.organization)
  const url = `${names.webUrl}/orgs/${organization}/people/${encodeURIComponent(account.login)}`
  return [{ action: 'by_hand', target, url }]
}

function directRoles(access: EffectiveAccess): { repository: Id; role: RepositoryRole }[] {
  const direct: { repository: Id; role: RepositoryRole }[] = []
  for (const [repository, { paths }] of access.repositories)
    for (const path of paths) if (path.kind === 'direct') direct.push({ repository, role: path.role })
  return direct
}

function givesMore(access: EffectiveAccess, team: Id, role: RepositoryRole): boolean {
  return [...access.repositories.values()].some(({ paths }) =>
    paths.some((path) => path.kind === 'team' && path.team === team && isWeaker(role, path.role)),
  )
}

function removeRole({ account, names }: PlanFacts, repository: Id, role: RepositoryRole): PlanStep {
  const target = `${repositoryName(names, repository)} (${role})`
  return { action: 'remove_repository_role', target, account: account.id, repository }
}

function leaveTeam({ account, names }: PlanFacts, team: Id): PlanStep {
  return {
    action: 'remove_team_membership',
    target: `team ${names.team(team) ?? team}`,
    account: account.id,
    team,
  }
}

/** Cancels all of the account's invitations, or only those to repositories that would give more than `above`. */
function cancelInvitations(
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
