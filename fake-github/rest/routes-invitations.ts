/** REST: invitations into an organisation, pending, lapsed and new. */
import { membershipRole } from '../world/access.ts'
import { canReinstate } from '../world/changes.ts'
import type { Organization, OrganizationInvitation } from '../world/format.ts'
import { nodeId } from '../world/node-ids.ts'
import { type Answer, type Call, type Json, noContent, notFound, paged, unprocessable } from './answers.ts'
import { orgOf, type Route } from './gate.ts'
import { simpleUser, teamShape } from './shapes/accounts.ts'

export const invitationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/orgs/{org}/invitations',
    permission: 'members=read',
    user: 'owner',
    answer: pending,
  },
  {
    method: 'POST',
    path: '/orgs/{org}/invitations',
    permission: 'members=write',
    user: 'owner',
    answer: create,
  },
  {
    method: 'DELETE',
    path: '/orgs/{org}/invitations/{id}',
    permission: 'members=write',
    user: 'owner',
    answer: cancel,
  },
  {
    method: 'GET',
    path: '/orgs/{org}/invitations/{id}/teams',
    permission: 'members=read',
    user: 'owner',
    answer: teams,
  },
  {
    method: 'GET',
    path: '/orgs/{org}/failed_invitations',
    permission: 'members=read',
    user: 'owner',
    answer: failed,
  },
]

function pending(call: Call): Answer {
  const org = orgOf(call)
  const role = call.query.get('role') ?? 'all'
  const rows = org.invitations.filter((row) => !row.failed_at && (role === 'all' || row.role === role))
  return paged(call, rows, (row) => invitationShape(call, org, row))
}

function failed(call: Call): Answer {
  const org = orgOf(call)
  const rows = org.invitations.filter((row) => row.failed_at)
  return paged(call, rows, (row) => invitationShape(call, org, row))
}

function create(call: Call): Answer {
  const org = orgOf(call)
  const { invitee_id, email, role = 'direct_member', team_ids = [] } = call.body
  const account = typeof invitee_id === 'number' ? call.state.world.accountById(invitee_id) : undefined
  const slugs = Array.isArray(team_ids)
    ? org.teams.filter((team) => team_ids.includes(team.id)).map((team) => team.slug)
    : []
  if (!account && typeof email !== 'string') throw unprocessable('Validation Failed')
  if (!isInvitationRole(role)) throw unprocessable('Validation Failed')
  const row = invite(call, org, {
    ...(account ? { login: account.login } : { email: String(email) }),
    role,
    teams: slugs,
  })
  return { status: 201, body: invitationShape(call, org, row) }
}

/** Send an invitation, if GitHub would let this one go out. */
export function invite(
  call: Call,
  org: Organization,
  wanted: {
    readonly login?: string
    readonly email?: string
    readonly role: OrganizationInvitation['role']
    readonly teams: string[]
  },
): OrganizationInvitation {
  const now = call.state.clock()
  const { login } = wanted
  if (login !== undefined && membershipRole(org, login) !== null)
    throw unprocessable('Invitee is already a part of this organization')
  const known = org.invitations.find((row) => login !== undefined && row.login === login && !row.failed_at)
  if (known) return known
  // One that failed stands in the way until it is cancelled: https://github.com/kubernetes-sigs/prow/issues/712
  if (org.invitations.some((row) => login !== undefined && row.login === login && row.failed_at))
    throw unprocessable('A failed invitation of this user has to be cancelled first')
  if (wanted.role === 'reinstate' && !(login !== undefined && canReinstate(org, login, now)))
    throw unprocessable('Invitee is not a former member who can be reinstated')
  // 50 a day, 500 where the organisation is older than a month.
  const day = Date.parse(now) - 86_400_000
  const quota = Date.parse(org.created_at) < Date.parse(now) - 30 * 86_400_000 ? 500 : 50
  if (org.invitations.filter((row) => Date.parse(row.created_at) > day).length >= quota)
    throw unprocessable('Over invitation rate limit')
  const inviter = call.caller.kind === 'user' ? call.caller.account.login : (org.members[0]?.login ?? 'ghost')
  const row: OrganizationInvitation = { id: call.state.world.newId(), ...wanted, created_at: now, inviter }
  org.invitations.push(row)
  return row
}

function cancel(call: Call): Answer {
  const org = orgOf(call)
  const row = rowOf(call, org)
  org.invitations = org.invitations.filter((other) => other !== row)
  return noContent
}

function teams(call: Call): Answer {
  const org = orgOf(call)
  const { teams: slugs } = rowOf(call, org)
  const rows = org.teams.filter((team) => slugs.includes(team.slug))
  return paged(call, rows, (team) => teamShape(call, org, team))
}

function rowOf(call: Call, org: Organization): OrganizationInvitation {
  const row = org.invitations.find((other) => String(other.id) === call.params.id)
  if (!row) throw notFound()
  return row
}

function isInvitationRole(role: unknown): role is OrganizationInvitation['role'] {
  return ['admin', 'direct_member', 'billing_manager', 'reinstate'].includes(String(role))
}

function invitationShape(call: Call, org: Organization, row: OrganizationInvitation): Json {
  return {
    id: row.id,
    node_id: nodeId('OI', row.id),
    login: row.login ?? null,
    email: row.email ?? null,
    role: row.role,
    created_at: row.created_at,
    failed_at: row.failed_at ?? null,
    failed_reason: row.failed_at ? (row.failed_reason ?? 'Invitation expired') : null,
    inviter: simpleUser(call, row.inviter),
    team_count: row.teams.length,
    invitation_source: 'member',
    invitation_teams_url: `${call.base}/organizations/${org.id}/invitations/${row.id}/teams`,
  }
}
