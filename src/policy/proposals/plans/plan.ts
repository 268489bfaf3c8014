/** Plans the steps that a decision about an account means, in order. The plan that is approved is what is carried out. */

import type { EffectiveAccess } from '../../access/effective-access.ts'
import { counted } from '../../english.ts'
import { repositoryName } from '../../words/names.ts'
import { type Id, isWeaker, type PlanStep, type RepositoryRole } from '../../words.ts'
import {
  cancelInvitations,
  directRoles,
  leaveTeam,
  makeMember,
  type PlanFacts,
  removeRole,
} from './plan-steps.ts'

export type { PlanFacts } from './plan-steps.ts'
export { makeMember as planMember } from './plan-steps.ts'

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
 * Lowers what is stronger than `role`. An owner becomes a member first. Direct roles become `role`, or are removed where
 * every member has as much. The account leaves teams that give more, since a team's role cannot be lowered for one person.
 */
export function planDowngrade(facts: PlanFacts, role: RepositoryRole): PlanStep[] {
  const { account, access, names } = facts
  const steps = makeMember(facts)
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
 * Makes a member an outside collaborator of `kept` (of everything that they reach where null). GitHub turns what the teams
 * give into direct roles; those in other repositories are taken back after it. Empty for who is no member, and where no
 * team gives a repository: then nothing would be kept.
 */
export function planOutsideCollaborator(facts: PlanFacts, kept: readonly Id[] | null): PlanStep[] {
  const { account, access, names } = facts
  if (access.organizationRole !== 'member' || !someTeamGives(access)) return []
  const reached = reachedByRole(access)
  const keeps = (repository: Id): boolean => kept === null || kept.includes(repository)
  const count = counted(
    reached.filter(({ repository }) => keeps(repository)).length,
    'repository',
    'repositories',
  )
  return [
    {
      action: 'convert_to_outside_collaborator',
      target: `${names.organization} (member → outside collaborator of ${count})`,
      account: account.id,
      repositories: reached.map(({ repository }) => repository),
    },
    ...reached
      .filter(({ repository }) => !keeps(repository))
      .map(({ repository, role }) => ({
        ...removeRole(facts, repository, role),
        afterConversion: true as const,
      })),
    ...cancelInvitations(facts),
  ]
}

/** The repositories that the account reaches by a team or a role of its own, with the role by those paths. */
export function reachedByRole(
  access: EffectiveAccess,
): readonly { readonly repository: Id; readonly role: RepositoryRole }[] {
  return [...access.repositories].flatMap(([repository, { paths }]) => {
    const own = paths.filter(({ kind }) => kind === 'team' || kind === 'direct')
    const [strongest] = own.toSorted((a, b) => (isWeaker(a.role, b.role) ? 1 : -1))
    return strongest === undefined ? [] : [{ repository, role: strongest.role }]
  })
}

/**
 * Makes a member emeritus: they join the emeritus team, an owner becomes a member, and they leave every other team and lose
 * every direct role; membership stays. Only members can be in a team.
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
    ...makeMember(facts),
    ...directRoles(access).map(({ repository, role }) => removeRole(facts, repository, role)),
    ...access.teams
      .filter(({ team }) => names.team(team) !== emeritusTeam)
      .map(({ team }) => leaveTeam(facts, team)),
    ...cancelInvitations(facts),
  ]
}

function givesMore(access: EffectiveAccess, team: Id, role: RepositoryRole): boolean {
  return [...access.repositories.values()].some(({ paths }) =>
    paths.some((path) => path.kind === 'team' && path.team === team && isWeaker(role, path.role)),
  )
}

function someTeamGives(access: EffectiveAccess): boolean {
  return [...access.repositories.values()].some(({ paths }) => paths.some(({ kind }) => kind === 'team'))
}
