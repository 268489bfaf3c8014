/** Reads who published releases; tags without a release are read in tags.ts. */

import { isBefore } from '../../policy/calendar.ts'
import type { Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Decoded, fields, moment, nullable, rows, text } from '../http/decode.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { type ActsPage, act, type RepositoryScope, restActor, toActor } from './actors.ts'

/** Until `since`. https://docs.github.com/rest/releases/releases#list-releases */
export async function* readReleases(
  github: GitHub,
  scope: RepositoryScope,
  since: Instant,
  from: number,
): AsyncGenerator<ActsPage> {
  const parameters = { owner: scope.org, repo: scope.repository.name }
  const route = 'GET /repos/{owner}/{repo}/releases'
  for await (const page of numberedPages(github, route, parameters, from, RELEASES)) {
    // Sorted by the tagged commit's date, so the reading ends only at a page that is older as a whole.
    // A page of which nothing could be decoded says nothing of when it ends.
    const reached = page.rows.length > 0 && page.rows.every((row) => isBefore(publishedAt(row), since))
    yield {
      acts: page.rows.flatMap((row) =>
        act('releases', 'release', scope.repository.id, {
          who: toActor(row.author),
          at: publishedAt(row),
          url: row.html_url,
        }),
      ),
      next: reached ? null : page.next,
    }
    if (reached) return
  }
}

/** A draft has no publication date yet. */
function publishedAt(release: Decoded<typeof RELEASE>): Instant {
  return release.published_at ?? release.created_at
}

const RELEASE = fields({
  author: restActor,
  created_at: moment,
  published_at: nullable(moment),
  html_url: text,
})
const RELEASES = rows(RELEASE)
