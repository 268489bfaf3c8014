/** How far the readings of activity have come. A gap in the middle is never bridged: then it is read again. */

import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Id, Instant } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { repositories, watermarks } from '../schema.ts'

export interface Watermark {
  readonly since: Instant
  readonly readTo: Instant
  readonly mark: string | null
}

/** Before anything can have happened: the `since` of what was read however old. */
export const BEGINNING: Instant = '0000-01-01T00:00:00Z'

/** By repository or account. */
export async function findWatermarks(
  register: Register,
  orgId: Id,
  source: string,
): Promise<Map<Id, Watermark>> {
  const rows = await register
    .select()
    .from(watermarks)
    .where(and(eq(watermarks.orgId, orgId), eq(watermarks.source, source)))
  return new Map(rows.map(({ scopeId, since, readTo, mark }) => [scopeId, { since, readTo, mark }]))
}

/** Notes what was read to its end; where it joins what was read before, the older beginning stands. */
export function watermarksStatement(
  register: Register,
  orgId: Id,
  source: string,
  read: readonly ({ readonly scope: Id } & Watermark)[],
): Statement {
  return register.run(sql`
    insert into watermarks (org_id, source, scope_id, since, read_to, mark)
    select ${orgId}, ${source}, value->>'scope', value->>'since', value->>'readTo', value->>'mark' from ${rowsOf(read)} where true
    on conflict (org_id, source, scope_id) do update set
      since = case when watermarks.since <= excluded.since and watermarks.read_to >= excluded.since then watermarks.since else excluded.since end,
      read_to = excluded.read_to, mark = excluded.mark
    where watermarks.read_to is not excluded.read_to or watermarks.mark is not excluded.mark or watermarks.since > excluded.since`)
}

/** Notes where a reading begins; a thing that has its place already keeps it. */
export function beginWatermarkStatement(
  register: Register,
  orgId: Id,
  source: string,
  { scope, since, readTo, mark }: { readonly scope: Id } & Watermark,
): Statement {
  return register.run(sql`
    insert into watermarks (org_id, source, scope_id, since, read_to, mark)
    values (${orgId}, ${source}, ${scope}, ${since}, ${readTo}, ${mark}) on conflict do nothing`)
}

/** Watermarks by account; all others are by repository. */
const BY_ACCOUNT = ['contributions', 'newest_words', 'newest_commits']

/** Lets the repositories be read again over the whole window, but for what was read after `readTo`. */
export function forgetRepositoriesReadStatement(register: Register, orgId: Id, readTo: Instant): Statement {
  return register.run(sql`
    delete from watermarks where org_id = ${orgId} and read_to < ${readTo}
      and source not in (select value from ${rowsOf(BY_ACCOUNT)})`)
}

/** Repositories that moved since `cutoff`, and those of them in which everything has been read from then on. */
export async function findReadThrough(
  register: Register,
  orgId: Id,
  cutoff: Instant,
): Promise<{ recent: ReadonlySet<Id>; readThrough: ReadonlySet<Id> }> {
  const open = await register
    .select()
    .from(repositories)
    .where(and(eq(repositories.orgId, orgId), isNull(repositories.closedAt)))
  const [threads, moves] = await Promise.all([
    findWatermarks(register, orgId, 'timelines'),
    findWatermarks(register, orgId, 'repository_activity'),
  ])
  const reached = (mark: Watermark | undefined) => mark !== undefined && mark.since <= cutoff
  const moved = (at: Instant | null) => at !== null && at >= cutoff
  const recent = open.filter((r) =>
    [r.pushedAt, r.threadsUpdatedAt, r.commentedAt, r.discussedAt, r.releasedAt].some(moved),
  )
  const through = recent.filter(
    (r) => reached(threads.get(r.id)) && (!moved(r.pushedAt) || reached(moves.get(r.id))),
  )
  return { recent: new Set(recent.map((r) => r.id)), readThrough: new Set(through.map((r) => r.id)) }
}
