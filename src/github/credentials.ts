/** What acts without its owner being asked: deploy keys, fine-grained tokens and requests, installed Apps. Never a secret. */

import { instant } from '../policy/calendar.ts'
import type { Credential, Id, SeenAccount } from '../policy/words.ts'
import type { GitHub } from './client.ts'
import { accountFromRest, type RestUser } from './people.ts'

export interface CredentialsPage {
  readonly accounts: readonly SeenAccount[]
  readonly credentials: readonly Credential[]
  readonly next: number | null
}

/** https://docs.github.com/rest/deploy-keys/deploy-keys#list-deploy-keys */
export async function* deployKeys(
  github: GitHub,
  org: string,
  repository: { id: Id; name: string },
  accountOf: (login: string) => Promise<SeenAccount | null>,
  from: number,
): AsyncGenerator<CredentialsPage> {
  for (let page = from; ; page++) {
    const { data } = await github.rest<DeployKey[]>('GET /repos/{owner}/{repo}/keys', {
      owner: org,
      repo: repository.name,
      per_page: 100,
      page,
    })
    const accounts: SeenAccount[] = []
    const credentials: Credential[] = []
    for (const key of data) {
      const owner = key.added_by == null ? null : await accountOf(key.added_by)
      if (owner !== null) accounts.push(owner)
      credentials.push({
        kind: 'deploy_key',
        id: String(key.id),
        name: key.title,
        owner: owner?.id ?? null,
        repository: repository.id,
        scopes: [`repository ${org}/${repository.name}`, key.read_only ? 'read-only' : 'write'],
        createdAt: instant(key.created_at),
        lastUsed: key.last_used == null ? 'never' : { at: instant(key.last_used) },
        expiresAt: null,
        // The public half is what a new key is made of, should it have to be given back.
        details: {
          key: key.key,
          readOnly: key.read_only,
          verified: key.verified,
          addedBy: key.added_by ?? null,
        },
      })
    }
    const next = data.length === 100 ? page + 1 : null
    yield { accounts, credentials, next }
    if (next === null) return
  }
}

/** Apps alone may ask. https://docs.github.com/rest/orgs/personal-access-tokens */
export async function* fineGrainedTokens(
  github: GitHub,
  org: string,
  from: number,
): AsyncGenerator<CredentialsPage> {
  for (let page = from; ; page++) {
    const { data } = await github.rest<FineGrainedToken[]>('GET /orgs/{org}/personal-access-tokens', {
      org,
      per_page: 100,
      page,
    })
    const next = data.length === 100 ? page + 1 : null
    yield {
      accounts: data.map((token) => accountFromRest(token.owner)),
      credentials: data.map((token) =>
        tokenFrom(token, 'fine_grained_token', token.access_granted_at ?? null),
      ),
      next,
    }
    if (next === null) return
  }
}

/** https://docs.github.com/rest/orgs/personal-access-tokens#list-requests-to-access-organization-resources-with-fine-grained-personal-access-tokens */
export async function* tokenRequests(
  github: GitHub,
  org: string,
  from: number,
): AsyncGenerator<CredentialsPage> {
  for (let page = from; ; page++) {
    const { data } = await github.rest<FineGrainedToken[]>('GET /orgs/{org}/personal-access-token-requests', {
      org,
      per_page: 100,
      page,
    })
    const next = data.length === 100 ? page + 1 : null
    yield {
      accounts: data.map((token) => accountFromRest(token.owner)),
      credentials: data.map((token) => tokenFrom(token, 'token_request', token.created_at ?? null)),
      next,
    }
    if (next === null) return
  }
}

/** https://docs.github.com/rest/orgs/orgs#list-app-installations-for-an-organization */
export async function* appInstallations(
  github: GitHub,
  org: string,
  from: number,
): AsyncGenerator<CredentialsPage> {
  for (let page = from; ; page++) {
    const { data } = await github.rest<{ installations: AppInstallation[] }>(
      'GET /orgs/{org}/installations',
      { org, per_page: 100, page },
    )
    const next = data.installations.length === 100 ? page + 1 : null
    yield {
      accounts: [],
      credentials: data.installations.map((app) => ({
        kind: 'app_installation',
        id: String(app.id),
        name: app.app_slug,
        owner: null,
        repository: null,
        scopes: [`${app.repository_selection} repositories`, ...permissionsOf(app.permissions)],
        createdAt: instant(app.created_at),
        // GitHub tells nobody when another App last acted.
        lastUsed: 'unobservable',
        expiresAt: null,
        details: { suspendedAt: app.suspended_at ?? null, appId: app.app_id },
      })),
      next,
    }
    if (next === null) return
  }
}

function tokenFrom(
  token: FineGrainedToken,
  kind: 'fine_grained_token' | 'token_request',
  createdAt: string | null,
): Credential {
  const permissions = token.permissions ?? {}
  return {
    kind,
    id: String(token.id),
    name: token.token_name ?? `token ${token.token_id ?? token.id}`,
    owner: token.owner.id,
    repository: null,
    scopes: [
      `${token.repository_selection} repositories`,
      ...permissionsOf(permissions.organization ?? {}),
      ...permissionsOf(permissions.repository ?? {}),
    ],
    createdAt: createdAt === null ? null : instant(createdAt),
    lastUsed: token.token_last_used_at == null ? 'never' : { at: instant(token.token_last_used_at) },
    expiresAt: token.token_expires_at == null ? null : instant(token.token_expires_at),
    details: { tokenId: token.token_id ?? null, expired: token.token_expired ?? null },
  }
}

function permissionsOf(permissions: Readonly<Record<string, string>>): string[] {
  return Object.entries(permissions).map(([name, level]) => `${name}:${level}`)
}

interface DeployKey {
  readonly id: number
  readonly title: string
  readonly key: string
  readonly read_only: boolean
  readonly verified: boolean
  readonly created_at: string
  readonly added_by?: string | null
  readonly last_used?: string | null
}

interface FineGrainedToken {
  readonly id: number
  readonly owner: RestUser
  readonly repository_selection: string
  readonly permissions?: {
    readonly organization?: Record<string, string>
    readonly repository?: Record<string, string>
  }
  readonly access_granted_at?: string
  readonly created_at?: string
  readonly token_id?: number
  readonly token_name?: string
  readonly token_expired?: boolean
  readonly token_expires_at?: string | null
  readonly token_last_used_at?: string | null
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
