/** Supplies the token of a request, and renews it once where GitHub refuses it. */

import { GitHubTrouble } from './errors.ts'
import type { RequestCounts } from './same-origin-fetch.ts'

/** `token` gives the current token; `renewed` a fresh one after GitHub refused it, or null where there is none. */
export interface Authorization {
  token(counts: RequestCounts): Promise<string | null>
  renewed(counts: RequestCounts): Promise<string | null>
}

/** A given token that cannot be renewed. */
export function fixedToken(token: string): Authorization {
  return { token: async () => token, renewed: async () => null }
}

/** Sends a request with the token, and once more with a fresh one where GitHub refuses it. */
export async function withToken<T>(
  authorization: Authorization,
  counts: RequestCounts,
  what: string,
  send: (token: string | null) => Promise<T>,
): Promise<T> {
  const first = await authorization.token(counts)
  try {
    return await send(first)
  } catch (error) {
    if (!isRefused(error)) throw error
    const fresh = await authorization.renewed(counts)
    if (fresh === null) throw error
    return sendWithFresh(send, fresh, what)
  }
}

/** A token that GitHub has just issued and refuses is GitHub's fault, not the owner's: the request is retried later. */
async function sendWithFresh<T>(
  send: (token: string) => Promise<T>,
  fresh: string,
  what: string,
): Promise<T> {
  try {
    return await send(fresh)
  } catch (error) {
    if (!isRefused(error)) throw error
    throw new GitHubTrouble(
      { kind: 'later', retryAfterSeconds: 1, limited: false },
      `GitHub refused a token that it had just given (401 on ${what}).`,
      error,
    )
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof GitHubTrouble && error.trouble.kind === 'bad_token'
}
