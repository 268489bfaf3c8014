/** Whether a caller may use a route, and on which organisation or repository. */
import { hasScope, isMember, isOwner } from '../http/callers.ts'
import { effectiveRole, reaches } from '../world/access.ts'
import type { Organization, Repository } from '../world/format.ts'
import { same } from '../world/lookups.ts'
import { type Answer, type Call, notFound, Refused } from './answers.ts'

/** What a person needs: nothing, a role in the organisation, a role in the repository; `app` and `jwt` shut people out. */
type UserGate = 'anyone' | 'signed-in' | 'member' | 'owner' | 'push' | 'admin' | 'app' | 'jwt'

export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  /** What an installation needs, such as `members=read`; several are joined by commas. */
  readonly permission?: string
  readonly user: UserGate
  readonly answer: (call: Call) => Answer
}

const strength = ['read', 'write', 'admin']

/** Refuse unless the caller may. */
export function enter(route: Route, call: Call): void {
  const { caller } = call
  const org = call.params.org === undefined ? null : orgOf(call)
  const repo = call.params.owner === undefined || call.params.repo === undefined ? null : repoOf(call)
  if (route.user === 'jwt') {
    if (caller.kind !== 'app') throw new Refused(401, 'A JSON web token could not be decoded')
    return
  }
  if (caller.kind === 'app') throw new Refused(403, 'Resource not accessible by integration')
  const place = org ?? call.state.world.organization(repo?.owner ?? '')
  const shutOut = place === null || place === undefined ? null : shutOutOf(place)
  if (shutOut !== null) throw new Refused(403, shutOut)
  if (caller.kind === 'installation') {
    const owner = org?.login ?? repo?.owner
    const inside = owner === undefined || same(owner, caller.organization.login)
    if (route.user === 'anyone' && (!inside || route.permission === undefined)) return
    const missing = (route.permission ?? '')
      .split(',')
      .filter((need) => need !== '' && !grants(caller.permissions, need))
    const selected = repo === null || sees(call, repo)
    if (missing.length > 0 || !inside || !selected || route.permission === undefined) {
      // Public repositories can be read by any token, whatever was granted.
      if (repo && !repo.private && route.user === 'anyone' && call.method === 'GET') return
      throw new Refused(403, 'Resource not accessible by integration', accepted(route))
    }
    return
  }
  if (route.user === 'anyone') return
  if (caller.kind === 'anonymous') throw new Refused(401, 'Requires authentication')
  if (route.user === 'app')
    throw new Refused(403, 'Resource not accessible by personal access token', accepted(route))
  if (org && route.user === 'owner' && !isOwner(caller, org, call.method !== 'GET')) {
    if (!isMember(caller, org)) throw notFound()
    throw new Refused(403, 'You must be an admin of this organization.')
  }
  if (org && route.user === 'member' && !isMember(caller, org))
    throw new Refused(403, 'Must be a member of the organization.')
  if (repo && (route.user === 'push' || route.user === 'admin')) {
    const role = effectiveRole(call.state.world, repo, caller.account.login)
    const scoped = hasScope(caller, repo.private ? ['repo'] : ['repo', 'public_repo'])
    if (!scoped || !reaches(role, route.user === 'push' ? 'write' : 'admin'))
      throw new Refused(
        403,
        route.user === 'push'
          ? 'Must have push access to repository'
          : 'Must have admin rights to Repository.',
      )
  }
}

/** GitHub's words where the organisation lets the caller not in; null where it does. */
export function shutOutOf(org: Organization): string | null {
  switch (org.lets_in) {
    case 'everybody':
      return null
    case 'listed_addresses':
      return `Although you appear to have the correct authorization credentials, the \`${org.login}\` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.`
    case 'single_sign_on':
      return 'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.'
  }
}

/** The organisation named in the path. */
export function orgOf(call: Call): Organization {
  const org = call.state.world.organization(call.params.org ?? '')
  if (!org) throw notFound()
  return org
}

/** The repository named in the path; 301 where it has another name now, 404 where it may not be seen. */
export function repoOf(call: Call): Repository {
  const { world } = call.state
  const owner = call.params.owner ?? ''
  const name = call.params.repo ?? ''
  const repo = world.repository(owner, name)
  if (!repo) {
    const moved = world
      .repositoriesOf(owner)
      .find((row) => row.former_names.some((former) => same(former, name)))
    if (!moved) throw notFound()
    const rest = call.path.split('/').slice(4).join('/')
    const query = call.query.size > 0 ? `?${call.query}` : ''
    throw new Refused(301, 'Moved Permanently', {
      location: `${call.base}/repositories/${moved.id}${rest ? `/${rest}` : ''}${query}`,
    })
  }
  if (repo.private && !sees(call, repo)) throw notFound()
  if (repo.shown === 'advisory_fork') throw notFound()
  if (repo.shown === 'blocked') throw new Refused(403, 'Repository access blocked')
  if (repo.shown === 'legal') throw new Refused(451, 'Repository access blocked')
  return repo
}

/** Whether the caller sees the repository among those of its organisation. */
export function sees(call: Pick<Call, 'caller' | 'state'>, repo: Repository): boolean {
  const { caller } = call
  switch (caller.kind) {
    case 'installation': {
      const { installation, organization } = caller
      if (!same(organization.login, repo.owner)) return !repo.private
      return installation.repository_selection === 'all' || installation.repositories.includes(repo.name)
    }
    case 'user':
      return (
        !repo.private ||
        (hasScope(caller, ['repo']) && effectiveRole(call.state.world, repo, caller.account.login) !== null)
      )
    default:
      return !repo.private
  }
}

/** Whether the permissions reach `need`, such as `members=read`; reading metadata is always granted. */
export function grants(permissions: Readonly<Record<string, string>>, need: string): boolean {
  const [name = '', level = 'read'] = need.split('=')
  if (name === 'metadata' && level === 'read') return true
  return strength.indexOf(permissions[name] ?? 'none') >= strength.indexOf(level)
}

function accepted(route: Route): Record<string, string> {
  return route.permission ? { 'x-accepted-github-permissions': route.permission } : {}
}
