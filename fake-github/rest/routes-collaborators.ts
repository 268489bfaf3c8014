/** REST: who may do what in one repository, and its deploy keys. */
import {
  effectiveRole,
  membershipRole,
  peopleWithAccess,
  reaches,
  roleOfPermission,
  withAncestors,
} from '../world/access.ts'
import { removeCollaborator, setCollaborator } from '../world/changes.ts'
import { type Repository, type RepositoryRole, repositoryRoles } from '../world/format.ts'
import { same } from '../world/lookups.ts'
import { type Answer, type Call, noContent, notFound, ok, paged, unprocessable } from './answers.ts'
import { type Route, repoOf } from './gate.ts'
import { teamShape } from './shapes/accounts.ts'
import {
  collaboratorShape,
  deployKeyShape,
  fullRepository,
  repositoryInvitationShape,
} from './shapes/repositories.ts'

const repo = '/repos/{owner}/{repo}'
const read = { permission: 'administration=read', user: 'admin' } as const
const write = { permission: 'administration=write', user: 'admin' } as const

export const collaboratorRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: repo,
    permission: 'metadata=read',
    user: 'anyone',
    answer: (call) => ok(fullRepository(call, repoOf(call), ownRole(call))),
  },
  { method: 'GET', path: `${repo}/collaborators`, permission: 'metadata=read', user: 'push', answer: list },
  {
    method: 'GET',
    path: `${repo}/collaborators/{login}`,
    permission: 'metadata=read',
    user: 'push',
    answer: isThere,
  },
  { method: 'PUT', path: `${repo}/collaborators/{login}`, ...write, answer: add },
  { method: 'DELETE', path: `${repo}/collaborators/{login}`, ...write, answer: end },
  {
    method: 'GET',
    path: `${repo}/collaborators/{login}/permission`,
    permission: 'metadata=read',
    user: 'push',
    answer: permission,
  },
  { method: 'GET', path: `${repo}/teams`, ...read, answer: teams },
  { method: 'GET', path: `${repo}/invitations`, ...read, answer: invitations },
  { method: 'PATCH', path: `${repo}/invitations/{id}`, ...write, answer: changeInvitation },
  { method: 'DELETE', path: `${repo}/invitations/{id}`, ...write, answer: cancelInvitation },
  { method: 'GET', path: `${repo}/keys`, ...read, answer: keys },
  { method: 'POST', path: `${repo}/keys`, ...write, answer: addKey },
  {
    method: 'GET',
    path: `${repo}/keys/{id}`,
    ...read,
    answer: (call) => ok(deployKeyShape(call, repoOf(call), keyOf(call))),
  },
  { method: 'DELETE', path: `${repo}/keys/{id}`, ...write, answer: endKey },
]

function list(call: Call): Answer {
  const row = repoOf(call)
  const { world } = call.state
  const org = world.organization(row.owner)
  const affiliation = call.query.get('affiliation') ?? 'all'
  const least = call.query.get('permission')
  const direct = row.collaborators.map((other) => other.login)
  const logins =
    affiliation === 'all'
      ? peopleWithAccess(world, row)
      : direct.filter((login) => affiliation === 'direct' || !org || membershipRole(org, login) === null)
  const people = logins.flatMap((login) => {
    const role = effectiveRole(world, row, login)
    return role && (!least || reaches(role, roleOfPermission(least))) ? [{ login, role }] : []
  })
  return paged(call, people, ({ login, role }) => collaboratorShape(call, login, role))
}

function isThere(call: Call): Answer {
  if (effectiveRole(call.state.world, repoOf(call), call.params.login ?? '') === null) throw notFound()
  return noContent
}

function add(call: Call): Answer {
  const row = repoOf(call)
  const { world } = call.state
  const account = world.account(call.params.login ?? '')
  if (!account || account.deleted) throw notFound()
  const wanted = roleOfPermission(String(call.body.permission ?? 'push'))
  if (call.body.permission !== undefined && !known(String(call.body.permission)))
    throw unprocessable('Validation Failed')
  const org = world.organization(row.owner)
  const base = org?.default_repository_permission ?? 'none'
  const member = org ? membershipRole(org, account.login) : null
  if (member !== null && base !== 'none' && !reaches(wanted, base))
    throw unprocessable(`Cannot assign ${account.login} permission of ${wanted}`)
  if (member !== null || row.collaborators.some((other) => same(other.login, account.login))) {
    setCollaborator(row, account.login, wanted, call.state.clock())
    return noContent
  }
  const invitation = row.invitations.find((other) => same(other.login, account.login))
  const inviter =
    call.caller.kind === 'user' ? call.caller.account.login : (org?.members[0]?.login ?? row.owner)
  const made = invitation ?? {
    id: world.newId(),
    login: account.login,
    permissions: wanted,
    created_at: call.state.clock(),
    inviter,
  }
  made.permissions = wanted
  if (!invitation) row.invitations.push(made)
  return { status: 201, body: repositoryInvitationShape(call, row, made) }
}

