/** REST: an App on its own behalf, and its installation tokens. */
import { randomBytes } from 'node:crypto'
import type { App, Installation, Organization } from '../world/format.ts'
import { type Answer, type Call, notFound, ok, paged, Refused, unprocessable } from './answers.ts'
import { grants, orgOf, type Route } from './gate.ts'
import { appShape, installationShape } from './shapes/apps.ts'
import { fullRepository } from './shapes/repositories.ts'

export const appRoutes: readonly Route[] = [
  { method: 'GET', path: '/app', user: 'jwt', answer: (call) => ok(appShape(call, appOf(call))) },
  { method: 'GET', path: '/app/installations', user: 'jwt', answer: installations },
  { method: 'GET', path: '/app/installations/{id}', user: 'jwt', answer: installation },
  { method: 'POST', path: '/app/installations/{id}/access_tokens', user: 'jwt', answer: makeToken },
  { method: 'GET', path: '/orgs/{org}/installation', user: 'jwt', answer: installationOfOrganization },
  { method: 'GET', path: '/app/hook/deliveries', user: 'jwt', answer: () => ok([]) },
  {
    method: 'GET',
    path: '/installation/repositories',
    permission: 'metadata=read',
    user: 'signed-in',
    answer: repositories,
  },
]

/** An installation token lives one hour. */
const lifetime = 3_600_000

function appOf(call: Call): App {
  if (call.caller.kind !== 'app') throw notFound()
  return call.caller.app
}

type Placed = { readonly org: Organization; readonly row: Installation }

function installationsOf(call: Call, app: App): readonly Placed[] {
  return call.state.world.organizations.flatMap((org) =>
    org.installations.filter((row) => row.app_id === app.id).map((row) => ({ org, row })),
  )
}

function here(call: Call): Placed {
  const found = installationsOf(call, appOf(call)).find(({ row }) => String(row.id) === call.params.id)
  if (!found) throw notFound()
  return found
}

function installations(call: Call): Answer {
  return paged(call, installationsOf(call, appOf(call)), ({ org, row }) => installationShape(call, org, row))
}

function installation(call: Call): Answer {
  const { org, row } = here(call)
  return ok(installationShape(call, org, row))
}

function installationOfOrganization(call: Call): Answer {
  const org = orgOf(call)
  const row = org.installations.find((other) => other.app_id === appOf(call).id)
  if (!row) throw notFound()
  return ok(installationShape(call, org, row))
}

function makeToken(call: Call): Answer {
  const app = appOf(call)
  const { org, row } = here(call)
  if (row.suspended_at) throw new Refused(403, 'This installation has been suspended')
  const permissions = narrowed(row, call.body.permissions)
  // Long and dotted, as GitHub's stateless tokens have been since 2026: to be taken as opaque.
  const token = `ghs_${app.id}_${randomBytes(180).toString('base64url')}.${randomBytes(120).toString('base64url')}`
  call.state.tokens.set(token, {
    kind: 'installation',
    app,
    organization: org,
    installation: row,
    permissions,
    expiresAt: Date.now() + lifetime,
  })
  const expires = new Date(Date.parse(call.state.clock()) + lifetime).toISOString().replace('.000Z', 'Z')
  return {
    status: 201,
    body: { token, expires_at: expires, permissions, repository_selection: row.repository_selection },
  }
}

/** What was asked for, where the installation has it; all of it where nothing was asked. */
function narrowed(row: Installation, wanted: unknown): Record<string, string> {
  if (wanted === undefined || wanted === null) return { ...row.permissions, metadata: 'read' }
  if (typeof wanted !== 'object') throw unprocessable('Validation Failed')
  const entries = Object.entries(wanted).map(([name, level]): [string, string] => [name, String(level)])
  const isWrongLevel = ([name, level]: [string, string]) => WRITE_ONLY.has(name) && level !== 'write'
  if (entries.some((entry) => isWrongLevel(entry) || !grants(row.permissions, entry.join('='))))
    throw unprocessable('The permissions requested are not granted to this installation.')
  return { ...Object.fromEntries(entries), metadata: 'read' }
}

/** Permissions that exist at no other level. */
const WRITE_ONLY = new Set(['profile', 'workflows'])

function repositories(call: Call): Answer {
  if (call.caller.kind !== 'installation')
    throw new Refused(
      403,
      'You must authenticate with an installation access token in order to list repositories for an installation.',
    )
  const { organization, installation: row } = call.caller
  const all = call.state.world.repositoriesOf(organization.login)
  const rows =
    row.repository_selection === 'all' ? all : all.filter((repo) => row.repositories.includes(repo.name))
  return paged(
    call,
    rows,
    (repo) => fullRepository(call, repo),
    (page) => ({
      total_count: rows.length,
      repository_selection: row.repository_selection,
      repositories: page,
    }),
  )
}
