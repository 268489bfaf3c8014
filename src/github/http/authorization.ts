/** With which token a question is asked. One that GitHub refuses is renewed once, never more often, and none is ever printed. */

import { GitHubTrouble } from './errors.ts'
import type { RequestCounts } from './same-origin-fetch.ts'

/** Gives the token, and a fresh one after GitHub refused it; null where there is no fresher one. */
export interface Authorization {
  token(counts: RequestCounts): Promise<string | null>
  renewed(counts: RequestCounts): Promise<string | null>
}

/** A token that was handed to us and cannot be renewed. */
export function fixedToken(token: string): Authorization {
  return { token: async () => token, renewed: async () => null }
}

/** Asks with the token, and where GitHub refuses it, once more with a fresh one. */
export async function withToken<T>(
  authorization: Authorization,
  counts: RequestCounts,
  what: string,
  ask: (token: string | null) => Promise<T>,
): Promise<T> {
  const first = await authorization.token(counts)
  try {
    return await ask(first)
  } catch (error) {
    if (!isRefused(error)) throw error
    const fresh = await authorization.renewed(counts)
    if (fresh === null) throw error
    return askWithFresh(ask, fresh, what)
  }
}

/** A token that GitHub gave a moment ago and refuses is GitHub's fault, not the owner's: asked again later. */
async function askWithFresh<T>(ask: (token: string) => Promise<T>, fresh: string, what: string): Promise<T> {
  try {
    return await ask(fresh)
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
