/** Reads the deploy keys of a repository and who added them. */

import type { Credential, Id, SeenAccount } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { fields, flag, moment, nullable, rows, text, whole } from '../http/decode.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { type CredentialsPage, lastUse } from './tokens.ts'

/** `accountOf` finds the account of a login, which is all that GitHub says of who added a key. https://docs.github.com/rest/deploy-keys/deploy-keys#list-deploy-keys */
export async function* readDeployKeys(
  github: GitHub,
  org: string,
  repository: { id: Id; name: string },
  accountOf: (login: string) => Promise<SeenAccount | null>,
  from: number,
): AsyncGenerator<CredentialsPage> {
  const parameters = { owner: org, repo: repository.name }
  const route = 'GET /repos/{owner}/{repo}/keys'
  for await (const page of numberedPages(github, route, parameters, from, rows(DEPLOY_KEY))) {
    const accounts: SeenAccount[] = []
    const credentials: Credential[] = []
    for (const key of page.rows) {
      const owner = key.added_by === null ? null : await accountOf(key.added_by)
      if (owner !== null) accounts.push(owner)
      credentials.push({
        kind: 'deploy_key',
        id: String(key.id),
        name: key.title,
        owner: owner?.id ?? null,
        repository: repository.id,
        scopes: [`repository ${org}/${repository.name}`, key.read_only ? 'read-only' : 'write'],
        createdAt: key.created_at,
        lastUsed: key.last_used,
        expiresAt: null,
        // The public half (GitHub never shows the other) is what is needed to give the key back.
        details: {
          key: key.key,
          readOnly: key.read_only,
          verified: key.verified,
          addedBy: key.added_by,
        },
      })
    }
    yield { accounts, credentials, next: page.next }
  }
}

const DEPLOY_KEY = fields({
  id: whole,
  title: text,
  key: text,
  read_only: flag,
  verified: flag,
  created_at: moment,
  added_by: nullable(text),
  last_used: lastUse,
})
