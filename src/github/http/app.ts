/** Reads where the App is installed, and mints installation tokens narrowed to reading or to writing. */

import { appJwt } from './app-key.ts'
import type { Authorization } from './authorization.ts'
import { connectGitHub } from './client.ts'
import { GitHubTrouble } from './errors.ts'
import { numberedPages } from './numbered-pages.ts'
import type { RequestCounts } from './same-origin-fetch.ts'

/** Our GitHub App; the key is PEM. */
export interface App {
  readonly apiUrl: string
  readonly appId: string
  readonly privateKey: string
}

/** Fields of https://docs.github.com/rest/apps/apps#list-installations-for-the-authenticated-app */
export interface Installation {
  readonly id: number
  readonly account: {
    readonly id: number
    readonly login: string
    readonly node_id: string
    readonly type: string
  } | null
  readonly repository_selection: 'all' | 'selected'
  readonly permissions: Readonly<Record<string, string>>
  readonly suspended_at: string | null
}

/** Every installation of the App, page by page. */
export async function* readInstallations(app: App): AsyncGenerator<readonly Installation[]> {
  const github = connectGitHub({ apiUrl: app.apiUrl, authorization: asApp(app) })
  for await (const { rows } of numberedPages<Installation>(github, 'GET /app/installations', {}, 1))
    yield rows
}

/** The App's installation in one organisation. Throws GitHubTrouble `gone` where it is not installed. */
export async function readInstallationIn(app: App, org: string): Promise<Installation> {
  const github = connectGitHub({ apiUrl: app.apiUrl, authorization: asApp(app) })
  return (await github.rest<Installation>('GET /orgs/{org}/installation', { org })).data
}

/** A token that can only read: every granted permission at the level `read`, so that a forgotten condition fails at GitHub. */
export function readingToken(app: App, installation: number): Authorization {
  return installationToken(app, installation, 'read', (granted) =>
    Object.fromEntries(
      Object.keys(granted)
        .filter((name) => !WRITE_ONLY.has(name))
        .map((name) => [name, 'read']),
    ),
  )
}

/** A token that can write: only what removals and their undoing need, and of that only what was granted. */
export function writingToken(app: App, installation: number): Authorization {
  return installationToken(app, installation, 'write', (granted) =>
    Object.fromEntries(
      Object.entries(granted)
        .filter(([name]) => !WRITE_ONLY.has(name))
        .map(([name, level]) => [name, WRITES.has(name) && level !== 'read' ? 'write' : 'read']),
    ),
  )
}

/** Permissions that exist only at the level `write`. */
const WRITE_ONLY = new Set(['workflows'])
/** Permissions that the calls of changes.ts need. */
const WRITES = new Set([
  'members',
  'administration',
  'organization_personal_access_tokens',
  'organization_personal_access_token_requests',
])

/** Installation tokens live an hour; ours are renewed ten minutes earlier. */
const TOKEN_LIFE_MS = 50 * 60_000
/** Tokens of this isolate, by App, installation and purpose; in memory only. */
const tokens = new Map<string, { token: string; until: number }>()

function installationToken(
  app: App,
  installation: number,
  purpose: string,
  narrow: (granted: Readonly<Record<string, string>>) => Record<string, string>,
): Authorization {
  const key = `${app.apiUrl} ${app.appId} ${installation} ${purpose}`
  const mint = async (counts: RequestCounts) => {
    const github = connectGitHub({ apiUrl: app.apiUrl, authorization: asApp(app) })
    try {
      const { data: granted } = await github.rest<Installation>('GET /app/installations/{installation_id}', {
        installation_id: installation,
      })
      if (granted.suspended_at !== null) {
        throw new GitHubTrouble(
          { kind: 'denied', permission: null },
          "The App's installation is suspended: an owner can lift that in the organisation's settings under GitHub Apps.",
        )
      }
      const { data } = await github.rest<{ token: string }>(
        'POST /app/installations/{installation_id}/access_tokens',
        {
          installation_id: installation,
          permissions: narrow(granted.permissions),
        },
      )
      tokens.set(key, { token: data.token, until: Date.now() + TOKEN_LIFE_MS })
      return data.token
    } finally {
      counts.rest += github.counts.rest
    }
  }
  return {
    token: async (counts) => {
      const known = tokens.get(key)
      return known !== undefined && known.until > Date.now() ? known.token : mint(counts)
    },
    renewed: mint,
  }
}

/** Authenticates as the App itself, which GitHub takes for `/app…` only. */
function asApp(app: App): Authorization {
  return { token: () => appJwt(app.appId, app.privateKey), renewed: async () => null }
}
