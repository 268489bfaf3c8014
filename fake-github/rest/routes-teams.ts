/** REST: teams, their members and their repositories. */
import { highest, membershipRole, teamGrants, teamMembers } from '../world/access.ts'
import { removeTeam, setTeamMember } from '../world/changes.ts'
import type { Organization, Team } from '../world/format.ts'
import { same, teamOf } from '../world/lookups.ts'
import { type Answer, type Call, noContent, notFound, ok, paged, Refused, unprocessable } from './answers.ts'
import { orgOf, type Route, repoOf, sees } from './gate.ts'
import { invite } from './routes-invitations.ts'
import { fullTeam, simpleUser, teamShape } from './shapes/accounts.ts'
import { fullRepository, minimalRepository } from './shapes/repositories.ts'

const team = '/orgs/{org}/teams/{slug}'
const read = { permission: 'members=read', user: 'member' } as const
const write = { permission: 'members=write', user: 'owner' } as const

export const teamRoutes: readonly Route[] = [
  { method: 'GET', path: '/orgs/{org}/teams', ...read, answer: list },
  { method: 'GET', path: team, ...read, answer: (call) => ok(fullTeam(call, orgOf(call), here(call))) },
  { method: 'DELETE', path: team, ...write, answer: end },
  { method: 'GET', path: `${team}/teams`, ...read, answer: children },
  { method: 'GET', path: `${team}/members`, ...read, answer: members },
  { method: 'GET', path: `${team}/memberships/{login}`, ...read, answer: membership },
  { method: 'PUT', path: `${team}/memberships/{login}`, ...write, answer: setMembership },
  { method: 'DELETE', path: `${team}/memberships/{login}`, ...write, answer: endMembership },
  { method: 'GET', path: `${team}/repos`, ...read, answer: repositories },
  { method: 'GET', path: `${team}/repos/{owner}/{repo}`, ...read, answer: repository },
  {
    method: 'PUT',
    path: `${team}/repos/{owner}/{repo}`,
    permission: 'members=read,administration=write',
    user: 'owner',
    answer: setRepository,
  },
  {
    method: 'DELETE',
    path: `${team}/repos/{owner}/{repo}`,
    permission: 'members=read,administration=write',
    user: 'owner',
    answer: endRepository,
  },
]

function list(call: Call): Answer {
  const org = orgOf(call)
  const rows =
    call.query.get('team_type') === 'enterprise' ? [] : org.teams.filter((row) => visible(call, org, row))
  return paged(call, rows, (row) => teamShape(call, org, row))
}

function end(call: Call): Answer {
  removeTeam(orgOf(call), here(call))
  return noContent
}

function children(call: Call): Answer {
  const org = orgOf(call)
  const { slug } = here(call)
  return paged(
    call,
    org.teams.filter((row) => row.parent === slug),
    (row) => teamShape(call, org, row),
  )
}

function members(call: Call): Answer {
  const role = call.query.get('role') ?? 'all'
  const rows = teamMembers(orgOf(call), here(call)).filter((row) => role === 'all' || row.role === role)
  return paged(call, rows, (row) => ({
    ...simpleUser(call, row.login),
    role: row.role,
    inherited: row.inherited,
  }))
}

function membership(call: Call): Answer {
  const login = call.params.login ?? ''
  const row = teamMembers(orgOf(call), here(call)).find((other) => same(other.login, login))
  if (!row) throw notFound()
  return ok({ url: `${call.base}${call.path}`, role: row.role, state: 'active' })
}

function setMembership(call: Call): Answer {
  const org = orgOf(call)
  const row = here(call)
  const account = call.state.world.account(call.params.login ?? '')
  if (!account) throw notFound()
  const role = call.body.role === 'maintainer' ? 'maintainer' : 'member'
  if (account.type === 'Bot') throw unprocessable('Cannot add a bot to a team')
  const isMember = membershipRole(org, account.login) !== null
  if (isMember) setTeamMember(row, account.login, role)
  else invite(call, org, { login: account.login, role: 'direct_member', teams: [row.slug] })
  return ok({ url: `${call.base}${call.path}`, role, state: isMember ? 'active' : 'pending' })
}

function endMembership(call: Call): Answer {
  const row = here(call)
  const login = call.params.login ?? ''
  if (!row.members.some((other) => same(other.login, login))) throw notFound()
  row.members = row.members.filter((other) => !same(other.login, login))
  return noContent
}

function repositories(call: Call): Answer {
  const org = orgOf(call)
  const rows = teamGrants(org, here(call)).flatMap(({ name, role }) => {
    const repo = call.state.world.repository(org.login, name)
    return repo && sees(call, repo) ? [{ repo, role }] : []
  })
  return paged(call, rows, ({ repo, role }) => minimalRepository(call, repo, role))
}

function repository(call: Call): Answer {
  const repo = repoOf(call)
  const role = highest(
    teamGrants(orgOf(call), here(call))
      .filter((row) => same(row.name, repo.name))
      .map((row) => row.role),
  )
  if (!role) throw notFound()
  // Without this media type GitHub says yes with an empty 204; here the body always comes, as every client asks for it.
  return ok(fullRepository(call, repo, role))
}

function setRepository(call: Call): Answer {
  const row = here(call)
  const repo = repoOf(call)
  const wanted = String(call.body.permission ?? 'push')
  const permission = (['pull', 'triage', 'push', 'maintain', 'admin'] as const).find(
    (name) => name === wanted,
  )
  if (!permission) throw unprocessable('Validation Failed')
  row.repositories = [
    ...row.repositories.filter((other) => !same(other.name, repo.name)),
    { name: repo.name, permission },
  ]
  return noContent
}

function endRepository(call: Call): Answer {
  const row = here(call)
  const repo = repoOf(call)
  row.repositories = row.repositories.filter((other) => !same(other.name, repo.name))
  return noContent
}

function here(call: Call): Team {
  const org = orgOf(call)
  const found = teamOf(org, call.params.slug ?? '')
  if (!found || !visible(call, org, found)) throw notFound()
  return found
}

/** Secret teams are for owners, the App, and their own members. */
function visible(call: Call, org: Organization, row: Team): boolean {
  const { caller } = call
  if (row.privacy === 'closed' || caller.kind === 'installation') return true
  if (caller.kind !== 'user') throw new Refused(401, 'Requires authentication')
  const { login } = caller.account
  return membershipRole(org, login) === 'admin' || row.members.some((other) => same(other.login, login))
}
