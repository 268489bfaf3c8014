/** REST: what is installed in an organisation, who holds its roles, and what only enterprises have. */
import { teamMembers } from '../world/access.ts'
import type { Organization, OrganizationRole } from '../world/format.ts'
import { type Answer, type Call, type Json, noContent, notFound, ok, paged } from './answers.ts'
import { orgOf, type Route } from './gate.ts'
import { simpleOrganization, simpleTeam, simpleUser, teamShape } from './shapes/accounts.ts'
import { installationShape } from './shapes/apps.ts'

const org = '/orgs/{org}'

export const roleRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${org}/installations`,
    permission: 'organization_administration=read',
    user: 'owner',
    answer: installations,
  },
  {
    method: 'GET',
    path: `${org}/credential-authorizations`,
    permission: 'organization_administration=read',
    user: 'owner',
    answer: authorizations,
  },
  {
    method: 'DELETE',
    path: `${org}/credential-authorizations/{id}`,
    permission: 'organization_administration=write',
    user: 'owner',
    answer: endAuthorization,
  },
  {
    method: 'GET',
    path: `${org}/audit-log`,
    permission: 'organization_administration=read',
    user: 'owner',
    answer: auditLog,
  },
  {
    method: 'GET',
    path: `${org}/organization-roles`,
    permission: 'organization_custom_org_roles=read',
    user: 'owner',
    answer: roles,
  },
  {
    method: 'GET',
    path: `${org}/organization-roles/{id}/users`,
    permission: 'members=read',
    user: 'owner',
    answer: roleUsers,
  },
  {
    method: 'GET',
    path: `${org}/organization-roles/{id}/teams`,
    permission: 'members=read',
    user: 'owner',
    answer: roleTeams,
  },
  {
    method: 'DELETE',
    path: `${org}/organization-roles/users/{login}/{id}`,
    permission: 'members=write',
    user: 'owner',
    answer: endRole,
  },
  {
    method: 'PUT',
    path: `${org}/organization-roles/users/{login}/{id}`,
    permission: 'members=write',
    user: 'owner',
    answer: giveRole,
  },
]

function installations(call: Call): Answer {
  const row = orgOf(call)
  return paged(
    call,
    row.installations,
    (installation) => installationShape(call, row, installation),
    (page) => ({ total_count: row.installations.length, installations: page }),
  )
}

/** Only organisations of an enterprise with single sign-on have these; elsewhere the path does not exist. */
function authorizations(call: Call): Answer {
  const row = orgOf(call)
  if (row.plan !== 'enterprise') throw notFound()
  const login = call.query.get('login')
  const rows = row.credential_authorizations.filter((other) => login === null || other.login === login)
  return paged(call, rows, (other) => other)
}

function endAuthorization(call: Call): Answer {
  const row = orgOf(call)
  const found = row.credential_authorizations.find((other) => String(other.credential_id) === call.params.id)
  if (row.plan !== 'enterprise' || !found) throw notFound()
  row.credential_authorizations = row.credential_authorizations.filter((other) => other !== found)
  return noContent
}

function auditLog(call: Call): Answer {
  const row = orgOf(call)
  if (row.plan !== 'enterprise') throw notFound()
  const acts = call.state.world
    .repositoriesOf(row.login)
    .flatMap((other) => [...call.state.world.acts.inRepository(other.owner, other.name).kind('audit')])
  const own = call.state.world.acts.inRepository(row.login, '').kind('audit')
  return paged(
    call,
    [...own, ...acts].sort((a, b) => b.id - a.id),
    (act) => ({
      '@timestamp': Date.parse(act.at),
      _document_id: String(act.id),
      action: act.action,
      actor: act.actor,
      actor_id: call.state.world.account(act.actor)?.id ?? null,
      created_at: Date.parse(act.at),
      org: row.login,
      org_id: row.id,
      ...(act.repo && { repo: `${act.owner}/${act.repo}` }),
    }),
  )
}

function roles(call: Call): Answer {
  const row = orgOf(call)
  return ok({
    total_count: row.organization_roles.length,
    roles: row.organization_roles.map((role) => roleShape(call, row, role)),
  })
}

function roleShape(call: Call, row: Organization, role: OrganizationRole): Json {
  const { id, name, base_role, permissions, source } = role
  const organization = source === 'Organization' ? simpleUser(call, row.login) : null
  return {
    id,
    name,
    description: null,
    base_role,
    permissions,
    source,
    organization: organization && { ...organization, ...simpleOrganization(call, row) },
    created_at: row.created_at,
    updated_at: row.created_at,
  }
}

function roleOf(call: Call): OrganizationRole {
  const role = orgOf(call).organization_roles.find((other) => String(other.id) === call.params.id)
  if (!role) throw notFound()
  return role
}

function roleUsers(call: Call): Answer {
  const row = orgOf(call)
  const role = roleOf(call)
  const teams = row.teams.filter((team) => role.teams.includes(team.slug))
  const indirect = teams.flatMap((team) =>
    teamMembers(row, team).map((member) => ({ login: member.login, team })),
  )
  const logins = [...new Set([...role.users, ...indirect.map((other) => other.login)])]
  return paged(call, logins, (login) => {
    const from = indirect.filter((other) => other.login === login)
    const direct = role.users.includes(login)
    return {
      ...simpleUser(call, login),
      assignment: direct ? (from.length > 0 ? 'mixed' : 'direct') : 'indirect',
      inherited_from: from.map(({ team }) => simpleTeam(call, row, team)),
    }
  })
}

function roleTeams(call: Call): Answer {
  const row = orgOf(call)
  const role = roleOf(call)
  const rows = row.teams.filter((team) => role.teams.includes(team.slug))
  return paged(call, rows, (team) => ({ ...teamShape(call, row, team), assignment: 'direct' }))
}

function endRole(call: Call): Answer {
  const role = roleOf(call)
  role.users = role.users.filter((login) => login !== call.params.login)
  return noContent
}

function giveRole(call: Call): Answer {
  const role = roleOf(call)
  role.users = [...new Set([...role.users, call.params.login ?? ''])]
  return noContent
}
