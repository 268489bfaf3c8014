/** Who deployed by hand, and who let a waiting deployment go on. What a workflow deploys by itself is nobody's act. */

import { instant, isBefore } from '../../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../../policy/words.ts'
import type { GitHub } from '../../http/client.ts'
import { isRefused } from '../../http/graphql.ts'
import { numberedPages } from '../../http/numbered-pages.ts'
import { unreadable } from '../../http/pages.ts'
import { type ActsPage, act, type Place, restWho, type Who } from '../actors.ts'

/** Newest first, until `since`; a further question per 25 deployed commits, where workflows deployed. https://docs.github.com/rest/deployments/deployments */
export async function* readDeployments(
  github: GitHub,
  place: Place,
  since: Instant,
  from: number,
): AsyncGenerator<ActsPage> {
  const asked = { owner: place.org, repo: place.repository.name }
  const route = 'GET /repos/{owner}/{repo}/deployments'
  for await (const { rows, next } of numberedPages<Deployment>(github, route, asked, from)) {
    const inside = rows.filter((row) => !isBefore(instant(row.created_at), since))
    const reached = inside.length < rows.length
    yield {
      acts: [
        ...inside.flatMap((row) => byHand(row, place.repository.id)),
        ...(await approvals(github, place, inside.filter(mayHaveWaited))),
      ],
      next: reached ? null : next,
    }
    if (reached) return
  }
}

/** A deployment through an App carries the login of whoever set the App off; it may have been the clock. */
function byHand(row: Deployment, repository: Id): Activity[] {
  if (row.performed_via_github_app != null) return []
  return act('deployments', 'deployment', repository, {
    who: restWho(row.creator),
    at: row.created_at,
    url: null,
  })
}

/** Pages are deployed by a workflow at every push and wait for nobody: looking at them would cost most and show least. */
function mayHaveWaited(row: Deployment): boolean {
  return row.performed_via_github_app != null && row.environment !== 'github-pages'
}

/** Commits of one question, each with the runs of its check suites. */
const COMMITS_AT_ONCE = 25

/**
 * Reviews of the runs that deployed these commits. GitHub dates a review by nothing, but it is not older than its run:
 * so it is dated by the run's beginning, which errs by the days that the run waited.
 */
async function approvals(
  github: GitHub,
  place: Place,
  deployed: readonly Deployment[],
): Promise<readonly Activity[]> {
  const commits = [...new Set(deployed.map((row) => row.sha))]
  const acts: Activity[] = []
  for (let from = 0; from < commits.length; from += COMMITS_AT_ONCE) {
    const { data, errors } = await github.graphql<{ repository: Record<string, Commit | null> | null }>(
      reviewsOf(commits.slice(from, from + COMMITS_AT_ONCE)),
      { org: place.org, name: place.repository.name },
    )
    const [problem] = errors.filter((each) => !isRefused(each))
    if (problem !== undefined) throw unreadable(`who let deployments go on (${problem.message})`)
    const runs = Object.values(data.repository ?? {}).flatMap((commit) =>
      (commit?.checkSuites?.nodes ?? []).flatMap(({ workflowRun }) => workflowRun ?? []),
    )
    acts.push(
      ...runs.flatMap((run) =>
        (run.deploymentReviews?.nodes ?? []).flatMap((review) =>
          act('deployments', 'deployment', place.repository.id, {
            who: review.user,
            at: run.createdAt,
            url: run.url,
          }),
        ),
      ),
    )
  }
  return acts
}

function reviewsOf(commits: readonly string[]): string {
  const aliases = commits.map(
    (sha, i) =>
      `c${i}: object(oid: ${JSON.stringify(sha)}) { ... on Commit { checkSuites(first: 20) { nodes { workflowRun { url createdAt
        deploymentReviews(first: 10) { nodes { user { databaseId } } } } } } } }`,
  )
  return `query DeploymentReviews($org: String!, $name: String!) {
    rateLimit { cost } repository(owner: $org, name: $name) { ${aliases.join('\n')} } }`
}

interface Deployment {
  readonly sha: string
  readonly environment: string
  readonly created_at: string
  readonly creator: { readonly id: number } | null
  readonly performed_via_github_app?: object | null
}

interface Commit {
  readonly checkSuites?: {
    readonly nodes: readonly {
      readonly workflowRun: {
        readonly url: string
        readonly createdAt: string
        readonly deploymentReviews: { readonly nodes: readonly { readonly user: Who | null }[] } | null
      } | null
    }[]
  } | null
}
