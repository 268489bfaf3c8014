/** Who made annotated tags: those without a release show nowhere else. A light tag names nobody and is nobody's act. */

import { instant, isBefore } from '../../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../../policy/words.ts'
import type { GitHub } from '../../http/client.ts'
import { notShown, type PageInfo } from '../../http/graphql.ts'
import { act, type Who } from '../actors.ts'

interface Place {
  readonly org: string
  readonly repository: { readonly id: Id; readonly name: string }
  readonly webUrl: string
}

/** 100 tags a request, the newest commits' first, until `since`. */
export async function* readTags(
  github: GitHub,
  place: Place,
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
    if (page == null) throw notShown('the tags', errors, 'contents=read')
    after = areAllOlder(page, since) || !page.pageInfo.hasNextPage ? null : page.pageInfo.endCursor
    yield { acts: actsOfTags(place, page), next: after }
    if (after === null) return
  }
}

export function actsOfTags(place: Place, page: Refs): Activity[] {
  return page.nodes.flatMap((ref) =>
    act('tags', 'tag', place.repository.id, {
      who: ref.target?.tagger?.user,
      at: ref.target?.tagger?.date,
      url: `${place.webUrl}/${place.org}/${place.repository.name}/releases/tag/${encodeURIComponent(ref.name)}`,
    }),
  )
}

/** Sorted by the tagged commit's date, and old commits are tagged late: a page ends the reading only when all of it is older. */
export function areAllOlder(page: Refs, since: Instant): boolean {
  return page.nodes.every((ref) => isBefore(instant(newest(ref)), since))
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

export interface Refs {
  readonly pageInfo: PageInfo
  readonly nodes: readonly Ref[]
}

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
