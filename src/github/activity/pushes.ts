/** Reads who pushed to, merged, created or deleted branches of a repository: the actors, not the commits' authors. */

import { isBefore } from '../../policy/calendar.ts'
import type { Activity, ActivityKind, ActivitySource, Id, Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Decoded, fields, moment, OddValue, rows, text } from '../http/decode.ts'
import { linkedPage } from '../http/link.ts'
import { unreadable } from '../http/pages.ts'
import { act, hasReached, restActor, toActor } from './actors.ts'

/** A page of a repository's activity list. */
export interface PushesPage {
  readonly acts: readonly Activity[]
  /** Cursor of the next page; null when everything since the cutoff was read. */
  readonly next: string | null
  /** Cursor of the older entries, also where the cutoff was reached; null where there are none. */
  readonly older: string | null
}

interface RepositoryScope {
  readonly org: string
  readonly repository: { readonly id: Id; readonly name: string }
  readonly webUrl: string
}

/** Newest first, until `since`. https://docs.github.com/rest/repos/repos#list-repository-activities */
export async function* readRepositoryActivity(
  github: GitHub,
  scope: RepositoryScope,
  since: Instant,
  from: string | null,
): AsyncGenerator<PushesPage> {
  for (let after = from; ; ) {
    const { pushes, older } = await readPage(github, scope, after, pushesSince(since))
    const times = pushes.map((row) => row.timestamp)
    after = hasReached(times, since) ? null : older
    yield { acts: actsOf(pushes, scope, 'repository_activity'), next: after, older }
    if (after === null) return
  }
}

/** One page after a cursor; the newest where it is null. */
export async function readOlderActivity(
  github: GitHub,
  scope: RepositoryScope,
  from: string | null,
): Promise<Pick<PushesPage, 'acts' | 'older'>> {
  const { pushes, older } = await readPage(github, scope, from, OLD_PUSHES)
  return { acts: actsOf(pushes, scope, 'newest_act'), older }
}

/** The newest page of one person's pushes, merges and branches in one repository, however old. */
export async function readNewestPushes(
  github: GitHub,
  scope: RepositoryScope,
  login: string,
): Promise<readonly Activity[]> {
  const { pushes } = await readPage(github, scope, null, pushesSince(null), { actor: login })
  return actsOf(pushes, scope, 'repository_activity')
}

async function readPage(
  github: GitHub,
  scope: RepositoryScope,
  after: string | null,
  decode: typeof OLD_PUSHES,
  filter: { readonly actor?: string } = {},
) {
  const { data, headers } = await github.rest(
    'GET /repos/{owner}/{repo}/activity',
    {
      owner: scope.org,
      repo: scope.repository.name,
      per_page: 100,
      ...filter,
      ...(after === null ? {} : { after }),
    },
    decode,
  )
  return { pushes: data, older: cursorAfter(headers.get('link'), after) }
}

/** The next page's `after` cursor from a Link header; null on the last page. No way to a next page is not the end of the list. */
export function cursorAfter(link: string | null, before: string | null): string | null {
  const next = linkedPage(link, 'next')
  if (next === null) return null
  const after = next.get('after')
  if (after === null) throw unreadable('the way to the next page of a list')
  if (after === before) throw unreadable('the next page of a list, but the same one again,')
  return after
}

/** The kind of act for each of GitHub's activity types. */
const KINDS: Readonly<Record<string, ActivityKind>> = {
  push: 'push',
  force_push: 'push',
  branch_creation: 'branch',
  branch_deletion: 'branch',
  pr_merge: 'merge',
  merge_queue_merge: 'merge',
}

function actsOf(
  pushes: Decoded<typeof OLD_PUSHES>,
  scope: RepositoryScope,
  source: ActivitySource,
): Activity[] {
  return pushes.flatMap((row) => {
    const kind = KINDS[row.activity_type]
    if (kind === undefined) return []
    const commit = /^0+$/.test(row.after) ? row.before : row.after
    const url = `${scope.webUrl}/${scope.org}/${scope.repository.name}/commit/${commit}`
    return act(source, kind, scope.repository.id, { who: toActor(row.actor), at: row.timestamp, url })
  })
}

const PUSH = fields({ before: text, after: text, timestamp: moment, activity_type: text, actor: restActor })
const OLD_PUSHES = rows(PUSH)

/** What is not known here was done by its actor all the same; long ago (before `since`) it does not matter. */
function pushesSince(since: Instant | null): typeof OLD_PUSHES {
  return rows((value, odd) => {
    const row = PUSH(value, odd)
    if (!Object.hasOwn(KINDS, row.activity_type) && (since === null || !isBefore(row.timestamp, since)))
      throw new OddValue(
        `activity_type is ${JSON.stringify(row.activity_type.slice(0, 40))}, which is not known here`,
      )
    return row
  })
}
