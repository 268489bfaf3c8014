/** A small GitHub over HTTP: REST, GraphQL, sign-in and a few pages on one address. */

import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openFaults } from './http/faults.ts'
import { type LimitOptions, openLimits } from './http/limits.ts'
import { serve } from './http/serve.ts'
import type { GitHubState, RequestLog } from './state.ts'
import { openWebhooks } from './webhooks/webhooks.ts'
import type { Act, ActRow } from './world/act.ts'
import { acceptOrganizationInvitation, acceptRepositoryInvitation } from './world/changes.ts'
import type { World } from './world/world.ts'

export type FakeGitHubOptions = {
  /** 0: any free port. */
  readonly port?: number
  readonly host?: string
  /** The moment to answer from; the world's own unless told. */
  readonly now?: string
  /** `running` starts at `now` and goes on; `fixed` stands still. */
  readonly clock?: 'fixed' | 'running'
  /** Milliseconds before every answer. */
  readonly latencyMs?: number
  /** Smaller primary limits than GitHub's. */
  readonly limits?: LimitOptions
}

/** A GitHub App to be registered and installed in every organisation. */
type AppRegistration = {
  readonly id: number
  readonly slug: string
  readonly clientId: string
  readonly clientSecret: string
  readonly publicKeyPem: string
  readonly webhookSecret?: string
  /** Where webhooks go; none are sent where it is left out. */
  readonly webhookUrl?: string
  readonly permissions: Readonly<Record<string, string>>
  /** Prefixes to which sign-in may return; any loopback address where there are none. */
  readonly callbackUrls?: readonly string[]
}

export type FakeGitHub = {
  /** The web's address, without a slash at the end. */
  readonly url: string
  /** REST's root, as GitHub Enterprise Server has it; GraphQL lies beside it. */
  readonly apiUrl: string
  readonly world: World
  readonly requests: RequestLog
  readonly faults: GitHubState['faults']
  readonly limits: GitHubState['limits']
  /** Deliveries to Apps with a webhook address. */
  readonly webhooks: GitHubState['webhooks']
  /** The demo's present moment. */
  now(): string
  /** Set the demo's clock; a running one goes on from there. */
  setNow(now: string): void
  /** A personal token of the account, with every scope unless told. */
  tokenFor(login: string, scopes?: readonly string[]): string
  /** A token of the App's installation in the organisation, without the detour over a signed JWT. */
  installationTokenFor(
    organization: string,
    appSlug: string,
    permissions?: Readonly<Record<string, string>>,
  ): string
  /** Register the App and install it everywhere. */
  addApp(app: AppRegistration): void
  /** From now on the App's webhooks go there. */
  sendWebhooksTo(appSlug: string, url: string): void
  /** Somebody changes access in the world; Apps hear of it. */
  change(by: string, deed: (world: World) => void): void
  /** Somebody does something now. */
  act(row: Omit<ActRow, 'at'> & { readonly at?: string }): Act
  /** The person takes their invitation into an organisation, or (`owner/name`) into a repository. */
  acceptInvitation(login: string, place: string): boolean
  /** The account takes another login; its id stays. */
  rename(from: string, to: string): void
  close(): Promise<void>
}

const everyScope = [
  'repo',
  'admin:org',
  'read:org',
  'user',
  'workflow',
  'admin:org_hook',
  'admin:repo_hook',
  'read:audit_log',
]

