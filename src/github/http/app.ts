/** Reads where the App is installed, and mints installation tokens narrowed to reading or to writing. */

import { APP_PERMISSIONS } from '../../policy/words/app-permissions.ts'
import { appJwt } from './app-key.ts'
import type { Authorization } from './authorization.ts'
import { connectGitHub, type GitHub } from './client.ts'
import { type Decoded, fields, moment, nullable, oneOf, record, rows, text, whole } from './decode.ts'
import { GitHubTrouble, SUSPENDED } from './errors.ts'
import { numberedPages } from './numbered-pages.ts'
import { unlessGone } from './pages.ts'
import type { RequestCounts } from './same-origin-fetch.ts'

/** Our GitHub App; the key is PEM. */
export interface App {
  readonly apiUrl: string
  readonly appId: string
  readonly privateKey: string
}

/** Every installation of the App, page by page. */
export async function* readInstallations(app: App): AsyncGenerator<readonly Installation[]> {
  const github = connectGitHub({ apiUrl: app.apiUrl, authorization: asApp(app) })
  for await (const page of numberedPages(github, 'GET /app/installations', {}, 1, rows(INSTALLATION)))
    yield page.rows
}

/** The App's installation in one organisation. Throws GitHubTrouble `gone` where it is not installed. */
export async function readInstallationIn(app: App, org: string): Promise<Installation> {
  const github = connectGitHub({ apiUrl: app.apiUrl, authorization: asApp(app) })
  return (await github.rest('GET /orgs/{org}/installation', { org }, INSTALLATION)).data
}

/** Whether the installation is deleted or suspended, by GitHub's answer to the App itself. Throws where it does not answer. */
export async function isInstallationEnded(app: App, installation: number): Promise<boolean> {
  const github = connectGitHub({ apiUrl: app.apiUrl, authorization: asApp(app) })
  const found = await unlessGone(readInstallation(github, installation))
  return found === null || found.suspended_at !== null
}

/** A token that can only read, and only what an audit reads, so that a forgotten condition fails at GitHub. */
export function readingToken(app: App, installation: number): Authorization {
  return installationToken(app, installation, 'read', (granted) =>
    Object.fromEntries(READS.filter((name) => name in granted).map((name) => [name, 'read'])),
  )
}

/** A token that can write: only what removals and their undoing need, and of that only what was granted. */
export function writingToken(app: App, installation: number): Authorization {
  return installationToken(app, installation, 'write', (granted) =>
    Object.fromEntries(
      READS.flatMap((name) => {
        const level = granted[name]
        if (level === undefined) return []
        return [[name, WRITES.has(name) && level !== 'read' ? 'write' : 'read']]
      }),
    ),
  )
}

/**
 * A token is never narrowed to anything that docs/install.md does not ask for: some permissions that an App may hold exist at
 * no level `read` (`profile`, `workflows`), and asking for that is refused with 422 for all of them.
 * https://docs.github.com/rest/apps/apps#create-an-installation-access-token-for-an-app
 */
const READS: readonly string[] = APP_PERMISSIONS.map(({ name }) => name)

/** Which of the permissions that an audit needs were not granted, by GitHub's names. */
export function missingPermissions({ permissions }: Pick<Installation, 'permissions'>): readonly string[] {
  return READS.filter((name) => name !== 'metadata' && !(name in permissions))
}

/** Permissions that the calls of changes.ts need. */
const WRITES: ReadonlySet<string> = new Set(
  APP_PERMISSIONS.filter((permission) => 'removes' in permission).map(({ name }) => name),
)

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
      const granted = await readInstallation(github, installation)
      if (granted.suspended_at !== null) {
        throw new GitHubTrouble({ kind: 'shut_out' }, SUSPENDED)
      }
      const { data } = await github.rest(
        'POST /app/installations/{installation_id}/access_tokens',
        {
          installation_id: installation,
          permissions: narrow(granted.permissions),
        },
        fields({ token: text }),
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

async function readInstallation(github: GitHub, installation: number): Promise<Installation> {
  const parameters = { installation_id: installation }
  return (await github.rest('GET /app/installations/{installation_id}', parameters, INSTALLATION)).data
}

/** Authenticates as the App itself, which GitHub takes for `/app…` only. */
function asApp(app: App): Authorization {
  return { token: () => appJwt(app.appId, app.privateKey), renewed: async () => null }
}

/**
 * Fields of https://docs.github.com/rest/apps/apps#list-installations-for-the-authenticated-app. `account` is an organisation,
 * a user, or an enterprise, which has no login.
 */
const INSTALLATION = fields({
  id: whole,
  account: nullable(fields({ id: whole, login: nullable(text), node_id: text, type: nullable(text) })),
  repository_selection: oneOf({ all: 'all', selected: 'selected' }),
  permissions: record(text),
  suspended_at: nullable(moment),
})

/** Where the App is installed. */
export type Installation = Decoded<typeof INSTALLATION>
