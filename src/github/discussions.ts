/** Who opened, answered and commented discussions. Read to the cutoff or reported as unread, never half. */

import { instant, isBefore } from '../policy/calendar.ts'
import type { Activity, Id, Instant } from '../policy/words.ts'
import { act, WHO, type Who } from './acts.ts'
import type { GitHub } from './client.ts'
import { GitHubTrouble } from './trouble.ts'

/** 25 discussions a request, newest update first, until `since`. */
export async function* discussions(
  github: GitHub,
  place: { org: string; repository: { id: Id; name: string } },
  since: Instant,
  from: string | null,
): AsyncGenerator<{ acts: readonly Activity[]; next: string | null }> {
  for (let after = from; ; ) {
    const { data, errors } = await github.graphql<{ repository: { discussions: Discussions | null } | null }>(
      DISCUSSIONS,
      {
        org: place.org,
        name: place.repository.name,
        after,
      },
    )
    const page = data.repository?.discussions
    if (page == null) {
      throw new GitHubTrouble(
        { kind: 'denied', wanted: 'discussions=read' },
        `GitHub does not show the discussions: ${errors[0]?.message ?? 'no answer'}`,
      )
    }
    const reached = page.nodes.some((d) => isBefore(instant(d.updatedAt), since))
    after = reached || !page.pageInfo.hasNextPage ? null : page.pageInfo.endCursor
    yield { acts: page.nodes.flatMap((d) => actsOf(place.repository.id, d)), next: after }
    if (after === null) return
  }
}

function actsOf(repository: Id, discussion: Discussion): Activity[] {
  const said = discussion.comments.nodes.flatMap((c) => [c, ...c.replies.nodes])
  return [
    ...act('discussions', 'discussion', repository, {
      who: discussion.author,
      at: discussion.createdAt,
      url: discussion.url,
    }),
    ...said.flatMap((c) =>
      act('discussions', 'discussion_comment', repository, { who: c.author, at: c.createdAt, url: c.url }),
    ),
  ]
}

interface Said {
  readonly author: Who | null
  readonly createdAt: string
  readonly url: string
}

interface Discussion extends Said {
  readonly updatedAt: string
  readonly comments: {
    readonly nodes: readonly (Said & { readonly replies: { readonly nodes: readonly Said[] } })[]
  }
}

interface Discussions {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly nodes: readonly Discussion[]
}

const DISCUSSIONS = `query Discussions($org: String!, $name: String!, $after: String) {
  rateLimit { cost }
  repository(owner: $org, name: $name) {
    discussions(first: 25, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes {
        url createdAt updatedAt author { ...Who }
        comments(last: 50) { nodes { url createdAt author { ...Who } replies(last: 20) { nodes { url createdAt author { ...Who } } } } }
      }
    }
  }
}
${WHO}`
