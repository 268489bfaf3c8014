/** Who opened, answered and commented discussions. Read to the cutoff or reported as unread, never half. */

import { instant, isBefore } from '../policy/calendar.ts'
import type { Activity, Id, Instant } from '../policy/words.ts'
import { act, WHO } from './acts.ts'
import type { GitHub } from './client.ts'
import { actsOfTalk, commentsField, restOfLongDiscussions, type Said, type Talk } from './long-discussions.ts'
import { GitHubTrouble } from './trouble.ts'

/** 25 discussions a request, newest update first, until `since`; of those that moved since then, every comment and reply. */
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
    const moved = page.nodes.filter((d) => !isBefore(instant(d.updatedAt), since))
    const reached = moved.length < page.nodes.length
    after = reached || !page.pageInfo.hasNextPage ? null : page.pageInfo.endCursor
    const shown = page.nodes.flatMap((d) => actsOf(place.repository.id, d))
    const rest = await restOfLongDiscussions(github, place.repository.id, moved)
    yield { acts: [...shown, ...rest], next: after }
    if (after === null) return
  }
}

function actsOf(repository: Id, discussion: Discussion): Activity[] {
  return [
    ...act('discussions', 'discussion', repository, {
      who: discussion.author,
      at: discussion.createdAt,
      url: discussion.url,
    }),
    ...actsOfTalk(repository, discussion),
  ]
}

interface Discussion extends Said, Talk {
  readonly updatedAt: string
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
        id url createdAt updatedAt author { ...Who }
        ${commentsField('last: 50')}
      }
    }
  }
}
${WHO}`
