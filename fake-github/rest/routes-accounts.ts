/** REST: accounts, organisations, members and outside collaborators; the invitations have their own table. */
import { isMember, isOwner } from '../http/callers.ts'
import { membershipRole, outsideCollaborators } from '../world/access.ts'
import { convertToOutsideCollaborator, removeCollaborator, removeMember } from '../world/changes.ts'
import type { Organization } from '../world/format.ts'
import { same } from '../world/lookups.ts'
import { type Answer, type Call, noContent, notFound, ok, paged, Refused, unprocessable } from './answers.ts'
import { grants, orgOf, type Route, sees } from './gate.ts'
import { invite } from './routes-invitations.ts'
import { fullOrganization, membershipShape, publicUser, simpleUser } from './shapes/accounts.ts'
import { minimalRepository } from './shapes/repositories.ts'

export const accountRoutes: readonly Route[] = [
  { method: 'GET', path: '/user', user: 'signed-in', answer: me },
  {
    method: 'GET',
    path: '/user/{account_id}',
    user: 'anyone',
    answer: (call) => profile(call, Number(call.params.account_id)),
  },
  {
    method: 'GET',
    path: '/users/{login}',
    user: 'anyone',
    answer: (call) => profile(call, call.params.login ?? ''),
  },
  { method: 'GET', path: '/orgs/{org}', user: 'anyone', answer: organization },
  {
    method: 'GET',
    path: '/orgs/{org}/repos',
    permission: 'metadata=read',
    user: 'anyone',
    answer: repositories,
  },
  { method: 'GET', path: '/orgs/{org}/members', permission: 'members=read', user: 'anyone', answer: members },
  {
    method: 'GET',
    path: '/orgs/{org}/members/{login}',
    permission: 'members=read',
    user: 'member',
    answer: isThere,
  },
  {
    method: 'DELETE',
    path: '/orgs/{org}/members/{login}',
    permission: 'members=write',
    user: 'owner',
    answer: (call) => endMembership(call, false),
  },
  {
    method: 'GET',
    path: '/orgs/{org}/memberships/{login}',
    permission: 'members=read',
    user: 'member',
    answer: membership,
  },
  {
    method: 'PUT',
    path: '/orgs/{org}/memberships/{login}',
    permission: 'members=write',
    user: 'owner',
    answer: setMembership,
  },
  {
    method: 'DELETE',
    path: '/orgs/{org}/memberships/{login}',
    permission: 'members=write',
    user: 'owner',
    answer: (call) => endMembership(call, true),
  },
  {
    method: 'GET',
    path: '/orgs/{org}/outside_collaborators',
    permission: 'members=read',
    user: 'member',
    answer: outsiders,
  },
  {
    method: 'PUT',
    path: '/orgs/{org}/outside_collaborators/{login}',
    permission: 'members=write',
    user: 'owner',
    answer: convert,
  },
  {
    method: 'DELETE',
    path: '/orgs/{org}/outside_collaborators/{login}',
    permission: 'members=write',
    user: 'owner',
    answer: endOutsider,
  },
]

function me(call: Call): Answer {
  if (call.caller.kind !== 'user') throw new Refused(403, 'Resource not accessible by integration')
  return ok({
    ...publicUser(call, call.caller.account),
    two_factor_authentication: call.caller.account.two_factor !== 'disabled',
    private_gists: 0,
    total_private_repos: 0,
    owned_private_repos: 0,
    disk_usage: 0,
    collaborators: 0,
  })
}

function profile(call: Call, key: number | string): Answer {
  const { world } = call.state
  const account = typeof key === 'number' ? world.accountById(key) : world.account(key)
  if (account && !account.deleted) return ok(publicUser(call, account))
  const org = typeof key === 'number' ? world.organizationById(key) : world.organization(key)
  if (!org) throw notFound()
  return ok({
    ...simpleUser(call, 'ghost'),
    ...fullOrganization(call, org, { settings: false, plan: false }),
    type: 'Organization',
  })
}

function organization(call: Call): Answer {
  const org = orgOf(call)
  const { caller } = call
  const own = caller.kind === 'installation' && caller.organization === org
  return ok(
    fullOrganization(call, org, {
      settings:
        isOwner(caller, org) || (own && grants(caller.permissions, 'organization_administration=read')),
      plan: isOwner(caller, org) || (own && grants(caller.permissions, 'organization_plan=read')),
    }),
  )
}

function repositories(call: Call): Answer {
  const sort = call.query.get('sort') ?? 'created'
  const key = (
    sort === 'pushed'
      ? 'pushed_at'
      : sort === 'updated'
        ? 'updated_at'
        : sort === 'full_name'
          ? 'name'
          : 'created_at'
  ) as 'name'
  const ascending = (call.query.get('direction') ?? (sort === 'full_name' ? 'asc' : 'desc')) === 'asc'
  const type = call.query.get('type') ?? 'all'
  const rows = call.state.world
    .repositoriesOf(orgOf(call).login)
    .filter((repo) => sees(call, repo))
    .filter(
      (repo) => type === 'all' || (type === 'private') === repo.private || (type === 'forks' && repo.fork),
    )
    .toSorted((a, b) => (a[key] < b[key] ? -1 : 1) * (ascending ? 1 : -1))
  return paged(call, rows, (repo) => minimalRepository(call, repo))
}

