/** Reads which workflow runs waited for a review before they deployed. */

import { daysAfter, isBefore, latest } from '../../../policy/calendar.ts'
import type { Id, Instant } from '../../../policy/words.ts'
import type { GitHub } from '../../http/client.ts'
import {
  type Decoded,
  type Decoder,
  fields,
  list,
  moment,
  nullable,
  rows,
  text,
  whole,
} from '../../http/decode.ts'
import { notShown } from '../../http/graphql.ts'
import { numberedPages, PAGE } from '../../http/numbered-pages.ts'
import { hasReached, type RepositoryScope } from '../actors.ts'

/** A run, with what bounds its reviews: GitHub gives a review no date. */
export interface WaitingRun {
  readonly id: Id
  /** When its first deployment began to wait. */
  readonly at: Instant
  /** When its last deployment went on; null while one waits. */
  readonly until: Instant | null
}

/** The runs that waited, the newest first. */
export interface RunsThatWaited {
  readonly runs: readonly WaitingRun[]
  /** The newest deployment of which the run is not among them; null where all are. */
  readonly gap: Instant | null
}

/** Read back from a checkpoint. */
export const runsThatWaited: Decoder<RunsThatWaited> = fields({
  runs: list(fields({ id: whole, at: moment, until: nullable(moment) })),
  gap: nullable(moment),
})

/** Most runs whose reviews are read in a repository, a request each. */
export const MOST_RUNS = 20

/** A job that waits longer fails. https://docs.github.com/actions/reference/workflows-and-actions/deployments-and-environments */
const DAYS_TO_WAIT = 30

/** What was deployed before then cannot have been let go on since `since`. */
export function waitingSince(since: Instant): Instant {
  return daysAfter(since, -DAYS_TO_WAIT)
}

/** From when on no review is missing where the deployments down to `gap` are known: one at `gap` may have waited that long. */
export function reviewsKnownSince(gap: Instant): Instant {
  return daysAfter(gap, DAYS_TO_WAIT)
}

/**
 * The newest runs that deployed to these environments and may have been reviewed since `since`: a request for each
 * environment, and one query. A job that waits has made its deployment already, and the log of that is its run's page.
 */
export async function readRunsThatWaited(
  github: GitHub,
  scope: RepositoryScope,
  environments: readonly string[],
  since: Instant,
): Promise<RunsThatWaited> {
  const found: Deployment[] = []
  let gap: Instant | null = null
  for (const environment of environments) {
    const newest = await readNewestDeployments(github, scope, environment, waitingSince(since))
    found.push(...newest.deployments)
    gap = latest(gap, newest.gap)
  }
  const ordered = found.toSorted((a, b) => (isBefore(a.created_at, b.created_at) ? 1 : -1))
  const asked = ordered.slice(0, PAGE)
  gap = latest(gap, ordered[PAGE]?.created_at)
  const known = new Map<Id, WaitingRun>()
  for (const { deployment, run, until } of await readRunsOf(github, asked)) {
    const at = deployment.created_at
    if (run !== null) known.set(run, joined(known.get(run), { id: run, at, until }))
    else if (until === null || !isBefore(until, since)) gap = latest(gap, at)
  }
  const runs = [...known.values()]
    .filter(({ until }) => until === null || !isBefore(until, since))
    .sort((a, b) => (isBefore(a.at, b.at) ? 1 : -1))
  return { runs: runs.slice(0, MOST_RUNS), gap: latest(gap, runs[MOST_RUNS]?.at) }
}

/** A run may deploy several times, and be run again. */
function joined(known: WaitingRun | undefined, run: WaitingRun): WaitingRun {
  if (known === undefined) return run
  return {
    id: run.id,
    at: isBefore(run.at, known.at) ? run.at : known.at,
    until: known.until === null || run.until === null ? null : latest(known.until, run.until),
  }
}

async function readNewestDeployments(
  github: GitHub,
  scope: RepositoryScope,
  environment: string,
  from: Instant,
): Promise<{ readonly deployments: readonly Deployment[]; readonly gap: Instant | null }> {
  const parameters = { owner: scope.org, repo: scope.repository.name, environment }
  const route = 'GET /repos/{owner}/{repo}/deployments'
  for await (const { rows: newest, next } of numberedPages(github, route, parameters, 1, DEPLOYMENTS)) {
    const inside = newest.filter((row) => !isBefore(row.created_at, from))
    const times = newest.map((row) => row.created_at)
    const isAll = next === null || hasReached(times, from)
    return {
      deployments: inside.filter((row) => row.performed_via_github_app?.slug === ACTIONS),
      gap: isAll ? null : latest(...times.slice(-2)),
    }
  }
  return { deployments: [], gap: null }
}

/** Environments bind GitHub Actions alone: what another App deploys has no run, and waits for nobody. */
const ACTIONS = 'github-actions'

async function readRunsOf(github: GitHub, deployments: readonly Deployment[]) {
  if (deployments.length === 0) return []
  const ids = deployments.map((row) => row.node_id)
  const { data, errors } = await github.graphql(WAITING_RUNS, { ids }, ANSWER)
  return deployments.map((deployment, index) => {
    const statuses = data.nodes[index]?.statuses?.nodes
    const problems = errors.filter(({ path }) => path?.[0] !== 'nodes' || path[1] === index)
    if (statuses == null || problems.length > 0)
      throw notShown('which run deployed', problems, 'deployments=read')
    const wentOn = statuses.filter(({ state }) => !STILL_WAITING.has(state)).map((status) => status.createdAt)
    return { deployment, run: runOf(statuses), until: wentOn.toSorted()[0] ?? null }
  })
}

const STILL_WAITING: ReadonlySet<string> = new Set(['WAITING', 'PENDING'])

/** The run whose page has the log: `https://github.com/guild/atlas/actions/runs/17/job/23`. */
function runOf(statuses: readonly Decoded<typeof STATUS>[]): Id | null {
  const [id] = statuses.flatMap(({ logUrl }) => /\/actions\/runs\/(\d+)/.exec(logUrl ?? '')?.[1] ?? [])
  return id === undefined ? null : Number(id)
}

type Deployment = Decoded<typeof DEPLOYMENT>
const DEPLOYMENT = fields({
  node_id: text,
  created_at: moment,
  performed_via_github_app: nullable(fields({ slug: nullable(text) })),
})
const DEPLOYMENTS = rows(DEPLOYMENT)

const STATUS = fields({ state: text, createdAt: moment, logUrl: nullable(text) })
const ANSWER = fields({
  nodes: list(nullable(fields({ statuses: nullable(fields({ nodes: list(STATUS) })) }))),
})

/** A deployment has about five: waiting, queued, in progress, success, inactive. */
const WAITING_RUNS = `query WaitingRuns($ids: [ID!]!) {
  rateLimit { cost }
  nodes(ids: $ids) { ... on Deployment { statuses(first: 10) { nodes { state createdAt logUrl } } } }
}`
