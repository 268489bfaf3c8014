/** REST: fine-grained personal access tokens and the requests for them; for Apps only. */
import type { AccessToken, Organization, TokenRequest } from '../world/format.ts'
import { type Answer, type Call, type Json, noContent, notFound, paged, unprocessable } from './answers.ts'
import { orgOf, type Route } from './gate.ts'
import { simpleUser } from './shapes/accounts.ts'
import { minimalRepository } from './shapes/repositories.ts'

const org = '/orgs/{org}'
const tokens = { permission: 'organization_personal_access_tokens=read', user: 'app' } as const
const endTokens = { permission: 'organization_personal_access_tokens=write', user: 'app' } as const
const requests = { permission: 'organization_personal_access_token_requests=read', user: 'app' } as const
const answerRequests = {
  permission: 'organization_personal_access_token_requests=write',
  user: 'app',
} as const

export const tokenRoutes: readonly Route[] = [
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
