/** REST: what acts without its owner being asked, and organisation roles; never shows a secret's value. */
import { teamMembers } from '../world/access.ts'
import type {
  AccessToken,
  Hook,
  Organization,
  OrganizationRole,
  Runner,
  TokenRequest,
} from '../world/format.ts'
import { nodeId } from '../world/node-ids.ts'
import {
  type Answer,
  type Call,
  type Json,
  noContent,
  notFound,
  ok,
  paged,
  unprocessable,
} from './answers.ts'
import { orgOf, type Route, repoOf } from './gate.ts'
import { simpleOrganization, simpleTeam, simpleUser, teamShape } from './shapes/accounts.ts'
import { installationShape } from './shapes/apps.ts'
import { minimalRepository } from './shapes/repositories.ts'

const org = '/orgs/{org}'
const repo = '/repos/{owner}/{repo}'
const tokens = { permission: 'organization_personal_access_tokens=read', user: 'app' } as const
const endTokens = { permission: 'organization_personal_access_tokens=write', user: 'app' } as const
const requests = { permission: 'organization_personal_access_token_requests=read', user: 'app' } as const
const answerRequests = {
  permission: 'organization_personal_access_token_requests=write',
  user: 'app',
} as const

export const credentialRoutes: readonly Route[] = [
  { method: 'GET', path: `${org}/personal-access-tokens`, ...tokens, answer: listTokens },
  { method: 'POST', path: `${org}/personal-access-tokens`, ...endTokens, answer: endSeveral },
  { method: 'POST', path: `${org}/personal-access-tokens/{id}`, ...endTokens, answer: endOne },
  {
    method: 'GET',
    path: `${org}/personal-access-tokens/{id}/repositories`,
    ...tokens,
    answer: (call) => tokenRepositories(call, orgOf(call).personal_access_tokens),
  },
  { method: 'GET', path: `${org}/personal-access-token-requests`, ...requests, answer: listRequests },
  {
    method: 'POST',
    path: `${org}/personal-access-token-requests/{id}`,
    ...answerRequests,
    answer: answerRequest,
  },
  {
    method: 'GET',
    path: `${org}/personal-access-token-requests/{id}/repositories`,
    ...requests,
    answer: (call) => tokenRepositories(call, orgOf(call).personal_access_token_requests),
  },
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
  {
    method: 'GET',
    path: `${org}/actions/secrets`,
    permission: 'organization_secrets=read',
    user: 'owner',
    answer: organizationSecrets,
  },
  {
    method: 'GET',
    path: `${org}/actions/permissions/workflow`,
    permission: 'organization_administration=read',
    user: 'owner',
    answer: (call) => ok(orgOf(call).actions),
  },
  {
    method: 'GET',
    path: `${org}/hooks`,
    permission: 'organization_hooks=read',
    user: 'owner',
    answer: organizationHooks,
  },
  {
    method: 'GET',
    path: `${org}/actions/runners`,
    permission: 'organization_self_hosted_runners=read',
    user: 'owner',
    answer: (call) => runnerList(call, orgOf(call).runners),
  },
  {
    method: 'GET',
    path: `${repo}/actions/secrets`,
    permission: 'secrets=read',
    user: 'push',
    answer: repositorySecrets,
  },
  {
    method: 'GET',
    path: `${repo}/actions/permissions/workflow`,
    permission: 'administration=read',
    user: 'admin',
    answer: workflowDefault,
  },
  {
    method: 'GET',
    path: `${repo}/hooks`,
    permission: 'repository_hooks=read',
    user: 'admin',
    answer: repositoryHooks,
  },
  {
    method: 'GET',
    path: `${repo}/actions/runners`,
    permission: 'administration=read',
    user: 'admin',
    answer: (call) => runnerList(call, repoOf(call).runners),
  },
]

function listTokens(call: Call): Answer {
  const owners = call.query.getAll('owner[]').concat(call.query.getAll('owner'))
  const before = call.query.get('last_used_before')
  const after = call.query.get('last_used_after')
  const rows = orgOf(call).personal_access_tokens.filter(
    (row) =>
      (owners.length === 0 || owners.includes(row.owner)) &&
      (before === null || (row.token_last_used_at !== null && row.token_last_used_at < before)) &&
      (after === null || (row.token_last_used_at !== null && row.token_last_used_at > after)),
  )
  return paged(call, rows, (row) => ({
    ...tokenShape(call, row, 'personal-access-tokens'),
    access_granted_at: row.access_granted_at,
  }))
}

