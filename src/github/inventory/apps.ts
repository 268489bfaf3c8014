/** Reads the Apps that are installed in an organisation. */

import { instant } from '../../policy/calendar.ts'
import type { GitHub } from '../http/client.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { type CredentialsPage, toScopes } from './tokens.ts'

/** `lastUsed` is unobservable: GitHub tells nobody when another's App last acted. https://docs.github.com/rest/orgs/orgs#list-app-installations-for-an-organization */
export async function* readAppInstallations(
  github: GitHub,
  org: string,
  from: number,
): AsyncGenerator<CredentialsPage> {
  const route = 'GET /orgs/{org}/installations'
  for await (const { rows, next } of numberedPages<AppInstallation>(github, route, { org }, from)) {
    yield {
      accounts: [],
      credentials: rows.map((app) => ({
        kind: 'app_installation',
        id: String(app.id),
        name: app.app_slug,
        owner: null,
        repository: null,
        scopes: toScopes(app.repository_selection, app.permissions),
        createdAt: instant(app.created_at),
        lastUsed: 'unobservable',
        expiresAt: null,
        details: { suspendedAt: app.suspended_at ?? null, appId: app.app_id },
      })),
      next,
    }
  }
}

interface AppInstallation {
  readonly id: number
  readonly app_id: number
  readonly app_slug: string
  readonly repository_selection: string
  readonly permissions: Readonly<Record<string, string>>
  readonly created_at: string
  readonly suspended_at?: string | null
}
