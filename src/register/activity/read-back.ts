/** Finds from when to when activity was read without a gap: of a whole organisation, of single repositories, of accounts. */

import { and, type SQL, sql } from 'drizzle-orm'
import { UNSEEN } from '../../policy/verdict/coverage.ts'
import type { ActivitySource, Id, Instant, Source } from '../../policy/words.ts'
import { type Register, rowsOf } from '../open.ts'
import { repositories } from '../schema.ts'
import { BEGINNING } from './watermarks.ts'

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
  const [row] = await register.rows<{ since: Instant | null }>(sql`
    select nullif(max(max(${sql.join(sinceOfEach, sql`, `)})), '') as since from repositories
    where repositories.org_id = ${orgId} and repositories.closed_at is null`)
  return row?.since ?? null
}

/** An audit that has ended, complete or partial. */
export interface FinishedAudit {
  readonly id: string
  readonly asOf: Instant
}

const { pushedAt, threadsUpdatedAt, commentedAt, releasedAt, discussedAt } = repositories

/**
 * What has to be read of a month before it may look empty: whatever shows acts by their own date, and when something of this
 * kind last changed. Lists that timelines cover are left out, and so are workflow runs, deployments and tags, which are looked
 * through once for whoever has fallen silent and never month by month.
 */
const MONTHLY_SOURCES: readonly (readonly [source: ActivitySource, changed: SQL])[] = [
  ['timelines', sql`max(coalesce(${pushedAt}, ''), coalesce(${threadsUpdatedAt}, ''))`],
  ['review_comments', sql`coalesce(${threadsUpdatedAt}, '')`],
  ['repository_activity', sql`coalesce(${pushedAt}, '')`],
  ['commit_comments', sql`coalesce(${commentedAt}, '')`],
  ['releases', sql`coalesce(${releasedAt}, '')`],
  ['discussions', sql`coalesce(${discussedAt}, '')`],
]

/** What must hold for an audit to have known of a repository whether anything had changed in it. */
const KNOWN_CHANGES_CONDITIONS: readonly {
  readonly name: string
  readonly sql: (audit: FinishedAudit) => SQL
}[] = [
  { name: 'it listed all repositories', sql: (audit) => isReadWhole(audit, 'repositories') },
  { name: 'it looked at each for changes', sql: (audit) => isReadWhole(audit, 'probe') },
  {
    name: 'the repository was known then, and is not gone',
    sql: ({ asOf }) => sql`(repositories.first_seen <= ${asOf} and repositories.closed_at is null)`,
  },
  {
    name: 'GitHub showed it, and the owners do not leave it out',
    sql: ({
      id,
    }) => sql`not exists (select 1 from readings where audit_id = ${id} and scope_kind = 'repository'
      and scope_id = repositories.id and source in (select value from ${rowsOf(UNSEEN)}))`,
  },
]

/**
 * Selects `id`, `since` and `readTo` of the repositories that `among` selects: between these moments everything was read that is
 * read month by month. A source counts as read from its last change on, and up to the audit where nothing has changed since it was read.
 */
export function readSpans(orgId: Id, audit: FinishedAudit | null, among: SQL): SQL {
  if (audit === null) return sql`select null as id, null as since, null as readTo where false`
  const known = and(...KNOWN_CHANGES_CONDITIONS.map((condition) => condition.sql(audit)))
  const read = (what: SQL, source: ActivitySource) => sql`(select ${what} from watermarks
    where org_id = ${orgId} and source = ${source} and scope_id = repositories.id)`
  const since = MONTHLY_SOURCES.map(
    ([source, changed]) => sql`coalesce(${read(sql`since`, source)}, ${changed})`,
  )
  const readTo = MONTHLY_SOURCES.map(([source, changed]) => {
    const isCurrent = sql`(known and coalesce(${read(sql`coalesce(mark, '') >= ${changed}`, source)}, true))`
    return sql`case when ${isCurrent} then ${audit.asOf} else coalesce(${read(sql`read_to`, source)}, '') end`
  })
  const kept = sql`coalesce((select acts_kept_since from organizations where id = ${orgId}), ${BEGINNING})`
  return sql`select id, max(${kept}, ${sql.join(since, sql`, `)}) as since, min(${sql.join(readTo, sql`, `)}) as readTo
    from (select *, ${known} as known from repositories where id in (${among})) as repositories`
}

function isReadWhole({ id }: FinishedAudit, source: Source): SQL {
  return sql`exists (select 1 from readings where audit_id = ${id} and source = ${source} and scope_kind = 'organization'
    and unread is null and not_shown is null)`
}

/** From when on each account's contributions were read without a gap; an account of which they were not is absent. */
export async function findContributionsReadBack(
  register: Register,
  orgId: Id,
  accounts: readonly Id[],
): Promise<ReadonlyMap<Id, Instant>> {
  const rows = await register.rows<{ account: Id; since: Instant }>(sql`
    select scope_id as account, since from watermarks
    where org_id = ${orgId} and source = 'contributions' and scope_id in (select value from ${rowsOf(accounts)})`)
  return new Map(rows.map(({ account, since }) => [account, since]))
}
