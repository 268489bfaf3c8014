/** Makes chosen requests fail in the ways in which GitHub fails. */

/**
 * `500`, `401`, `404`: the bare answer. `502`: an HTML page; `502_after`: that page, although what was asked for was done.
 * `reset`: the connection drops before anything happened; `reset_after`: after it has. `truncated`: half the JSON. `graphql_partial`: 200 with the first field null and an error.
 * `graphql_hole`: 200 with one row of a list null and an error that names it.
 * `RESOURCE_LIMITS_EXCEEDED`: GraphQL's deterministic refusal. `secondary`, `primary`: rate limits. `slow`: two seconds late.
 * `expired`: the installation token that asks is at its end, for this request and every later one.
 */
export type Fault =
  | '500'
  | '502'
  | '502_after'
  | 'reset'
  | 'reset_after'
  | 'truncated'
  | 'graphql_partial'
  | 'graphql_hole'
  | 'RESOURCE_LIMITS_EXCEEDED'
  | 'secondary'
  | 'primary'
  | '401'
  | '403'
  | '404'
  | 'slow'
  | 'expired'

export type FaultMatch = {
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
  /** Do something just before the n-th request that matches is answered: the world moves between two pages. */
  before(match: FaultMatch, n: number, deed: () => void): void
  /** Change what every matching request is answered with, to what GitHub's documentation does not have: a copy of the body. */
  rewrite(match: FaultMatch, change: (body: Rewritable) => void): void
  /** Asked by the server for each answer with a body. */
  rewritten(request: Asked, body: unknown): unknown
  /** What has failed so far, by kind. */
  readonly dealt: ReadonlyMap<Fault, number>
  /** Fail nothing any more, and do nothing before a request. */
  clear(): void
  /** Asked by the server for each API request. */
  next(request: Asked): Fault | null
}

/** An answer's body as whoever changes it takes it to be. */
// biome-ignore lint/suspicious/noExplicitAny: a test writes into JSON what no type allows.
export type Rewritable = any

type Asked = {
  readonly method: string
  readonly path: string
  readonly operation: string | null
}

const transient: readonly Fault[] = ['500', '502', 'reset', 'truncated', 'secondary']

/** A table of faults, empty at first. */
export function openFaults(): Faults {
  const counted = new Map<number, Fault>()
  let matching: { match: FaultMatch; how: Fault; left: number }[] = []
  let awaited: { match: FaultMatch; left: number; deed: () => void }[] = []
  let changes: { match: FaultMatch; change: (body: Rewritable) => void }[] = []
  const dealt = new Map<Fault, number>()
  let rng: { next: () => number; rate: number; how: readonly Fault[] } | null = null
  let seen = 0
  return {
    failRequest(n, how) {
      counted.set(seen + n, how)
    },
    failMatching(match, how, times = 1) {
      matching.push({ match, how, left: times })
    },
    random(seed, rate, how = transient) {
      rng = { next: generator(seed), rate, how }
    },
    before(match, n, deed) {
      awaited.push({ match, left: n, deed })
    },
    rewrite(match, change) {
      changes.push({ match, change })
    },
    rewritten(request, body) {
      const fitting = changes.filter(({ match }) => matches(match, request))
      if (fitting.length === 0 || body === undefined) return body
      // Through text, as it goes over the wire.
      const copy = JSON.parse(typeof body === 'string' ? body : JSON.stringify(body))
      for (const { change } of fitting) change(copy)
      return copy
    },
    dealt,
    clear() {
      changes = []
      counted.clear()
      matching = []
      awaited = []
      rng = null
    },
    next(request) {
      seen += 1
      for (const row of awaited.filter(({ match }) => matches(match, request))) {
        row.left -= 1
        if (row.left === 0) row.deed()
      }
      const fault = fitting(chosen(request), request)
      if (fault !== null) dealt.set(fault, (dealt.get(fault) ?? 0) + 1)
      return fault
    },
  }

  function chosen(request: Asked): Fault | null {
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
    if (rng && rng.next() < rng.rate) return rng.how[Math.floor(rng.next() * rng.how.length)] ?? null
    return null
  }
}

/** REST knows no partial answers: a request of that kind fails whole. */
function fitting(fault: Fault | null, { path }: Asked): Fault | null {
  return fault !== null && GRAPHQL_ONLY.has(fault) && !path.endsWith('/graphql') ? '500' : fault
}

const GRAPHQL_ONLY: ReadonlySet<Fault> = new Set([
  'graphql_partial',
  'graphql_hole',
  'RESOURCE_LIMITS_EXCEEDED',
])

function matches(match: FaultMatch, request: Asked): boolean {
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
