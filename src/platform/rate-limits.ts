/** Counts requests in Cloudflare's rate limits, the bindings of wrangler.toml. */

import { isLoopback } from '../policy/words/addresses.ts'
import type { Settings } from './deployment.ts'

/** What is counted: how many requests a minute are allowed to each stands in wrangler.toml. */
export type LimitedRequest = 'signed_in' | 'anonymous' | 'webhook'

/** The bindings; absent ones limit nothing. */
export interface RateLimitBindings {
  readonly LIMIT_SIGNED_IN?: RateLimit
  readonly LIMIT_ANONYMOUS?: RateLimit
  readonly LIMIT_WEBHOOK?: RateLimit
}

/** Counts a request of this key; false where it is one too many. */
export type WithinLimit = (kind: LimitedRequest, key: string) => Promise<boolean>

/**
 * Null where PUBLIC_URL is a loopback address: there all visitors share one machine and one address, and load is measured
 * there.
 */
export function withinLimitOf(env: Settings & RateLimitBindings): WithinLimit | null {
  if (isLoopback(env.PUBLIC_URL ?? '')) return null
  const limits = {
    signed_in: env.LIMIT_SIGNED_IN,
    anonymous: env.LIMIT_ANONYMOUS,
    webhook: env.LIMIT_WEBHOOK,
  }
  return async (kind, key) => (await limits[kind]?.limit({ key }))?.success ?? true
}
