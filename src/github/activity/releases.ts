/** Who published releases. A tag without a release is in tags.ts. */

import { instant, isBefore } from '../../policy/calendar.ts'
import type { Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { type ActsPage, act, type Place, restWho } from './actors.ts'

/** https://docs.github.com/rest/releases/releases#list-releases */
export async function* readReleases(
  github: GitHub,
  place: Place,
  since: Instant,
  from: number,
): AsyncGenerator<ActsPage> {
  const asked = { owner: place.org, repo: place.repository.name }
  const route = 'GET /repos/{owner}/{repo}/releases'
  for await (const { rows, next } of numberedPages<Release>(github, route, asked, from)) {
    // Sorted by the tagged commit's date, so a page ends the reading only when all of it is older.
    const reached = rows.every((row) => isBefore(instant(publishedAt(row)), since))
    yield {
      acts: rows.flatMap((row) =>
        act('releases', 'release', place.repository.id, {
          who: restWho(row.author),
          at: publishedAt(row),
          url: row.html_url,
        }),
      ),
      next: reached ? null : next,
    }
    if (reached) return
  }
}

/** A draft has no day of its own yet. */
function publishedAt(release: Release): string {
  return release.published_at ?? release.created_at
}

interface Release {
  readonly author: { readonly id: number } | null
  readonly created_at: string
  readonly published_at: string | null
  readonly html_url: string
}
