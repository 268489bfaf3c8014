/** Which fine-grained tokens reach into an organisation, and which were asked for. Apps alone may ask; never the token itself. */

import { instant } from '../../policy/calendar.ts'
import type { Credential } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { type RestUser, toAccountFromRest } from './account-fields.ts'
import { type CredentialsPage, scopesOf } from './credentials-page.ts'

/** https://docs.github.com/rest/orgs/personal-access-tokens */
export async function* readFineGrainedTokens(
  github: GitHub,
  org: string,
  from: number,
): AsyncGenerator<CredentialsPage> {
  const route = 'GET /orgs/{org}/personal-access-tokens'
  for await (const { rows, next } of numberedPages<FineGrainedToken>(github, route, { org }, from)) {
    yield {
      accounts: rows.map((token) => toAccountFromRest(token.owner)),
      credentials: rows.map((token) => tokenFrom(token, 'fine_grained_token', token.access_granted_at)),
      next,
    }
  }
}

/** https://docs.github.com/rest/orgs/personal-access-tokens#list-requests-to-access-organization-resources-with-fine-grained-personal-access-tokens */
export async function* readTokenRequests(
  github: GitHub,
  org: string,
  from: number,
): AsyncGenerator<CredentialsPage> {
  const route = 'GET /orgs/{org}/personal-access-token-requests'
  for await (const { rows, next } of numberedPages<FineGrainedToken>(github, route, { org }, from)) {
    yield {
      accounts: rows.map((token) => toAccountFromRest(token.owner)),
      credentials: rows.map((token) => tokenFrom(token, 'token_request', token.created_at)),
      next,
    }
  }
}

function tokenFrom(
  token: FineGrainedToken,
  kind: 'fine_grained_token' | 'token_request',
  createdAt: string | undefined,
): Credential {
  const { organization, repository } = token.permissions ?? {}
  return {
    kind,
    id: String(token.id),
    name: token.token_name ?? `token ${token.token_id ?? token.id}`,
    owner: token.owner.id,
    repository: null,
    scopes: scopesOf(token.repository_selection, organization, repository),
    createdAt: createdAt == null ? null : instant(createdAt),
    lastUsed: token.token_last_used_at == null ? 'never' : { at: instant(token.token_last_used_at) },
    expiresAt: token.token_expires_at == null ? null : instant(token.token_expires_at),
    details: { tokenId: token.token_id ?? null, expired: token.token_expired ?? null },
  }
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
