/** Reads who published releases; tags without a release are read in tags.ts. */

import { instant, isBefore } from '../../policy/calendar.ts'
import type { Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { type ActsPage, act, type RepositoryScope, toActor } from './actors.ts'

/** Until `since`. https://docs.github.com/rest/releases/releases#list-releases */
export async function* readReleases(
  github: GitHub,
  scope: RepositoryScope,
  since: Instant,
  from: number,
): AsyncGenerator<ActsPage> {
  const parameters = { owner: scope.org, repo: scope.repository.name }
  const route = 'GET /repos/{owner}/{repo}/releases'
  for await (const { rows, next } of numberedPages<Release>(github, route, parameters, from)) {
    // Sorted by the tagged commit's date, so the reading ends only at a page that is older as a whole.
    const reached = rows.every((row) => isBefore(instant(publishedAt(row)), since))
    yield {
      acts: rows.flatMap((row) =>
        act('releases', 'release', scope.repository.id, {
          who: toActor(row.author),
          at: publishedAt(row),
          url: row.html_url,
        }),
      ),
      next: reached ? null : next,
    }
    if (reached) return
  }
}

/** A draft has no publication date yet. */
function publishedAt(release: Release): string {
  return release.published_at ?? release.created_at
}

interface Release {
  readonly author: { readonly id: number } | null
  readonly created_at: string
  readonly published_at: string | null
  readonly html_url: string
}