function tokenShape(call: Call, row: AccessToken | TokenRequest, list: string): Json {
  return {
    id: row.id,
    owner: simpleUser(call, row.owner),
    repository_selection: row.repository_selection,
    repositories_url: `${call.base}/organizations/${orgOf(call).id}/${list}/${row.id}/repositories`,
    permissions: row.permissions,
    token_id: row.token_id,
    token_name: row.token_name,
    token_expired: row.token_expired,
    token_expires_at: row.token_expires_at,
    token_last_used_at: row.token_last_used_at,
  }
}

function endOne(call: Call): Answer {
  const row = orgOf(call)
  if (call.body.action !== 'revoke') throw unprocessable('Validation Failed')
  if (!row.personal_access_tokens.some((token) => String(token.id) === call.params.id)) throw notFound()
  endTokensOf(row, [Number(call.params.id)])
  return noContent
}

function endSeveral(call: Call): Answer {
  const ids = call.body.pat_ids
  if (call.body.action !== 'revoke' || !Array.isArray(ids) || ids.length < 1 || ids.length > 100)
    throw unprocessable('Validation Failed')
  endTokensOf(orgOf(call), ids.map(Number))
  return { status: 202, body: {} }
}

function endTokensOf(row: Organization, ids: readonly number[]): void {
  row.personal_access_tokens = row.personal_access_tokens.filter((token) => !ids.includes(token.id))
}

function tokenRepositories(call: Call, list: readonly (AccessToken | TokenRequest)[]): Answer {
  const token = list.find((row) => String(row.id) === call.params.id)
  if (!token) throw notFound()
  const all = call.state.world.repositoriesOf(orgOf(call).login)
  const rows =
    token.repository_selection === 'all' ? all : all.filter((row) => token.repositories.includes(row.name))
  return paged(call, rows, (row) => minimalRepository(call, row))
}

function listRequests(call: Call): Answer {
  return paged(call, orgOf(call).personal_access_token_requests, (row) => ({
    ...tokenShape(call, row, 'personal-access-token-requests'),
    reason: row.reason,
    created_at: row.created_at,
  }))
}

function answerRequest(call: Call): Answer {
  const row = orgOf(call)
  const found = row.personal_access_token_requests.find((other) => String(other.id) === call.params.id)
  if (!found) throw notFound()
  const { action } = call.body
  if (action !== 'approve' && action !== 'deny') throw unprocessable('Validation Failed')
  row.personal_access_token_requests = row.personal_access_token_requests.filter((other) => other !== found)
  if (action === 'approve')
    row.personal_access_tokens.push({ ...found, access_granted_at: call.state.clock() })
  return noContent
}

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

function organizationSecrets(call: Call): Answer {
  const { secrets } = orgOf(call)
  return paged(
    call,
    secrets,
    (row) => row,
    (page) => ({ total_count: secrets.length, secrets: page }),
  )
}

function repositorySecrets(call: Call): Answer {
  const { secrets } = repoOf(call)
  return paged(
    call,
    secrets,
    (row) => row,
    (page) => ({ total_count: secrets.length, secrets: page }),
  )
}

function workflowDefault(call: Call): Answer {
  const row = repoOf(call)
  const inherited = call.state.world.organization(row.owner)?.actions
  return ok(
    row.actions ??
      inherited ?? { default_workflow_permissions: 'read', can_approve_pull_request_reviews: false },
  )
}

function organizationHooks(call: Call): Answer {
  const row = orgOf(call)
  return paged(call, row.hooks, (hook) => hookShape(`${call.base}/orgs/${row.login}`, 'Organization', hook))
}

function repositoryHooks(call: Call): Answer {
  const row = repoOf(call)
  const root = `${call.base}/repos/${row.owner}/${row.name}`
  return paged(call, row.hooks, (hook) => ({
    ...hookShape(root, 'Repository', hook),
    test_url: `${root}/hooks/${hook.id}/test`,
    last_response: { code: null, status: 'unused', message: null },
  }))
}

function hookShape(root: string, type: string, hook: Hook): Json {
  const url = `${root}/hooks/${hook.id}`
  const { id, active, events, created_at, updated_at } = hook
  const config = { url: hook.url, content_type: 'json', insecure_ssl: hook.insecure_ssl ? '1' : '0' }
  return {
    type,
    id,
    name: 'web',
    active,
    events,
    config,
    url,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
    created_at,
    updated_at,
  }
}

function runnerList(call: Call, list: readonly Runner[]): Answer {
  const shape = (row: Runner) => ({
    ...row,
    node_id: nodeId('RUN', row.id),
    labels: row.labels.map((name, i) => ({ id: i + 1, name, type: 'custom' })),
  })
  return paged(call, list, shape, (page) => ({ total_count: list.length, runners: page }))
}
