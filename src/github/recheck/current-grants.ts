/** Reads the grants that one account has now. */

import type { Grant, Id, OrganizationRole } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { unreadable } from '../http/pages.ts'
import { readDirectRoles } from './current-roles.ts'
import { readTeamsOf } from './current-teams.ts'
import { type NamedOrganization, readLogin, readMembership } from './membership.ts'
import {
  type PendingInvitation,
  readOrganizationInvitationsNow,
  readRepositoryInvitationsNow,
} from './pending-invitations.ts'

/** Where to look. */
export interface WhereToLook {
  readonly organizationId: Id
  readonly organization: string
  /** Repositories to read direct roles in. */
  readonly repositories: readonly { readonly id: Id; readonly nodeId: string }[]
  /** Repositories to read invitations in, `owner/name`: those with an invitation known to the register. */
  readonly invitingRepositories: readonly { readonly id: Id; readonly name: string }[]
}

/** The current grants of an account. */
export interface Holdings {
  /** The current login; null where the account is gone. */
  readonly login: string | null
  readonly grants: readonly Grant[]
  /** The current slugs of its teams. */
  readonly teams: ReadonlyMap<Id, string>
  /** The current `owner/name` of the repositories in which it has a direct role. */
  readonly repositories: ReadonlyMap<Id, string>
}

/** The account's own grants: membership, teams, direct roles, invitations. Throws where one of them cannot be read. */
export async function readHoldings(github: GitHub, where: WhereToLook, account: Id): Promise<Holdings> {
  const login = await readLogin(github, account)
  if (login === null) return { login, grants: [], teams: new Map(), repositories: new Map() }
  const membership = await membershipNow(
    github,
    { id: where.organizationId, login: where.organization },
    { id: account, login },
  )
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
  organization: NamedOrganization,
  account: { readonly id: Id; readonly login: string },
): Promise<
  { readonly state: 'active'; readonly role: OrganizationRole } | { readonly state: 'pending' | 'none' }
> {
  const found = await readMembership(github, organization, account.login)
  if (found === null) return { state: 'none' }
  // What is removed by its login next must be this account's: a login may have changed hands in between.
  if (found.user?.id !== account.id) throw unreadable(`whose membership that of ${account.login} is`)
  return found.state === 'active' ? { state: 'active', role: found.role } : { state: 'pending' }
}
