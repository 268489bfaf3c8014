/** Reads who made annotated tags; a lightweight tag names nobody. */

import { instant, isBefore } from '../../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../../policy/words.ts'
import type { GitHub } from '../../http/client.ts'
import { notShown, type PageInfo } from '../../http/graphql.ts'
import { type Actor, act } from '../actors.ts'

interface RepositoryScope {
  readonly org: string
  readonly repository: { readonly id: Id; readonly name: string }
  readonly webUrl: string
}

/** 100 tags a request, newest commit first, until `since`. Tags without a release show nowhere else. */
export async function* readTags(
  github: GitHub,
  scope: RepositoryScope,
  since: Instant,
  from: string | null,
): AsyncGenerator<{ acts: readonly Activity[]; next: string | null }> {
  for (let after = from; ; ) {
    const { data, errors } = await github.graphql<{ repository: { refs: Refs | null } | null }>(TAGS, {
      org: scope.org,
      name: scope.repository.name,
      after,
    })
    const page = data.repository?.refs
    if (page == null) throw notShown('the tags', errors, 'contents=read')
    after = areAllOlder(page, since) || !page.pageInfo.hasNextPage ? null : page.pageInfo.endCursor
    yield { acts: actsOfTags(scope, page), next: after }
    if (after === null) return
  }
}

/** The annotated tags of a page as acts of their taggers. */
export function actsOfTags(scope: RepositoryScope, page: Refs): Activity[] {
  return page.nodes.flatMap((ref) =>
    act('tags', 'tag', scope.repository.id, {
      who: ref.target?.tagger?.user,
      at: ref.target?.tagger?.date,
      url: `${scope.webUrl}/${scope.org}/${scope.repository.name}/releases/tag/${encodeURIComponent(ref.name)}`,
    }),
  )
}

/** Tags are sorted by the tagged commit's date, and an old commit may be tagged late: only a page that is older as a whole ends the reading. */
export function areAllOlder(page: Refs, since: Instant): boolean {
  return page.nodes.every((ref) => isBefore(instant(dateOf(ref)), since))
}

/** A tag without any date counts as old. */
function dateOf({ target }: Ref): string {
  return target?.tagger?.date ?? target?.committedDate ?? '1970-01-01T00:00:00Z'
}

interface Ref {
  readonly name: string
  readonly target: {
    readonly tagger?: { readonly date: string | null; readonly user: Actor | null } | null
    readonly committedDate?: string
  } | null
}

/** A page of tags. */
export interface Refs {
  readonly pageInfo: PageInfo
  readonly nodes: readonly Ref[]
}

/** Selection set for a page of tags. */
export const TAG_FIELDS = `pageInfo { hasNextPage endCursor }
      nodes { name target { ... on Commit { committedDate } ... on Tag { tagger { date user { databaseId } } } } }`

const TAGS = `query Tags($org: String!, $name: String!, $after: String) {
  rateLimit { cost }
  repository(owner: $org, name: $name) {
    refs(refPrefix: "refs/tags/", first: 100, after: $after, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) {
      ${TAG_FIELDS}
    }
  }
}`
