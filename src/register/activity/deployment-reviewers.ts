/** Finds who may approve deployments, and who is in doubt because reviews of deployments were not read. */

import { type SQL, sql } from 'drizzle-orm'
import type { Id, Instant } from '../../policy/words.ts'
import { builtJson, type Register, rowsOf, type Statement } from '../open.ts'
import { watermarksStatement } from './watermarks.ts'
import { JUDGED_GRANT_KINDS } from './without-activity.ts'

/** People, and teams with the members of their child teams. */
export interface Reviewers {
  readonly users: readonly Id[]
  readonly teams: readonly Id[]
}

/** Up to where the reviews of a repository's deployments were read. */
export interface ReviewsRead {
  readonly repository: Id
  readonly reviewers: Reviewers
  /** From then on no review is missing. */
  readonly since: Instant
  readonly readTo: Instant
  /** Why no earlier one was read; null where nobody was left who could be cleared by one. */
  readonly limit: string | null
}

/** The reviewers with access and without a known act since `cutoff`. */
export async function findReviewersWithoutActivity(
  register: Register,
  orgId: Id,
  cutoff: Instant,
  { users, teams }: Reviewers,
): Promise<readonly Id[]> {
  const repository = sql`select 0 as repository, ${JSON.stringify({ users, teams })} as mark`
  const rows = await register.rows<{ account: Id }>(
    sql`${reviewersIn(orgId, repository)} select distinct account from reviewers where ${isWithoutActivity(orgId, cutoff)}`,
  )
  return rows.map(({ account }) => account)
}

/** Everybody who is known to approve deployments: that is a right to release. */
export async function findRequiredReviewers(register: Register, orgId: Id): Promise<ReadonlySet<Id>> {
  const known = sql`select scope_id as repository, mark from watermarks
    where org_id = ${orgId} and source = 'deployment_reviews'`
  const rows = await register.rows<{ account: Id }>(
    sql`${reviewersIn(orgId, known)} select distinct account from reviewers`,
  )
  return new Set(rows.map(({ account }) => account))
}

/** Keeps what was read, over what was kept before. */
export function reviewsReadStatement(register: Register, orgId: Id, read: ReviewsRead): Statement {
  const { repository, reviewers, since, readTo, limit } = read
  const mark = JSON.stringify({ ...reviewers, limit })
  return watermarksStatement(register, orgId, 'deployment_reviews', [
    { scope: repository, since, readTo, mark },
  ])
}

/** Forgets what was kept of repositories in which nothing waits for a review: nobody is in doubt there. */
export function forgetReviewsStatement(
  register: Register,
  orgId: Id,
  repositories: readonly Id[],
): Statement {
  return register.run(sql`
    delete from watermarks where org_id = ${orgId} and source = 'deployment_reviews'
      and scope_id in (select value from ${rowsOf(repositories)})`)
}

/** Records, of every repository, the reviewers without activity whose reviews since `cutoff` were not all read. */
export function reviewersInDoubtStatement(
  register: Register,
  org: { readonly id: Id; readonly login: string },
  auditId: string,
  cutoff: Instant,
): Statement {
  return register.run(sql`
    ${reviewersIn(org.id, partlyRead(org.id, cutoff))}
    insert into readings (audit_id, source, scope_kind, scope_id, not_shown)
    select ${auditId}, 'deployment_reviews', 'account', account,
      min(coalesce(json_extract(reviewers.mark, '$.limit'), ${LATER}) || ' in ' || ${org.login} || '/' || repositories.name)
    from reviewers join repositories on repositories.id = reviewers.repository
    where ${isWithoutActivity(org.id, cutoff)}
    group by account
    on conflict (audit_id, source, scope_kind, scope_id) do nothing`)
}

/** Whose approval the environments of repositories asked for when they were last read; a repository that is missing was not read, or asks for none. */
export async function findReviewersByRepository(
  register: Register,
  orgId: Id,
): Promise<ReadonlyMap<Id, Reviewers & { readonly readTo: Instant }>> {
  const rows = await register.rows<{ repository: Id; users: string; teams: string; readTo: Instant }>(sql`
    select scope_id as repository, coalesce(json_extract(mark, '$.users'), '[]') as users,
      coalesce(json_extract(mark, '$.teams'), '[]') as teams, read_to as readTo
    from watermarks where org_id = ${orgId} and source = 'deployment_reviews' and json_valid(mark)`)
  // As `reviewsReadStatement` wrote them.
  const ids = builtJson<readonly Id[]>
  return new Map(
    rows.map(({ repository, users, teams, readTo }) => [
      repository,
      { users: ids(users), teams: ids(teams), readTo },
    ]),
  )
}

const LATER = 'the next audits read the reviews of deployments'

/** The repositories in which more reviews can be read for somebody who has no activity by now. */
export async function findReviewsToRead(
  register: Register,
  orgId: Id,
  cutoff: Instant,
): Promise<ReadonlySet<Id>> {
  const rows = await register.rows<{ repository: Id }>(sql`
    ${reviewersIn(orgId, partlyRead(orgId, cutoff))}
    select distinct repository from reviewers
    where json_extract(mark, '$.limit') is null and ${isWithoutActivity(orgId, cutoff)}`)
  return new Set(rows.map(({ repository }) => repository))
}

/** The repositories in which reviews since `cutoff` were not all read. */
function partlyRead(orgId: Id, cutoff: Instant): SQL {
  return sql`select scope_id as repository, mark from watermarks
    where org_id = ${orgId} and source = 'deployment_reviews' and since > ${cutoff}`
}

/** The table `reviewers(repository, mark, account)` of these repositories, for a query that follows. */
function reviewersIn(orgId: Id, repositories: SQL): SQL {
  return sql`
    with recursive reading(repository, mark) as (${repositories}),
    reviewing(repository, mark, team) as (
      select repository, mark, value from reading, json_each(reading.mark, '$.teams')
      union
      select reviewing.repository, reviewing.mark, child.team_id from reviewing join grants as child
        on child.org_id = ${orgId} and child.closed_at is null and child.kind = 'team_parent' and child.parent_id = reviewing.team
    ),
    reviewers(repository, mark, account) as (
      select repository, mark, value from reading, json_each(reading.mark, '$.users')
      union
      select reviewing.repository, reviewing.mark, member.account_id from reviewing join grants as member
        on member.org_id = ${orgId} and member.closed_at is null and member.kind = 'team_membership' and member.team_id = reviewing.team
    )`
}

/** Condition on one row of `reviewers`. */
function isWithoutActivity(orgId: Id, cutoff: Instant): SQL {
  return sql`exists (select 1 from grants where grants.org_id = ${orgId} and grants.account_id = reviewers.account
      and grants.closed_at is null and grants.kind in (select value from ${rowsOf(JUDGED_GRANT_KINDS)}))
    and not exists (select 1 from activity where activity.org_id = ${orgId} and activity.account_id = reviewers.account
      and activity.at >= ${cutoff})`
}