function end(call: Call): Answer {
  const row = repoOf(call)
  removeCollaborator(call.state.world, row, call.params.login ?? '')
  return noContent
}

function permission(call: Call): Answer {
  const row = repoOf(call)
  const login = call.state.world.account(call.params.login ?? '')?.login
  if (login === undefined) throw notFound()
  const role = effectiveRole(call.state.world, row, login)
  const shown: RepositoryRole | 'none' = role ?? (row.private ? 'none' : 'read')
  const coarse = {
    none: 'none',
    read: 'read',
    triage: 'read',
    write: 'write',
    maintain: 'write',
    admin: 'admin',
  }[shown]
  return ok({ permission: coarse, role_name: shown, user: collaboratorShape(call, login, role ?? 'read') })
}

function teams(call: Call): Answer {
  const row = repoOf(call)
  const org = call.state.world.organization(row.owner)
  if (!org) return ok([])
  const rows = org.teams.flatMap((team) => {
    const own = team.repositories.find((grant) => same(grant.name, row.name))
    const grant =
      own ??
      withAncestors(org, team)
        .flatMap((level) => level.repositories)
        .find((other) => same(other.name, row.name))
    // Of a public repository only those teams are listed that were added by name.
    return grant && (own || row.private) ? [{ team, permission: grant.permission }] : []
  })
  return paged(call, rows, ({ team, permission }) => ({
    ...teamShape(call, org, team),
    permission,
    access_source: 'direct',
  }))
}

function invitations(call: Call): Answer {
  const row = repoOf(call)
  return paged(call, row.invitations, (invitation) => repositoryInvitationShape(call, row, invitation))
}

function invitationOf(call: Call, row: Repository) {
  const found = row.invitations.find((other) => String(other.id) === call.params.id)
  if (!found) throw notFound()
  return found
}

function changeInvitation(call: Call): Answer {
  const row = repoOf(call)
  const invitation = invitationOf(call, row)
  invitation.permissions =
    repositoryRoles.find((role) => role === call.body.permissions) ?? invitation.permissions
  return ok(repositoryInvitationShape(call, row, invitation))
}

function cancelInvitation(call: Call): Answer {
  const row = repoOf(call)
  const invitation = invitationOf(call, row)
  row.invitations = row.invitations.filter((other) => other !== invitation)
  return noContent
}

function keys(call: Call): Answer {
  const row = repoOf(call)
  return paged(call, row.deploy_keys, (key) => deployKeyShape(call, row, key))
}

function keyOf(call: Call) {
  const key = repoOf(call).deploy_keys.find((other) => String(other.id) === call.params.id)
  if (!key) throw notFound()
  return key
}

function addKey(call: Call): Answer {
  const row = repoOf(call)
  const { title = '', key, read_only = false } = call.body
  if (typeof key !== 'string' || !/^(ssh-|ecdsa-)/.test(key)) throw unprocessable('Validation Failed')
  const used = call.state.world.repositories.some((other) =>
    other.deploy_keys.some((known) => known.key === key),
  )
  if (used) throw unprocessable('key is already in use')
  const made = {
    id: call.state.world.newId(),
    title: String(title),
    key,
    read_only: read_only === true,
    verified: true,
    added_by: call.caller.kind === 'user' ? call.caller.account.login : null,
    created_at: call.state.clock(),
    last_used: null,
  }
  row.deploy_keys.push(made)
  return { status: 201, body: deployKeyShape(call, row, made) }
}

function endKey(call: Call): Answer {
  const row = repoOf(call)
  const key = keyOf(call)
  row.deploy_keys = row.deploy_keys.filter((other) => other !== key)
  return noContent
}

function known(word: string): boolean {
  return ['pull', 'triage', 'push', 'maintain', 'admin', 'read', 'write'].includes(word)
}

function ownRole(call: Call): RepositoryRole | null {
  if (call.caller.kind !== 'user') return null
  return effectiveRole(call.state.world, repoOf(call), call.caller.account.login)
}
