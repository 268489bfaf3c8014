/** Makes chosen requests fail in the ways in which GitHub fails; never fails one that was not chosen. */

/**
 * `500`, `401`, `404`: the bare answer. `502`: an HTML page. `reset`: the connection drops before anything happened;
 * `reset_after`: after it has. `truncated`: half the JSON. `graphql_partial`: 200 with the first field null and an error.
 * `RESOURCE_LIMITS_EXCEEDED`: GraphQL's deterministic refusal. `secondary`, `primary`: rate limits. `slow`: two seconds late.
 */
export type Fault =
  | '500'
  | '502'
  | 'reset'
  | 'reset_after'
  | 'truncated'
  | 'graphql_partial'
  | 'RESOURCE_LIMITS_EXCEEDED'
  | 'secondary'
  | 'primary'
  | '401'
  | '404'
  | 'slow'

type FaultMatch = {
  readonly method?: string
  readonly path?: RegExp
  readonly operation?: string | RegExp
}

export type Faults = {
  /** Fail the n-th API request from now on (1 is the next). */
  failRequest(n: number, how: Fault): void
  /** Fail requests that match, `times` times. */
  failMatching(match: FaultMatch, how: Fault, times?: number): void
  /** Fail a share of all requests, in the same places for the same seed. */
  random(seed: number, rate: number, how?: readonly Fault[]): void
  /** Fail nothing any more. */
  clear(): void
  /** Asked by the server for each API request. */
  next(request: {
    readonly method: string
    readonly path: string
    readonly operation: string | null
  }): Fault | null
}

const transient: readonly Fault[] = ['500', '502', 'reset', 'truncated', 'secondary']

/** A table of faults, empty at first. */
export function openFaults(): Faults {
  const counted = new Map<number, Fault>()
  let matching: { match: FaultMatch; how: Fault; left: number }[] = []
  let chance: { next: () => number; rate: number; how: readonly Fault[] } | null = null
  let seen = 0
  return {
    failRequest(n, how) {
      counted.set(seen + n, how)
    },
    failMatching(match, how, times = 1) {
      matching.push({ match, how, left: times })
    },
    random(seed, rate, how = transient) {
      chance = { next: generator(seed), rate, how }
    },
    clear() {
      counted.clear()
      matching = []
      chance = null
    },
    next(request) {
      seen += 1
      const planned = counted.get(seen)
      if (planned) {
        counted.delete(seen)
        return planned
      }
      const rule = matching.find((row) => row.left > 0 && matches(row.match, request))
      if (rule) {
        rule.left -= 1
        return rule.how
      }
      if (chance && chance.next() < chance.rate)
        return chance.how[Math.floor(chance.next() * chance.how.length)] ?? null
      return null
    },
  }
}

function matches(
  match: FaultMatch,
  request: { method: string; path: string; operation: string | null },
): boolean {
  if (match.method && match.method !== request.method) return false
  if (match.path && !match.path.test(request.path)) return false
  if (match.operation === undefined) return true
  if (request.operation === null) return false
  return typeof match.operation === 'string'
    ? match.operation === request.operation
    : match.operation.test(request.operation)
}

/** Mulberry32: small, seedable, good enough to scatter faults. */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
