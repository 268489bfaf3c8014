/** Reads the newest tags and the date of the newest deployment of many repositories in one query. */

import type { Activity, Id, Instant } from '../../../policy/words.ts'
import type { GitHub } from '../../http/client.ts'
import { fields, list, moment, nullable } from '../../http/decode.ts'
import { unlessOdd } from '../../http/partial-answers.ts'
import { actsOfTags, areAllOlder, refsPage, TAG_FIELDS } from './tags.ts'

/** Repositories per query: with 30 tags each about eight points. */
export const ASKED_AT_ONCE = 25

/** What one query shows of a repository. */
export interface UncommonActivity {
  readonly id: Id
  /** Tags made. */
  readonly acts: readonly Activity[]
  /** Whether these are all tags since `since`. */
  readonly tagsRead: boolean
  /** The newest deployment, however old; null where there is none. */
  readonly deployedAt: Instant | null
}

/** A repository that GitHub does not show in full is missing from the result. */
export async function readTagsAndNewestDeployments(
  github: GitHub,
  org: { readonly login: string; readonly webUrl: string },
  repositories: readonly { readonly id: Id; readonly name: string; readonly nodeId: string }[],
  since: Instant,
): Promise<readonly UncommonActivity[]> {
  const { data, errors } = await github.graphql(
    NEWEST_UNCOMMON,
    { ids: repositories.map((r) => r.nodeId) },
    SHOWN,
  )
  return repositories.flatMap((repository, index): UncommonActivity[] => {
    const node = data.nodes[index]
    const failed = errors.some((e) => e.path?.[0] !== 'nodes' || e.path[1] === index)
    if (node?.refs == null || node.deployments == null || failed) return []
    const [newest] = node.deployments.nodes
    return [
      {
        id: repository.id,
        acts: actsOfTags({ org: org.login, repository, webUrl: org.webUrl }, node.refs),
        tagsRead: !node.refs.pageInfo.hasNextPage || areAllOlder(node.refs, since),
        deployedAt: newest === undefined ? null : newest.createdAt,
      },
    ]
  })
}

const REPOSITORY = fields({
  refs: nullable(refsPage),
  // The newest must be there: without it the repository would look like one that never deployed.
  deployments: nullable(fields({ nodes: list(fields({ createdAt: moment })) })),
})

/** By the place of the repository; null where GitHub does not show it, or not as it documents it. */
const SHOWN = fields({ nodes: list(unlessOdd(REPOSITORY)) })

const NEWEST_UNCOMMON = `query UncommonActivity($ids: [ID!]!) {
  rateLimit { cost }
  nodes(ids: $ids) {
    ... on Repository {
      refs(refPrefix: "refs/tags/", first: 30, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) { ${TAG_FIELDS} }
      deployments(first: 1, orderBy: { field: CREATED_AT, direction: DESC }) { nodes { createdAt } }
    }
  }
}`
