/** What one account still holds, asked of GitHub now, as grants. It changes nothing and judges nothing. */

import type { Grant, Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { readDirectRoles } from './current-roles.ts'
import { readTeamsOf } from './current-teams.ts'
import { readLogin, readMembership } from './membership.ts'
import {
  type PendingInvitation,
  readOrganizationInvitationsNow,
  readRepositoryInvitationsNow,
} from './pending-invitations.ts'

/** Where to look. */
export interface WhereToLook {
  readonly organization: string
  /** Repositories in which direct roles are looked for. */
  readonly repositories: readonly { readonly id: Id; readonly nodeId: string }[]
  /** Repositories in which invitations are looked for, `owner/name`: those with an invitation known to the register. */
  readonly invitingRepositories: readonly { readonly id: Id; readonly name: string }[]
}

/** What an account holds at this moment. */
export interface Holdings {
  /** The login of today; null where GitHub has no such account any more. */
  readonly login: string | null
  readonly grants: readonly Grant[]
  /** Slugs of today, of the teams it is in. */
  readonly teams: ReadonlyMap<Id, string>
  /** `owner/name` of today, of the repositories it holds a direct role in. */
  readonly repositories: ReadonlyMap<Id, string>
}

/** Reads everything that `account` holds by itself: membership, teams, direct roles, invitations. Throws where a part cannot be read. */
export async function readHoldings(github: GitHub, where: WhereToLook, account: Id): Promise<Holdings> {
  const login = await readLogin(github, account)
  if (login === null) return { login, grants: [], teams: new Map(), repositories: new Map() }
  const membership = await membershipNow(github, where.organization, login)
  const teams = await readTeamsOf(github, where.organization, login, account)
  const direct = await readDirectRoles(github, where.repositories, login, account)
  const invitations: readonly PendingInvitation[] = [
    ...(membership.state === 'pending'
      ? await readOrganizationInvitationsNow(github, where.organization)
      : []),
    ...(await readRepositoryInvitationsNow(github, where.invitingRepositories)),
  ]
  const outside: readonly Grant[] =
    membership.state !== 'active' && direct.length > 0 ? [{ kind: 'outside_collaborator', account }] : []
  const role: readonly Grant[] =
    membership.state === 'active' ? [{ kind: 'organization_role', account, role: membership.role }] : []
  return {
    login,
    grants: [
      ...role,
      ...outside,
      ...teams.map((team) => team.grant),
      ...direct.map((repository) => repository.grant),
      ...invitations
        .filter((invitation) => invitation.login?.toLowerCase() === login.toLowerCase())
        .map(({ grant }) => ({ ...grant, account })),
    ],
    teams: new Map(teams.map((team) => [team.grant.team, team.slug])),
    repositories: new Map(direct.map((repository) => [repository.grant.repository, repository.name])),
  }
}

async function membershipNow(
  github: GitHub,
  organization: string,
  login: string,
): Promise<
  { readonly state: 'active'; readonly role: 'admin' | 'member' } | { readonly state: 'pending' | 'none' }
> {
  const found = await readMembership(github, organization, login)
  if (found === null) return { state: 'none' }
  if (found.state !== 'active') return { state: 'pending' }
  return { state: 'active', role: found.role === 'admin' ? 'admin' : 'member' }
}
