/** Who moved a reference of a repository: pushes to every branch, merges, branches made and removed. Actors, never commit authors. */

import { instant, isBefore } from '../../policy/calendar.ts'
import type { Activity, ActivityKind, ActivitySource, Id, Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { act, restWho } from './actors.ts'

export interface PushesPage {
  readonly acts: readonly Activity[]
  /** Where to go on; null when everything since the cutoff was read. */
  readonly next: string | null
  /** Where what is older than this page begins; null where there is nothing older. */
  readonly older: string | null
}

interface Place {
  readonly org: string
  readonly repository: { readonly id: Id; readonly name: string }
  readonly webUrl: string
}

/** Newest first, until `since`. https://docs.github.com/rest/repos/repos#list-repository-activities */
export async function* readRepositoryActivity(
  github: GitHub,
  place: Place,
  since: Instant,
  from: string | null,
): AsyncGenerator<PushesPage> {
  for (let after = from; ; ) {
    const { rows, older } = await page(github, place, after)
    after = rows.some((row) => isBefore(instant(row.timestamp), since)) ? null : older
    yield { acts: actsOf(rows, place, 'repository_activity'), next: after, older }
    if (after === null) return
  }
}

/** One page of what is older than a place in the list; from the newest on where there is none. */
export async function readOlderActivity(
  github: GitHub,
  place: Place,
  from: string | null,
): Promise<Pick<PushesPage, 'acts' | 'older'>> {
  const { rows, older } = await page(github, place, from)
  return { acts: actsOf(rows, place, 'newest_act'), older }
}

/** The newest moves of one person in one repository, however old. */
export async function readNewestPushes(
  github: GitHub,
  place: Place,
  login: string,
): Promise<readonly Activity[]> {
  const { rows } = await page(github, place, null, { actor: login })
  return actsOf(rows, place, 'repository_activity')
}

async function page(
  github: GitHub,
  place: Place,
  after: string | null,
  only: { readonly actor?: string } = {},
) {
  const { data, headers } = await github.rest<Row[]>('GET /repos/{owner}/{repo}/activity', {
    owner: place.org,
    repo: place.repository.name,
    per_page: 100,
    ...only,
    ...(after === null ? {} : { after }),
  })
  return { rows: data, older: cursorAfter(headers.get('link')) }
}

/** Cursor paging: the next page's `after`, as the Link header names it. */
export function cursorAfter(link: string | null): string | null {
  const next = /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1]
  return next === undefined ? null : new URL(next).searchParams.get('after')
}

/** GitHub's words for what its repository activity lists, as kinds of acts. */
const KINDS: Readonly<Record<string, ActivityKind>> = {
  push: 'push',
  force_push: 'push',
  branch_creation: 'branch',
  branch_deletion: 'branch',
  pr_merge: 'merge',
  merge_queue_merge: 'merge',
}

function actsOf(rows: readonly Row[], place: Place, source: ActivitySource): Activity[] {
  return rows.flatMap((row) => {
    const kind = KINDS[row.activity_type]
    if (kind === undefined) return []
    const commit = /^0+$/.test(row.after) ? row.before : row.after
    const url = `${place.webUrl}/${place.org}/${place.repository.name}/commit/${commit}`
    return act(source, kind, place.repository.id, { who: restWho(row.actor), at: row.timestamp, url })
  })
}

interface Row {
  readonly before: string
  readonly after: string
  readonly timestamp: string
  readonly activity_type: string
  readonly actor: { readonly id: number } | null
}
