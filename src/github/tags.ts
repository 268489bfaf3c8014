/** Who made annotated tags: those without a release show nowhere else. A light tag names nobody and is nobody's act. */

import { instant, isBefore } from '../policy/calendar.ts'
import type { Activity, Id, Instant } from '../policy/words.ts'
import { act, type Who } from './acts.ts'
import type { GitHub } from './client.ts'
import { GitHubTrouble } from './trouble.ts'

/** 100 tags a request, the newest commits' first, until `since`. */
export async function* tags(
  github: GitHub,
  place: { org: string; repository: { id: Id; name: string }; webUrl: string },
  since: Instant,
  from: string | null,
): AsyncGenerator<{ acts: readonly Activity[]; next: string | null }> {
  for (let after = from; ; ) {
    const { data, errors } = await github.graphql<{ repository: { refs: Refs | null } | null }>(TAGS, {
      org: place.org,
      name: place.repository.name,
      after,
    })
    const page = data.repository?.refs
    if (page == null) {
      throw new GitHubTrouble(
        { kind: 'denied', wanted: 'contents=read' },
        `GitHub does not show the tags: ${errors[0]?.message ?? 'no answer'}`,
      )
    }
    // Sorted by the tagged commit's date, and old commits are tagged late: a page ends it only when all of it is older.
    const reached = page.nodes.every((ref) => isBefore(instant(newest(ref)), since))
    after = reached || !page.pageInfo.hasNextPage ? null : page.pageInfo.endCursor
    yield {
      acts: page.nodes.flatMap((ref) =>
        act('tags', 'tag', place.repository.id, {
          who: ref.target?.tagger?.user,
          at: ref.target?.tagger?.date,
          url: `${place.webUrl}/${place.org}/${place.repository.name}/releases/tag/${encodeURIComponent(ref.name)}`,
        }),
      ),
      next: after,
    }
    if (after === null) return
  }
}

/** A tag without any date is taken for an old one. */
function newest({ target }: Ref): Instant {
  return target?.tagger?.date ?? target?.committedDate ?? '1970-01-01T00:00:00Z'
}

interface Ref {
  readonly name: string
  readonly target: {
    readonly tagger?: { readonly date: string | null; readonly user: Who | null } | null
    readonly committedDate?: string
  } | null
}

interface Refs {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly nodes: readonly Ref[]
}

const TAGS = `query Tags($org: String!, $name: String!, $after: String) {
  rateLimit { cost }
  repository(owner: $org, name: $name) {
    refs(refPrefix: "refs/tags/", first: 100, after: $after, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { name target { ... on Commit { committedDate } ... on Tag { tagger { date user { databaseId } } } } }
    }
  }
}`
