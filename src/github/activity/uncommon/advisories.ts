/** Reads who wrote and published security advisories in an organisation. */

import { isBefore } from '../../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../../policy/words.ts'
import type { GitHub } from '../../http/client.ts'
import { type Decoded, fields, moment, nullable, rows, text } from '../../http/decode.ts'
import { GitHubTrouble } from '../../http/errors.ts'
import { act, restActor, toActor } from '../actors.ts'
import { cursorAfter } from '../pushes.ts'

/** A page of an organisation's advisories. */
export interface AdvisoriesPage {
  readonly acts: readonly Activity[]
  /** Cursor of the next page; null when everything since the cutoff was read. */
  readonly next: string | null
  /** Why GitHub shows this token none of them, which is not an error; null where they were read. */
  readonly notShown: string | null
}

/** Newest update first, until `since`; `repository` finds the id of a repository's name. https://docs.github.com/rest/security-advisories/repository-advisories */
export async function* readAdvisories(
  github: GitHub,
  scope: { org: string; repository: (name: string) => Id | null },
  since: Instant,
  from: string | null,
): AsyncGenerator<AdvisoriesPage> {
  for (let after = from; ; ) {
    const answer = await readPage(github, scope.org, after)
    if (typeof answer === 'string') {
      yield { acts: [], next: null, notShown: answer }
      return
    }
    const reached = answer.rows.some((row) => isBefore(row.updated_at ?? row.created_at ?? since, since))
    after = reached ? null : answer.next
    yield { acts: answer.rows.flatMap((row) => actsOf(row, scope)), next: after, notShown: null }
    if (after === null) return
  }
}

async function readPage(
  github: GitHub,
  org: string,
  after: string | null,
): Promise<{ rows: readonly Advisory[]; next: string | null } | string> {
  try {
    const { data, headers } = await github.rest(
      'GET /orgs/{org}/security-advisories',
      { org, sort: 'updated', direction: 'desc', per_page: 100, ...(after === null ? {} : { after }) },
      ADVISORIES,
    )
    return { rows: data, next: cursorAfter(headers.get('link')) }
  } catch (error) {
    if (!(error instanceof GitHubTrouble)) throw error
    if (error.trouble.kind !== 'denied' && error.trouble.kind !== 'gone') throw error
    return error.message
  }
}

function actsOf(row: Advisory, scope: { repository: (name: string) => Id | null }): Activity[] {
  // The list names the repository only in the address.
  const repository = scope.repository(new URL(row.html_url).pathname.split('/')[2] ?? '')
  if (repository === null) return []
  const did = (who: Advisory['author'], at: Instant | null) =>
    act('advisories', 'advisory', repository, { who: toActor(who), at, url: row.html_url })
  return [...did(row.author, row.created_at), ...did(row.publisher, row.published_at)]
}

type Advisory = Decoded<typeof ADVISORY>
const ADVISORY = fields({
  html_url: text,
  author: restActor,
  publisher: restActor,
  created_at: nullable(moment),
  updated_at: nullable(moment),
  published_at: nullable(moment),
})

const ADVISORIES = rows(ADVISORY)
