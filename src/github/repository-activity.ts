/** Who moved a reference of a repository: pushes to every branch, merges, branches made and removed. Actors, never commit authors. */

import { instant, isBefore } from '../policy/calendar.ts'
import type { Activity, ActivityKind, ActivitySource, Id, Instant } from '../policy/words.ts'
import { act, restWho } from './acts.ts'
import type { GitHub } from './client.ts'

export interface ActsPage {
  readonly acts: readonly Activity[]
  /** Where to go on; null when everything since the cutoff was read. */
  readonly next: string | null
}

interface Place {
  readonly org: string
  readonly repository: { readonly id: Id; readonly name: string }
  readonly webUrl: string
}

/** Newest first, until `since`. https://docs.github.com/rest/repos/repos#list-repository-activities */
export async function* repositoryActivity(
  github: GitHub,
  place: Place,
  since: Instant,
  from: string | null,
): AsyncGenerator<ActsPage> {
  for (let after = from; ; ) {
    const { data, headers } = await github.rest<Row[]>('GET /repos/{owner}/{repo}/activity', {
      owner: place.org,
      repo: place.repository.name,
      per_page: 100,
      ...(after === null ? {} : { after }),
    })
    const reached = data.some((row) => isBefore(instant(row.timestamp), since))
    after = reached ? null : cursorAfter(headers.get('link'))
    yield { acts: data.flatMap((row) => actsOf(row, place, 'repository_activity')), next: after }
    if (after === null) return
  }
}

/** The newest move of one person in one repository, however old; none where they never moved anything. */
export async function newestMove(github: GitHub, place: Place, login: string): Promise<readonly Activity[]> {
  const { data } = await github.rest<Row[]>('GET /repos/{owner}/{repo}/activity', {
    owner: place.org,
    repo: place.repository.name,
    actor: login,
    per_page: 1,
  })
  return data.flatMap((row) => actsOf(row, place, 'newest_act'))
}

/** Cursor paging: the next page's `after`, as the Link header names it. */
export function cursorAfter(link: string | null): string | null {
  const next = /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1]
  return next === undefined ? null : new URL(next).searchParams.get('after')
}

/** GitHub's words for what its repository activity lists, as kinds of acts. */
export const KINDS: Readonly<Record<string, ActivityKind>> = {
  push: 'push',
  force_push: 'push',
  branch_creation: 'branch',
  branch_deletion: 'branch',
  pr_merge: 'merge',
  merge_queue_merge: 'merge',
}

function actsOf(row: Row, place: Place, source: ActivitySource): Activity[] {
  const kind = KINDS[row.activity_type]
  if (kind === undefined) return []
  const commit = /^0+$/.test(row.after) ? row.before : row.after
  const url = `${place.webUrl}/${place.org}/${place.repository.name}/commit/${commit}`
  return act(source, kind, place.repository.id, { who: restWho(row.actor), at: row.timestamp, url })
}

interface Row {
  readonly before: string
  readonly after: string
  readonly timestamp: string
  readonly activity_type: string
  readonly actor: { readonly id: number } | null
}
