/** Reads one credential as GitHub shows it now. */

import { instant } from '../../policy/calendar.ts'
import type { CredentialKind, Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { readAllPages, unlessGone } from '../http/pages.ts'

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
      const key = await unlessGone(
        github.rest<Record<string, unknown>>('GET /repos/{owner}/{repo}/keys/{key_id}', {
          owner,
          repo,
          key_id: credential.id,
        }),
      )
      if (key === null) return null
      return {
        fields: pick(key.data, ['id', 'title', 'key', 'read_only', 'added_by', 'created_at']),
        lastUsedAt: momentOf(key.data.last_used),
      }
    }
    case 'fine_grained_token': {
      const token = await findInList(
        github,
        'GET /orgs/{org}/personal-access-tokens',
        { org: organization },
        credential.id,
      )
      if (token === null) return null
      const fields = pick(token, [
        'id',
        'token_id',
        'token_name',
        'permissions',
        'repository_selection',
        'token_expires_at',
      ])
      return { fields, lastUsedAt: momentOf(token.token_last_used_at) }
    }
    case 'token_request': {
      const request = await findInList(
        github,
        'GET /orgs/{org}/personal-access-token-requests',
        { org: organization },
        credential.id,
      )
      return request === null
        ? null
        : {
            fields: pick(request, ['id', 'token_name', 'permissions', 'reason', 'created_at']),
            lastUsedAt: null,
          }
    }
    case 'app_installation':
      // Removed by hand only, and GitHub shows no more of it than the audit has recorded.
      return { fields: {}, lastUsedAt: null }
  }
}

/** The lists of tokens and of requests have no call for one object and no filter by id. */
async function findInList(github: GitHub, route: string, parameters: Record<string, unknown>, id: string) {
  const rows = await readAllPages<Record<string, unknown>>(github, route, parameters)
  return rows.find((row) => String(row.id) === id) ?? null
}

function pick(
  row: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names.filter((name) => name in row).map((name) => [name, row[name]]))
}

function momentOf(value: unknown): Instant | null {
  return typeof value === 'string' ? instant(value) : null
}