/** Start a GitHub on the world. */
export async function openGitHub(world: World, options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
  const clock = openClock(options.now ?? world.now, options.clock ?? 'running')
  const state: GitHubState = {
    world,
    clock: clock.now,
    tokens: new Map(),
    codes: new Map(),
    requests: { rest: 0, graphql: 0, graphqlPoints: 0, log: [] },
    faults: openFaults(),
    limits: openLimits(options.limits),
    webhooks: openWebhooks(() => state),
    origin: '',
  }
  const server = createServer((request, response) => {
    void serve(state, options.latencyMs ?? 0, request, response)
  })
  const host = options.host ?? '127.0.0.1'
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, host, resolve)
  })
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo
  state.origin = `http://${host}:${port}`

  return {
    url: state.origin,
    apiUrl: `${state.origin}/api/v3`,
    world,
    requests: state.requests,
    faults: state.faults,
    limits: state.limits,
    webhooks: state.webhooks,
    now: clock.now,
    setNow: clock.set,
    tokenFor(login, scopes = everyScope) {
      const token = `ghp_${randomBytes(18).toString('hex')}`
      world.tokens.push({ token, kind: 'classic', login, scopes: [...scopes] })
      return token
    },
    installationTokenFor(organization, appSlug, permissions) {
      const org = world.organization(organization)
      const app = world.apps.find((row) => row.slug === appSlug)
      const installation = org?.installations.find((row) => row.app_id === app?.id)
      if (!org || !app || !installation)
        throw new Error(`${appSlug} is not installed in ${organization}; add the App first.`)
      const token = `ghs_${app.id}_${randomBytes(60).toString('base64url')}`
      const granted = permissions ?? installation.permissions
      state.tokens.set(token, {
        kind: 'installation',
        app,
        organization: org,
        installation,
        permissions: granted,
        expiresAt: Date.now() + 3_600_000,
      })
      return token
    },
    addApp: (app) => {
      install(world, app, clock.now())
    },
    sendWebhooksTo(appSlug, url) {
      const app = world.apps.find((row) => row.slug === appSlug)
      if (!app) throw new Error(`There is no App ${appSlug}; add it first.`)
      app.webhook_url = url
    },
    change: (by, deed) => state.webhooks.around(by, () => deed(world)),
    act: (row) => {
      const act = world.acts.add({ ...row, at: row.at ?? clock.now() })
      const repo = world.repository(act.owner, act.repo)
      if (repo && act.at > repo.updated_at) repo.updated_at = act.at
      if (repo && ['push', 'merge', 'commit', 'branch', 'tag'].includes(act.kind) && act.at > repo.pushed_at)
        repo.pushed_at = act.at
      state.webhooks.act(act)
      return act
    },
    acceptInvitation: (login, place) =>
      state.webhooks.around(login, () => accept(world, login, place, clock.now())),
    rename(from, to) {
      world.renameEverywhere(from, to)
      world.acts.rename(from, to)
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

function openClock(start: string, way: 'fixed' | 'running') {
  let base = Date.parse(start)
  let since = Date.now()
  return {
    now: () => {
      const time = way === 'fixed' ? base : base + Date.now() - since
      return new Date(Math.floor(time / 1000) * 1000).toISOString().replace('.000Z', 'Z')
    },
    set: (now: string) => {
      base = Date.parse(now)
      since = Date.now()
    },
  }
}

function install(world: World, app: AppRegistration, now: string): void {
  const installations = world.organizations.map((org) => {
    const id = world.newId()
    org.installations.push({
      id,
      app_id: app.id,
      app_slug: app.slug,
      permissions: { ...app.permissions },
      events: [],
      repository_selection: 'all',
      repositories: [],
      created_at: now,
      updated_at: now,
      suspended_at: null,
    })
    return id
  })
  world.apps.push({
    id: app.id,
    slug: app.slug,
    client_id: app.clientId,
    client_secret: app.clientSecret,
    webhook_secret: app.webhookSecret,
    webhook_url: app.webhookUrl,
    private_key_public_pem: app.publicKeyPem,
    callback_urls: [...(app.callbackUrls ?? [])],
    permissions: { ...app.permissions },
    installations,
  })
}

function accept(world: World, login: string, place: string, now: string): boolean {
  const [owner = '', name] = place.split('/')
  const repo = name === undefined ? undefined : world.repository(owner, name)
  if (repo) return acceptRepositoryInvitation(repo, login, now)
  const org = world.organization(owner)
  return org ? acceptOrganizationInvitation(world, org, login, now) : false
}
