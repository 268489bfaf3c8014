/** Reads the Apps that are installed in an organisation. */

import type { GitHub } from '../http/client.ts'
import { type Decoder, fields, moment, nullable, record, rows, text, whole } from '../http/decode.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { type CredentialsPage, toScopes } from './tokens.ts'

/** `lastUsed` is unobservable: GitHub tells nobody when another's App last acted. https://docs.github.com/rest/orgs/orgs#list-app-installations-for-an-organization */
export async function* readAppInstallations(
  github: GitHub,
  org: string,
  from: number,
): AsyncGenerator<CredentialsPage> {
  const route = 'GET /orgs/{org}/installations'
  for await (const page of numberedPages(github, route, { org }, from, INSTALLATIONS)) {
    yield {
      accounts: [],
      credentials: page.rows.map((app) => ({
        kind: 'app_installation',
        id: String(app.id),
        name: app.app_slug,
        owner: null,
        repository: null,
        scopes: toScopes(app.repository_selection, app.permissions),
        createdAt: app.created_at,
        lastUsed: 'unobservable',
        expiresAt: null,
        details: { suspendedAt: app.suspended_at, appId: app.app_id },
      })),
      next: page.next,
    }
  }
}

const INSTALLATION = fields({
  id: whole,
  app_id: whole,
  app_slug: text,
  repository_selection: text,
  permissions: record(text),
  created_at: moment,
  suspended_at: nullable(moment),
})

/** The only list that comes inside an object. */
const INSTALLATION_LIST = fields({ installations: rows(INSTALLATION) })
const INSTALLATIONS: Decoder<ReturnType<typeof INSTALLATION_LIST>['installations']> = (value, odd) =>
  INSTALLATION_LIST(value, odd).installations
