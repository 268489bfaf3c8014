/** Reads who deployed by hand and who approved waiting deployments; what a workflow deploys is nobody's act. */

import { isBefore } from '../../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../../policy/words.ts'
import type { GitHub } from '../../http/client.ts'
import { type Decoded, fields, moment, nullable, record, rows, text } from '../../http/decode.ts'
import { isRefused } from '../../http/graphql.ts'
import { numberedPages } from '../../http/numbered-pages.ts'
import { unreadable } from '../../http/pages.ts'
import { type ActsPage, act, actor, type RepositoryScope, restActor, toActor, viaApp } from '../actors.ts'

/** Newest first, until `since`; one more query per 25 commits that workflows deployed. https://docs.github.com/rest/deployments/deployments */
export async function* readDeployments(
  github: GitHub,
  scope: RepositoryScope,
  since: Instant,
  from: number,
): AsyncGenerator<ActsPage> {
  const parameters = { owner: scope.org, repo: scope.repository.name }
  const route = 'GET /repos/{owner}/{repo}/deployments'
  for await (const page of numberedPages(github, route, parameters, from, DEPLOYMENTS)) {
    const inside = page.rows.filter((row) => !isBefore(row.created_at, since))
    const reached = inside.length < page.rows.length
    yield {
      acts: [
        ...inside.flatMap((row) => manualDeployment(row, scope.repository.id)),
        ...(await readApprovals(github, scope, inside.filter(mayHaveWaited))),
      ],
      next: reached ? null : page.next,
    }
    if (reached) return
  }
}

/** A deployment through an App carries the login of whoever triggered the App, even where a schedule did. */
function manualDeployment(row: Deployment, repository: Id): Activity[] {
  if (row.performed_via_github_app !== null) return []
  return act('deployments', 'deployment', repository, {
    who: toActor(row.creator),
    at: row.created_at,
    url: null,
  })
}

/** GitHub Pages are deployed at every push and wait for nobody, so their approvals would cost most and show least. */
function mayHaveWaited(row: Deployment): boolean {
  return row.performed_via_github_app !== null && row.environment !== 'github-pages'
}

/** Commits per query, each with the runs of its check suites. */
const COMMITS_PER_QUERY = 25

/**
 * Reviews of the runs that deployed these commits. GitHub gives a review no date, and it cannot be older than its run: so
 * it is dated by the run's start, which may be too early by the days that the run waited.
 */
async function readApprovals(
  github: GitHub,
  scope: RepositoryScope,
  deployed: readonly Deployment[],
): Promise<readonly Activity[]> {
  const commits = [...new Set(deployed.map((row) => row.sha))]
  const acts: Activity[] = []
  for (let from = 0; from < commits.length; from += COMMITS_PER_QUERY) {
    const { data, errors } = await github.graphql(
      reviewsQuery(commits.slice(from, from + COMMITS_PER_QUERY)),
      { org: scope.org, name: scope.repository.name },
      REVIEWS,
    )
    const [problem] = errors.filter((error) => !isRefused(error))
    if (problem !== undefined) throw unreadable(`who let deployments go on (${problem.message})`)
    const runs = Object.values(data.repository ?? {}).flatMap((commit) =>
      (commit?.checkSuites?.nodes ?? []).flatMap(({ workflowRun }) => workflowRun ?? []),
    )
    acts.push(
      ...runs.flatMap((run) =>
        (run.deploymentReviews?.nodes ?? []).flatMap((review) =>
          act('deployments', 'deployment', scope.repository.id, {
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

function reviewsQuery(commits: readonly string[]): string {
  const aliases = commits.map(
    (sha, i) =>
      `c${i}: object(oid: ${JSON.stringify(sha)}) { ... on Commit { checkSuites(first: 20) { nodes { workflowRun { url createdAt
        deploymentReviews(first: 10) { nodes { user { databaseId } } } } } } } }`,
  )
  return `query DeploymentReviews($org: String!, $name: String!) {
    rateLimit { cost } repository(owner: $org, name: $name) { ${aliases.join('\n')} } }`
}

type Deployment = Decoded<typeof DEPLOYMENT>
const DEPLOYMENT = fields({
  sha: text,
  environment: text,
  created_at: moment,
  creator: restActor,
  performed_via_github_app: viaApp,
})

const DEPLOYMENTS = rows(DEPLOYMENT)

/** `user` is null for a deleted account. */
const RUN = fields({
  url: text,
  createdAt: moment,
  deploymentReviews: nullable(fields({ nodes: nullable(rows(fields({ user: actor }))) })),
})

/** Null where GitHub does not find the commit; a check suite without a run is no workflow's. */
const COMMIT = nullable(
  fields({
    checkSuites: nullable(fields({ nodes: nullable(rows(fields({ workflowRun: nullable(RUN) }))) })),
  }),
)

const REVIEWS = fields({ repository: nullable(record(COMMIT)) })
