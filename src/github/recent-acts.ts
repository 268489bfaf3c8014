/** Whether one account has acted lately, asked of GitHub right before something is removed. A source that is silent proves nothing. */

import type { Activity, Id, Instant } from '../policy/words.ts'
import type { GitHub } from './client.ts'
import { contributionsSince } from './recent-contributions.ts'
import { KINDS } from './repository-activity.ts'
import { allOf, pages } from './whole-answers.ts'

/**
 * Own acts since `since`: contributions in the organisation, and pushes, branches and merges in those of `repositories`
 * that moved since then. Throws where one of the two cannot be read: then nothing may be removed.
 */
export async function actsSince(
  github: GitHub,
  asked: {
    readonly organizationNodeId: string
    /** Those to which the account can push. */
    readonly repositories: readonly { readonly id: Id; readonly nodeId: string }[]
    readonly account: Id
    readonly login: string
    readonly since: Instant
    readonly now: Instant
  },
): Promise<readonly Activity[]> {
  const acts = [...(await contributionsSince(github, asked))]
  for (const repository of await movedSince(github, asked.repositories, asked.since)) {
    const [owner, repo] = repository.name.split('/')
    const rows = await pages<{ activity_type: string; timestamp: string; actor: { id: Id } | null }>(
      github,
      'GET /repos/{owner}/{repo}/activity',
      { owner, repo, actor: asked.login, time_period: 'year' },
    )
    for (const row of rows) {
      const kind = KINDS[row.activity_type]
      if (
        kind === undefined ||
        row.actor?.id !== asked.account ||
        Date.parse(row.timestamp) < Date.parse(asked.since)
      )
        continue
      const source = 'repository_activity'
      acts.push({
        account: asked.account,
        repository: repository.id,
        kind,
        at: row.timestamp,
        url: null,
        source,
      })
    }
  }
  return acts
}

const MOVED = `query RecentlyMoved($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Repository { databaseId nameWithOwner pushedAt } }
}`

/** GitHub answers at most 100 ids at once. */
const IDS_AT_ONCE = 100

async function movedSince(
  github: GitHub,
  repositories: readonly { readonly nodeId: string }[],
  since: Instant,
) {
  const moved: { readonly id: Id; readonly name: string }[] = []
  for (let from = 0; from < repositories.length; from += IDS_AT_ONCE) {
    const ids = repositories.slice(from, from + IDS_AT_ONCE).map(({ nodeId }) => nodeId)
    const { nodes } = await allOf<{
      nodes: ({ databaseId: Id; nameWithOwner: string; pushedAt: string | null } | null)[]
    }>(github, MOVED, { ids }, 'which repositories moved')
    for (const node of nodes) {
      if (node === null || node.pushedAt === null || Date.parse(node.pushedAt) < Date.parse(since)) continue
      moved.push({ id: node.databaseId, name: node.nameWithOwner })
    }
  }
  return moved
}
