/** Reads who made annotated tags; a lightweight tag names nobody. */

import { isBefore } from '../../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../../policy/words.ts'
import type { GitHub } from '../../http/client.ts'
import { type Decoded, fields, moment, nullable, rows, text } from '../../http/decode.ts'
import { nextCursor, notShown, pageInfo } from '../../http/graphql.ts'
import { withCount } from '../../http/partial-answers.ts'
import { act, actor } from '../actors.ts'

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
    const { data, errors } = await github.graphql(
      TAGS,
      { org: scope.org, name: scope.repository.name, after },
      TAGS_PAGE,
    )
    const page = data.repository?.refs
    if (page == null || errors.length > 0) throw notShown('the tags', errors, 'contents=read')
    after = areAllOlder(page, since) ? null : nextCursor(page.pageInfo, after)
    yield { acts: actsOfTags(scope, page), next: after }
    if (after === null) return
  }
}

/** The annotated tags of a page as acts of their taggers. */
export function actsOfTags(scope: RepositoryScope, page: Refs): Activity[] {
  return page.nodes.rows.flatMap((ref) =>
    act('tags', 'tag', scope.repository.id, {
      who: ref.target?.tagger?.user,
      at: ref.target?.tagger?.date,
      url: `${scope.webUrl}/${scope.org}/${scope.repository.name}/releases/tag/${encodeURIComponent(ref.name)}`,
    }),
  )
}

/**
 * Tags are sorted by the tagged commit's date, and an old commit may be tagged late: only a page that is older as a whole
 * ends the reading. Of an odd row nobody knows its date, and an empty page has none.
 */
export function areAllOlder({ nodes }: Refs, since: Instant): boolean {
  return nodes.came > 0 && nodes.rows.length === nodes.came && nodes.rows.every((ref) => isOlder(ref, since))
}

/** A tag without any date counts as old. */
function isOlder({ target }: Decoded<typeof REF>, since: Instant): boolean {
  const at = target?.tagger?.date ?? target?.committedDate ?? null
  return at === null || isBefore(at, since)
}

/** A commit, or an annotated tag with its tagger; any other object shows no field. */
const REF = fields({
  name: text,
  target: nullable(
    fields({
      tagger: nullable(fields({ date: nullable(moment), user: actor })),
      committedDate: nullable(moment),
    }),
  ),
})

/** A page of tags. */
export const refsPage = fields({ pageInfo, nodes: withCount(rows(REF)) })
export type Refs = Decoded<typeof refsPage>

const TAGS_PAGE = fields({ repository: nullable(fields({ refs: nullable(refsPage) })) })

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
