/** Reads the fine-grained tokens of an organisation and the requests for them; GitHub lists both only to Apps. */

import type { Credential, Instant, SeenAccount } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import {
  type Decoded,
  fields,
  flag,
  moment,
  nullable,
  type OddRow,
  record,
  rows,
  text,
  whole,
} from '../http/decode.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { restAccount } from './account-fields.ts'

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
  for await (const page of numberedPages(github, route, { org }, from, rows(TOKEN))) {
    yield {
      accounts: page.rows.map(({ owner }) => owner),
      credentials: page.rows.map((token) =>
        toCredential(token, 'fine_grained_token', token.access_granted_at),
      ),
      next: page.next,
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
  for await (const page of numberedPages(github, route, { org }, from, rows(TOKEN))) {
    yield {
      accounts: page.rows.map(({ owner }) => owner),
      credentials: page.rows.map((token) => toCredential(token, 'token_request', token.created_at)),
      next: page.next,
    }
  }
}

function toCredential(
  token: Decoded<typeof TOKEN>,
  kind: 'fine_grained_token' | 'token_request',
  createdAt: Instant | null,
): Credential {
  return {
    kind,
    id: String(token.id),
    name: token.token_name ?? `token ${token.token_id ?? token.id}`,
    owner: token.owner.id,
    repository: null,
    scopes: toScopes(
      token.repository_selection,
      token.permissions?.organization ?? undefined,
      token.permissions?.repository ?? undefined,
      token.permissions?.other ?? undefined,
    ),
    createdAt,
    lastUsed: token.token_last_used_at,
    expiresAt: token.token_expires_at,
    details: { tokenId: token.token_id, expired: token.token_expired },
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

/** GitHub writes null where it was never used, and nothing where it does not tell, as an Enterprise Server may of deploy keys. */
export function lastUse(value: unknown, odd: OddRow[]): Credential['lastUsed'] {
  if (value === undefined) return 'unobservable'
  return value === null ? 'never' : { at: moment(value, odd) }
}

const LEVELS = nullable(record(text))

/** `access_granted_at` where access was given, `created_at` of a request for it. */
const TOKEN = fields({
  id: whole,
  owner: restAccount,
  repository_selection: text,
  permissions: nullable(fields({ organization: LEVELS, repository: LEVELS, other: LEVELS })),
  access_granted_at: nullable(moment),
  created_at: nullable(moment),
  token_id: nullable(whole),
  token_name: nullable(text),
  token_expired: nullable(flag),
  token_expires_at: nullable(moment),
  token_last_used_at: lastUse,
})
