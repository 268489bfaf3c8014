/** Finds from when on all activity of an organisation was read without a gap. */

import { type SQL, sql } from 'drizzle-orm'
import type { ActivitySource, Id, Instant } from '../../policy/words.ts'
import { type Register, rowsOf } from '../open.ts'
import { repositories } from '../schema.ts'

/** The sources of a repository: the one that shows its acts too, and when something of this kind last changed there. */
const SOURCES: readonly {
  readonly source: ActivitySource
  readonly coveredBy?: ActivitySource
  readonly changed: SQL
}[] = [
  { source: 'timelines', changed: sql`${repositories.threadsUpdatedAt}` },
  { source: 'issue_comments', coveredBy: 'timelines', changed: sql`${repositories.threadsUpdatedAt}` },
  { source: 'issue_events', coveredBy: 'timelines', changed: sql`${repositories.threadsUpdatedAt}` },
  { source: 'review_comments', changed: sql`${repositories.threadsUpdatedAt}` },
  { source: 'repository_activity', changed: sql`${repositories.pushedAt}` },
  { source: 'commit_comments', changed: sql`${repositories.commentedAt}` },
  { source: 'releases', changed: sql`${repositories.releasedAt}` },
  { source: 'discussions', changed: sql`${repositories.discussedAt}` },
  // Where these were never read, nobody without recent activity can write: no act of theirs shows there.
  { source: 'tags', changed: sql`''` },
  { source: 'deployments', changed: sql`''` },
  { source: 'workflow_runs', changed: sql`''` },
]

/**
 * From when on every source of every open repository was read without a gap. A source that was never read counts from its
 * last change there: no act can be later. Null where nothing was read and nothing changed.
 */
export async function findRepositoriesReadBack(register: Register, orgId: Id): Promise<Instant | null> {
  const sinceOfEach = SOURCES.map(
    ({ source, coveredBy = source, changed }) => sql`
      coalesce((select min(watermarks.since) from watermarks where watermarks.org_id = ${orgId}
        and watermarks.scope_id = repositories.id and watermarks.source in (${source}, ${coveredBy})), ${changed}, '')`,
  )
  const [row] = await register.all<{ since: Instant | null }>(sql`
    select nullif(max(max(${sql.join(sinceOfEach, sql`, `)})), '') as since from repositories
    where repositories.org_id = ${orgId} and repositories.closed_at is null`)
  return row?.since ?? null
}

/** From when on each account's contributions were read without a gap; an account of which they were not is absent. */
export async function findContributionsReadBack(
  register: Register,
  orgId: Id,
  accounts: readonly Id[],
): Promise<ReadonlyMap<Id, Instant>> {
  const rows = await register.all<{ account: Id; since: Instant }>(sql`
    select scope_id as account, since from watermarks
    where org_id = ${orgId} and source = 'contributions' and scope_id in (select value from ${rowsOf(accounts)})`)
  return new Map(rows.map(({ account, since }) => [account, since]))
}
