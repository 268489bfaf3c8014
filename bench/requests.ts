/** Sorts the fake GitHub's log of requests by what they were for. It counts all of them, retries too. */
import type { FakeGitHub } from '../fake-github/github.ts'

type Logged = FakeGitHub['requests']['log'][number]

export interface Requests {
  readonly rest: number
  readonly graphql: number
  readonly graphqlPoints: number
  /** People, grants and activity, and the App's own signing in: what the targets bound. */
  readonly main: number
  /** Credentials, repository invitations and organisation roles: spread over a week of daily runs, so many a repository. */
  readonly beside: number
  /** Workflow runs, deployments, tags and advisories: read before a review, where somebody without activity can write. */
  readonly uncommon: number
  /** How often each call was made: `GET /repos/:/:/keys`, `graphql Members`, `GET /orgs/:/hooks → 404`. */
  readonly calls: Readonly<Record<string, number>>
}

const BESIDE =
  /^\/repos\/[^/]+\/[^/]+\/(keys|invitations|hooks|actions\/(secrets|runners|permissions))|^\/orgs\/[^/]+\/(personal-access-token|installations|organization-roles|credential-authorizations|hooks|actions\/)/

const UNCOMMON =
  /^\/repos\/[^/]+\/[^/]+\/(actions\/runs|deployments|environments|security-advisories)|^\/orgs\/[^/]+\/security-advisories/
const UNCOMMON_QUERIES = ['UncommonActivity', 'Tags', 'WaitingRuns']

/** The counts of a part of the log. */
export function requestsIn(log: readonly Logged[]): Requests {
  const calls: Record<string, number> = {}
  let [beside, uncommon, graphql, graphqlPoints] = [0, 0, 0, 0]
  for (const { method, path, operation, points, status } of log) {
    const isGraphql = path.endsWith('/graphql')
    const asked = isGraphql ? `graphql ${operation ?? '(no name)'}` : `${method} ${shapeOf(path)}`
    const call = status < 300 ? asked : `${asked} → ${status}`
    calls[call] = (calls[call] ?? 0) + 1
    if (isGraphql) graphql += 1
    if (BESIDE.test(path)) beside += 1
    else if (UNCOMMON.test(path) || UNCOMMON_QUERIES.includes(operation ?? '')) uncommon += 1
    graphqlPoints += points
  }
  return {
    rest: log.length - graphql,
    graphql,
    graphqlPoints,
    main: log.length - beside - uncommon,
    beside,
    uncommon,
    calls,
  }
}

/** The path without the names in it. */
function shapeOf(path: string): string {
  return path
    .replace(/^\/repos\/[^/]+\/[^/]+/, '/repos/:/:')
    .replace(/^\/(orgs|users|user)\/[^/]+/, '/$1/:')
    .replace(/\/(teams|memberships|members|collaborators|outside_collaborators)\/[^/]+/, '/$1/:')
    .replace(/\/\d+/g, '/:')
}