function members(call: Call): Answer {
  const org = orgOf(call)
  const { caller } = call
  const inside = (caller.kind === 'installation' && caller.organization === org) || isMember(caller, org)
  const filter = call.query.get('filter') ?? 'all'
  requireOwnerFor(call, org, filter)
  const role = call.query.get('role') ?? 'all'
  // Memberships are private unless made public, and the world has no public ones.
  const rows = inside ? org.members.filter((row) => role === 'all' || row.role === role) : []
  const logins = rows.map((row) => row.login).filter((login) => passes(call, login, filter))
  return paged(call, logins, (login) => simpleUser(call, login))
}

function outsiders(call: Call): Answer {
  const org = orgOf(call)
  const filter = call.query.get('filter') ?? 'all'
  requireOwnerFor(call, org, filter)
  const logins = outsideCollaborators(call.state.world, org).filter((login) => passes(call, login, filter))
  return paged(call, logins, (login) => simpleUser(call, login))
}

/** The two-factor filters are the owners'; an installation counts as one where its organisation let it read members. */
function requireOwnerFor(call: Call, org: Organization, filter: string): void {
  if (filter === 'all' || isOwner(call.caller, org)) return
  if (call.caller.kind === 'installation' && call.caller.organization === org) return
  throw unprocessable('Only owners can use this filter.')
}

function passes(call: Call, login: string, filter: string): boolean {
  const state = call.state.world.account(login)?.two_factor ?? 'secure'
  if (filter === '2fa_disabled') return state === 'disabled'
  return filter === '2fa_insecure' ? state === 'insecure' : true
}

function isThere(call: Call): Answer {
  if (membershipRole(orgOf(call), call.params.login ?? '') === null) throw notFound()
  return noContent
}

function membership(call: Call): Answer {
  const org = orgOf(call)
  const login = call.state.world.account(call.params.login ?? '')?.login ?? ''
  const invited = org.invitations.some((row) => row.login && same(row.login, login) && !row.failed_at)
  if (membershipRole(org, login) === null && !invited) throw notFound()
  return ok(membershipShape(call, org, login))
}

function setMembership(call: Call): Answer {
  const org = orgOf(call)
  const account = call.state.world.account(call.params.login ?? '')
  if (!account) throw notFound()
  const role = call.body.role ?? 'member'
  if (role !== 'admin' && role !== 'member') throw unprocessable('Validation Failed')
  const row = org.members.find((other) => same(other.login, account.login))
  if (!row)
    invite(call, org, { login: account.login, role: role === 'admin' ? 'admin' : 'direct_member', teams: [] })
  else {
    if (role === 'member') keepAnOwner(org, account.login)
    row.role = role
  }
  return ok(membershipShape(call, org, account.login))
}

function endMembership(call: Call, pendingToo: boolean): Answer {
  const org = orgOf(call)
  const login = call.params.login ?? ''
  const pending = org.invitations.some((row) => row.login !== undefined && same(row.login, login))
  if (membershipRole(org, login) === null) {
    if (!pendingToo || !pending) throw notFound()
    org.invitations = org.invitations.filter((row) => row.login === undefined || !same(row.login, login))
    return noContent
  }
  keepAnOwner(org, login)
  removeMember(call.state.world, org, login, call.state.clock())
  return noContent
}

function convert(call: Call): Answer {
  const org = orgOf(call)
  const login = call.params.login ?? ''
  if (membershipRole(org, login) === null)
    throw new Refused(403, `${login} is not a member of the ${org.login} organization.`)
  keepAnOwner(org, login)
  convertToOutsideCollaborator(call.state.world, org, login, call.state.clock())
  return call.body.async === true ? { status: 202, body: {} } : noContent
}

function endOutsider(call: Call): Answer {
  const org = orgOf(call)
  const login = call.params.login ?? ''
  if (membershipRole(org, login) !== null)
    throw unprocessable('You cannot specify an organization member to remove as an outside collaborator.')
  if (!outsideCollaborators(call.state.world, org).some((other) => same(other, login))) throw notFound()
  for (const repo of call.state.world.repositoriesOf(org.login))
    removeCollaborator(call.state.world, repo, login)
  return noContent
}

/** GitHub refuses to leave an organisation without an owner; it does not mind leaving it with one. */
function keepAnOwner(org: Organization, login: string): void {
  const owners = org.members.filter((row) => row.role === 'admin')
  if (owners.length === 1 && owners[0] && same(owners[0].login, login))
    throw new Refused(403, 'Cannot remove the last owner of the organization.')
}
