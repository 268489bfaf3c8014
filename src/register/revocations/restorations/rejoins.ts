/** Re-joins: people whose removed access came back, each counted once, by how it came back. */

import { and, desc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { Id, Instant, Rejoined, Subject } from '../../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../../open.ts'
import { proposals, reviews, revocations } from '../../schema.ts'

/** How many people's access came back, of those removed by the reviews of one quarter. */
export interface Rejoins {
  /** By the way back here. */
  readonly wayBack: number
  /** Put back within two days, as by a file that keeps access. */
  readonly sync: number
  readonly elsewhere: number
  /** Of how many whose access was removed. */
  readonly removed: number
}

/** Those of one quarter. */
export async function findRejoins(register: Register, orgId: Id, quarter: string): Promise<Rejoins> {
  const found = (await findRejoinsByQuarter(register, orgId)).find((each) => each.quarter === quarter)
  return found ?? { wayBack: 0, sync: 0, elsewhere: 0, removed: 0 }
}

/** Of every quarter in which anybody's access was removed, newest first, in one statement: the upper bound of our errors. */
export function findRejoinsByQuarter(
  register: Register,
  orgId: Id,
): Promise<readonly (Rejoins & { readonly quarter: string })[]> {
  return register
    .select({
      quarter: reviews.quarter,
      wayBack: countOf('way_back'),
      sync: countOf('sync'),
      elsewhere: countOf('elsewhere'),
      removed: sql<number>`count(*)`,
    })
    .from(revocations)
    .innerJoin(proposals, eq(proposals.id, revocations.id))
    .innerJoin(reviews, eq(reviews.id, proposals.reviewId))
    .where(
      and(
        eq(revocations.orgId, orgId),
        eq(revocations.rehearsal, false),
        sql`${proposals.subjectKey} like 'account:%'`,
        sql`(${revocations.verified} = 1 or ${revocations.status} in ('restoring', 'restored'))`,
      ),
    )
    .groupBy(reviews.quarter)
    .orderBy(desc(reviews.quarter))
}

function countOf(how: Rejoined): SQL<number> {
  return sql<number>`count(case when ${revocations.rejoinedHow} = ${how} then 1 end)`
}

/** Somebody who holds again a grant that a proposal of theirs had and that was removed. */
export interface CameBack {
  readonly id: string
  readonly subject: Subject
  readonly removedAt: Instant
  /** When an audit first saw it again. */
  readonly seenAt: Instant
}

/** Those of the last 24 months that were not counted yet. */
export async function findCameBack(
  register: Register,
  orgId: Id,
  now: Instant,
): Promise<readonly CameBack[]> {
  const seenAt = sql<Instant>`(select min(first_seen) from grants where grants.org_id = ${orgId} and closed_at is null
    and account_id = substr(${proposals.subjectKey}, 9) and julianday(first_seen) > julianday(${revocations.finishedAt})
    and key in (select key from json_each(${proposals.grantsThen})))`
  const rows = await register
    .select({
      id: revocations.id,
      subject: proposals.subject,
      removedAt: revocations.finishedAt,
      seenAt: seenAt.as('seen_at'),
    })
    .from(revocations)
    .innerJoin(proposals, eq(proposals.id, revocations.id))
    .where(
      and(
        eq(revocations.orgId, orgId),
        eq(revocations.status, 'done'),
        eq(revocations.verified, true),
        isNull(revocations.rejoinedAt),
        isNotNull(revocations.finishedAt),
        sql`julianday(${revocations.finishedAt}) > julianday(${now}) - 731`,
        sql`${proposals.subjectKey} like 'account:%'`,
        sql`${seenAt} is not null`,
      ),
    )
  return rows.flatMap(({ removedAt, ...row }) => (removedAt === null ? [] : [{ ...row, removedAt }]))
}

/** The rows that still wait to be counted, as `id`. */
export function notCounted(ids: readonly string[]): SQL {
  return sql`select id from revocations where rejoined_at is null and status = 'done' and id in (select value from ${rowsOf(ids)})`
}

/** Counts those that `recorded` selects. */
export function rejoinedStatement(
  register: Register,
  back: readonly { readonly id: string; readonly at: Instant; readonly how: Rejoined }[],
  recorded: SQL,
): Statement {
  return register.run(sql`
    update revocations set rejoined_at = back.value ->> 'at', rejoined_how = back.value ->> 'how'
    from ${rowsOf(back)} as back where revocations.id = back.value ->> 'id' and revocations.id in (${recorded})`)
}
