/** Finds the route of a REST request and lets it answer. */
import { type Answer, type Call, notFound, Refused } from './answers.ts'
import { enter, type Route } from './gate.ts'
import { accountRoutes } from './routes-accounts.ts'
import { actRoutes } from './routes-acts.ts'
import { appRoutes } from './routes-apps.ts'
import { collaboratorRoutes } from './routes-collaborators.ts'
import { deploymentRoutes } from './routes-deployments.ts'
import { invitationRoutes } from './routes-invitations.ts'
import { machineryRoutes } from './routes-machinery.ts'
import { metaRoutes } from './routes-meta.ts'
import { roleRoutes } from './routes-roles.ts'
import { securityRoutes } from './routes-security.ts'
import { teamRoutes } from './routes-teams.ts'
import { tokenRoutes } from './routes-tokens.ts'

/** Every path that the demo answers. */
export const routes: readonly Route[] = [
  ...metaRoutes,
  ...accountRoutes,
  ...invitationRoutes,
  ...teamRoutes,
  ...tokenRoutes,
  ...roleRoutes,
  ...machineryRoutes,
  ...collaboratorRoutes,
  ...actRoutes,
  ...deploymentRoutes,
  ...securityRoutes,
  ...appRoutes,
]

const compiled = routes.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`, 'i'),
}))

/** Whether the demo knows the path at all, whatever the method. */
export function isRestPath(path: string): boolean {
  return (
    path.startsWith('/repositories/') ||
    path.startsWith('/organizations/') ||
    compiled.some(({ pattern }) => pattern.test(path))
  )
}

/** Answer the request, or say no. */
export function answerRest(call: Omit<Call, 'params'>): Answer {
  try {
    const path = byName(call)
    for (const { route, pattern } of compiled) {
      if (route.method !== call.method) continue
      const match = pattern.exec(path)
      if (!match) continue
      const params = Object.fromEntries(
        Object.entries(match.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]),
      )
      const ready = { ...call, path, params }
      enter(route, ready)
      if (creates(route)) limit(ready)
      return route.answer(ready)
    }
    throw notFound()
  } catch (refused) {
    if (refused instanceof Refused) return refusal(refused)
    throw refused
  }
}

/** A refusal's status and body. */
export function refusal(refused: Refused): Answer {
  return {
    status: refused.status,
    headers: refused.headers,
    body: {
      message: refused.message,
      ...(refused.status === 301 && { url: refused.headers.location }),
      documentation_url: 'https://docs.github.com/rest',
      status: String(refused.status),
    },
  }
}

/** `/repositories/{id}/…` and `/organizations/{id}/…` are the same objects by number. */
function byName(call: Omit<Call, 'params'>): string {
  const [, kind, id, ...rest] = call.path.split('/')
  const tail = rest.length > 0 ? `/${rest.join('/')}` : ''
  if (kind === 'repositories') {
    const repo = call.state.world.repositoryById(Number(id))
    if (!repo) throw notFound()
    return `/repos/${repo.owner}/${repo.name}${tail}`
  }
  if (kind === 'organizations') {
    const org = call.state.world.organizationById(Number(id))
    if (!org) throw notFound()
    const team = rest[0] === 'team' ? org.teams.find((row) => String(row.id) === rest[1]) : undefined
    return team
      ? `/orgs/${org.login}/teams/${team.slug}${rest
          .slice(2)
          .map((part) => `/${part}`)
          .join('')}`
      : `/orgs/${org.login}${tail}`
  }
  return call.path
}

/** Invitations and the like count as creation of content. */
function creates(route: Route): boolean {
  return (
    (route.method === 'POST' && !route.path.startsWith('/app')) ||
    (route.method === 'PUT' && /collaborators|memberships/.test(route.path))
  )
}

function limit(call: Call): void {
  const key =
    call.caller.kind === 'installation'
      ? `installation ${call.caller.installation.id}`
      : JSON.stringify(call.caller.kind)
  if (call.state.limits.mayCreate(key, Date.now())) return
  throw new Refused(
    403,
    'You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later.',
    { 'retry-after': '60' },
  )
}
