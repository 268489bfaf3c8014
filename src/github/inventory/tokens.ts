/** Reads the fine-grained tokens of an organisation and the requests for them; GitHub lists both only to Apps. */

import { instant } from '../../policy/calendar.ts'
import type { Credential, SeenAccount } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { type RestUser, toAccountFromRest } from './account-fields.ts'

/** A page of a list of credentials. */
export interface CredentialsPage {
  readonly accounts: readonly SeenAccount[]
  readonly credentials: readonly Credential[]
  /** The next page's number; null at the end. */
  readonly next: number | null
}

/** Tokens that were given access. https://docs.github.com/rest/orgs/personal-access-tokens */
export async function* readFineGrainedTokens(
  github: GitHub,
  org: string,
  from: number,
): AsyncGenerator<CredentialsPage> {
  const route = 'GET /orgs/{org}/personal-access-tokens'
  for await (const { rows, next } of numberedPages<FineGrainedToken>(github, route, { org }, from)) {
    yield {
      accounts: rows.map((token) => toAccountFromRest(token.owner)),
      credentials: rows.map((token) => toCredential(token, 'fine_grained_token', token.access_granted_at)),
      next,
    }
  }
}

/** Tokens that wait for an owner's approval. https://docs.github.com/rest/orgs/personal-access-tokens#list-requests-to-access-organization-resources-with-fine-grained-personal-access-tokens */
export async function* readTokenRequests(
  github: GitHub,
  org: string,
  from: number,
): AsyncGenerator<CredentialsPage> {
  const route = 'GET /orgs/{org}/personal-access-token-requests'
  for await (const { rows, next } of numberedPages<FineGrainedToken>(github, route, { org }, from)) {
    yield {
      accounts: rows.map((token) => toAccountFromRest(token.owner)),
      credentials: rows.map((token) => toCredential(token, 'token_request', token.created_at)),
      next,
    }
  }
}

function toCredential(
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
    scopes: toScopes(token.repository_selection, organization, repository),
    createdAt: createdAt == null ? null : instant(createdAt),
    lastUsed: token.token_last_used_at == null ? 'never' : { at: instant(token.token_last_used_at) },
    expiresAt: token.token_expires_at == null ? null : instant(token.token_expires_at),
    details: { tokenId: token.token_id ?? null, expired: token.token_expired ?? null },
  }
}

/** What a token or an App may do and where, e.g. "selected repositories", "contents:read". */
export function toScopes(
  selection: string,
  ...permissions: readonly (Readonly<Record<string, string>> | undefined)[]
): readonly string[] {
  const levels = permissions.flatMap((group) => Object.entries(group ?? {}))
  return [`${selection} repositories`, ...levels.map(([name, level]) => `${name}:${level}`)]
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
