/** Reads who wrote and published the security advisories of a repository. */

import { isBefore } from '../../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../../policy/words.ts'
import type { GitHub } from '../../http/client.ts'
import { type Decoded, fields, moment, nullable, rows, text } from '../../http/decode.ts'
import { act, type RepositoryScope, restActor, toActor } from '../actors.ts'
import { cursorAfter } from '../pushes.ts'

/** A page of a repository's advisories. */
export interface AdvisoriesPage {
  readonly acts: readonly Activity[]
  /** Cursor of the next page; null when everything since the cutoff was read. */
  readonly next: string | null
}

/**
 * Newest update first, until `since`. The organisation's own list would be one request, but GitHub shows it only to tokens
 * that may write advisories, which an audit never asks for.
 * https://docs.github.com/rest/security-advisories/repository-advisories#list-repository-security-advisories
 */
export async function* readAdvisories(
  github: GitHub,
  scope: RepositoryScope,
  since: Instant,
  from: string | null,
): AsyncGenerator<AdvisoriesPage> {
  for (let after = from; ; ) {
    const { data, headers } = await github.rest(
      'GET /repos/{owner}/{repo}/security-advisories',
      {
        ...{ owner: scope.org, repo: scope.repository.name },
        ...{ sort: 'updated', direction: 'desc', per_page: 100 },
        ...(after === null ? {} : { after }),
      },
      ADVISORIES,
    )
    const last = data.at(-1)
    const reached = last !== undefined && isBefore(last.updated_at ?? last.created_at ?? since, since)
    after = reached ? null : cursorAfter(headers.get('link'), after)
    yield { acts: data.flatMap((row) => actsOf(row, scope.repository.id)), next: after }
    if (after === null) return
  }
}

function actsOf(row: Decoded<typeof ADVISORY>, repository: Id): Activity[] {
  const did = (who: typeof row.author, at: Instant | null) =>
    act('advisories', 'advisory', repository, { who: toActor(who), at, url: row.html_url })
  return [...did(row.author, row.created_at), ...did(row.publisher, row.published_at)]
}

const ADVISORY = fields({
  html_url: text,
  author: restActor,
  publisher: restActor,
  created_at: nullable(moment),
  updated_at: nullable(moment),
  published_at: nullable(moment),
})

const ADVISORIES = rows(ADVISORY)
