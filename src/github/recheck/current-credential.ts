/** Reads one credential as GitHub shows it now. */

import type { CredentialKind, Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Decoder, fields, flag, moment, nullable, record, text, whole } from '../http/decode.ts'
import { readAllPages, unlessGone } from '../http/pages.ts'
import { orNull } from '../http/partial-answers.ts'

/** A credential as GitHub shows it now. */
export interface CredentialNow {
  /** GitHub's own fields: what is needed to give it back, where that is possible. No secret is among them. */
  readonly fields: Readonly<Record<string, unknown>>
  /** Null: never used, or GitHub does not tell. */
  readonly lastUsedAt: Instant | null
}

/** The credential, or null where it is gone. */
export async function readCredential(
  github: GitHub,
  organization: string,
  credential: { readonly kind: CredentialKind; readonly id: string; readonly repository: string | null },
): Promise<CredentialNow | null> {
  switch (credential.kind) {
    case 'deploy_key': {
      const [owner, repo] = (credential.repository ?? '').split('/')
      const parameters = { owner, repo, key_id: credential.id }
      const key = await unlessGone(
        github.rest('GET /repos/{owner}/{repo}/keys/{key_id}', parameters, DEPLOY_KEY),
      )
      if (key === null) return null
      const { last_used: lastUsedAt, ...fields } = key.data
      return { fields, lastUsedAt }
    }
    case 'fine_grained_token': {
      const route = 'GET /orgs/{org}/personal-access-tokens'
      const token = await findInList(github, route, organization, TOKEN, credential.id)
      if (token === null) return null
      const { token_last_used_at: lastUsedAt, ...fields } = token
      return { fields, lastUsedAt }
    }
    case 'token_request': {
      const route = 'GET /orgs/{org}/personal-access-token-requests'
      const request = await findInList(github, route, organization, TOKEN_REQUEST, credential.id)
      return request === null ? null : { fields: request, lastUsedAt: null }
    }
    case 'app_installation':
      // Removed by hand only, and GitHub shows no more of it than the audit has recorded.
      return { fields: {}, lastUsedAt: null }
  }
}

/** The lists of tokens and of requests have no call for one object and no filter by id. */
async function findInList<T extends { readonly id: number }>(
  github: GitHub,
  route: string,
  org: string,
  row: Decoder<T>,
  id: string,
): Promise<T | null> {
  const listed = await readAllPages(github, route, { org }, row)
  return listed.find((each) => String(each.id) === id) ?? null
}

/** What is needed to give it back is kept as GitHub writes it, dates as well. */
const DEPLOY_KEY = fields({
  id: whole,
  title: text,
  key: text,
  read_only: flag,
  added_by: nullable(text),
  created_at: text,
  last_used: nullable(moment),
})

const PERMISSIONS = nullable(record(nullable(record(text))))

const TOKEN = fields({
  id: whole,
  token_id: nullable(whole),
  token_name: nullable(text),
  permissions: PERMISSIONS,
  repository_selection: text,
  token_expires_at: nullable(text),
  token_last_used_at: orNull(moment),
})

const TOKEN_REQUEST = fields({
  id: whole,
  token_name: nullable(text),
  permissions: PERMISSIONS,
  reason: nullable(text),
  created_at: text,
})
