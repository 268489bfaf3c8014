/** Fetches from GitHub, counts the requests, and follows redirects within the same origin only, so that the token never leaves it. */

import { GitHubTrouble } from './errors.ts'

/** Requests made, and the GraphQL points that they cost. */
export interface RequestCounts {
  rest: number
  graphql: number
  graphqlPoints: number
}

/** GitHub ends a GraphQL query after 10 s; a REST answer that takes longer than 25 s does not come. */
const TIMEOUT_MS = 25_000

/** Every hop of a redirect counts as a request; four hops at most. */
export async function fetchWithinOrigin(
  url: string,
  init: RequestInit,
  counts: RequestCounts,
): Promise<Response> {
  let target = url
  for (let hop = 0; hop < 4; hop++) {
    if (new URL(target).pathname.endsWith('/graphql')) counts.graphql++
    else counts.rest++
    const answer = await fetch(target, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const location = answer.headers.get('location')
    if (answer.status < 301 || answer.status > 308 || answer.status === 304 || location === null)
      return answer
    const next = new URL(location, target)
    if (next.origin !== new URL(target).origin) {
      throw new GitHubTrouble(
        { kind: 'denied', permission: null },
        `GitHub redirected ${new URL(url).pathname} to another origin; the token was not sent there.`,
      )
    }
    target = next.href
  }
  throw new GitHubTrouble({ kind: 'invalid' }, `GitHub redirected ${new URL(url).pathname} too often.`)
}
