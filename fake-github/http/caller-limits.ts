/** One caller's primary limit as its answers tell it. */

import { type Answer, Refused } from '../rest/answers.ts'
import { refusal } from '../rest/router.ts'
import type { Caller, GitHubState } from '../state.ts'
import { callerKey, hourlyLimit } from './callers.ts'
import type { LimitName } from './limits.ts'

export type Limit = ReturnType<typeof limitOf>

/** The caller's bucket of that name, with its headers. */
export function limitOf(state: GitHubState, caller: Caller, name: LimitName) {
  const usual = name === 'search' ? 30 : hourlyLimit(state, caller, name === 'graphql')
  const bucket = state.limits.bucket(callerKey(caller), name, usual, Date.now())
  // The real moment of the reset, told in the demo's time.
  const reset = () => Math.ceil((Date.parse(state.clock()) + bucket.resetAt - Date.now()) / 1000)
  return {
    bucket,
    reset,
    left: () => bucket.limit - bucket.used,
    use: (count: number) => {
      bucket.used += count
    },
    headers: (): Record<string, string> => ({
      'x-ratelimit-limit': String(bucket.limit),
      'x-ratelimit-remaining': String(Math.max(0, bucket.limit - bucket.used)),
      'x-ratelimit-used': String(bucket.used),
      'x-ratelimit-reset': String(reset()),
      'x-ratelimit-resource': name,
    }),
  }
}

/** What a caller gets who has used it up. */
export function exhausted(graphql: boolean, headers: Readonly<Record<string, string>>): Answer {
  if (graphql)
    return {
      status: 200,
      headers,
      body: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
    }
  return refusal(new Refused(403, 'API rate limit exceeded', headers))
}
