/** GitHub's primary limits per token and hour, and the limit on content creation. */

export type LimitName = 'core' | 'graphql' | 'search'
type Bucket = { limit: number; used: number; resetAt: number }

export type LimitOptions = { readonly rest?: number; readonly graphql?: number; readonly search?: number }

export type Limits = {
  /** Look at a bucket without using it. */
  bucket(caller: string, name: LimitName, usual: number, now: number): Bucket
  /** Note one creation of content; false where there were too many (80 a minute, 500 an hour). */
  mayCreate(caller: string, now: number): boolean
  /** Forget what has been used. */
  reset(): void
}

const hour = 3_600_000
const minute = 60_000

/** Buckets for every caller; `options` replaces GitHub's own sizes. */
export function openLimits(options: LimitOptions = {}): Limits {
  const buckets = new Map<string, Bucket>()
  const creations = new Map<string, number[]>()
  const sizes = { core: options.rest, graphql: options.graphql, search: options.search }
  return {
    bucket(caller, name, usual, now) {
      const key = `${caller} ${name}`
      const known = buckets.get(key)
      if (known && known.resetAt > now) return known
      const made = {
        limit: sizes[name] ?? usual,
        used: 0,
        resetAt: now + (name === 'search' ? minute : hour),
      }
      buckets.set(key, made)
      return made
    },
    mayCreate(caller, now) {
      const times = (creations.get(caller) ?? []).filter((at) => at > now - hour)
      creations.set(caller, times)
      if (times.length >= 500 || times.filter((at) => at > now - minute).length >= 80) return false
      times.push(now)
      return true
    },
    reset() {
      buckets.clear()
      creations.clear()
    },
  }
}
