/** Who reads an organisation on GitHub: the App's installation or the token. What it gives cannot write. */

import { readingToken } from '../github/http/app.ts'
import { fixedToken } from '../github/http/authorization.ts'
import { connectGitHub, type GitHub } from '../github/http/client.ts'
import type { Deployment } from './deployment.ts'

/** A client that can only read. */
export function readerOf(
  { apiUrl, authority }: Deployment,
  org: { readonly installationId: number | null },
): GitHub {
  switch (authority.kind) {
    case 'token':
      return connectGitHub({ apiUrl, authorization: fixedToken(authority.token) })
    case 'app': {
      const app = { apiUrl, appId: authority.appId, privateKey: authority.privateKey }
      return connectGitHub({ apiUrl, authorization: readingToken(app, org.installationId ?? 0) })
    }
  }
}
