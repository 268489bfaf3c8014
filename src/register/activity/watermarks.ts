/** How far each source of activity was read, per repository or account. */

import { and, type SQL, sql } from 'drizzle-orm'
import type { Id, Instant } from '../../policy/words.ts'
import { findRepositoriesBeside, type RepositoryChanges } from '../access/repositories.ts'
import { builtJson, type Register, rowsOf, type Statement } from '../open.ts'
import { type WatermarkSource, watermarks } from '../schema.ts'

/** The span that was read without a gap. `mark`: when the repository or account had last changed then. */
export interface Watermark {
  readonly since: Instant
  readonly readTo: Instant
  readonly mark: string | null
}

/** Earlier than any act: the `since` of what was read without a limit. */
export const BEGINNING: Instant = '0000-01-01T00:00:00.000Z'

/** The watermarks of one source, by repository or account. */
export async function findWatermarks(
  register: Register,
  orgId: Id,
  source: WatermarkSource,
): Promise<Map<Id, Watermark>> {
  // Raw SQL: drizzle takes longer to map a row for each repository than to read them.
  const rows = await register.rows<Watermark & { scope: Id }>(sql`
    select scope_id as scope, since, read_to as readTo, mark from ${watermarks}
    where org_id = ${orgId} and source = ${source}`)
  return new Map(rows.map(({ scope, ...watermark }) => [scope, watermark]))
}

/** What must hold for a reading to join the one before it; else the older start would bridge a gap. */
const JOINED_CONDITIONS: readonly { readonly name: string; readonly sql: SQL }[] = [
  { name: 'the earlier reading began first', sql: sql`watermarks.since <= excluded.since` },
  {
    name: 'the earlier reading came as far as this one begins',
    sql: sql`watermarks.read_to >= excluded.since`,
  },
]

/** Records what was read to its end. Where it meets the span read before, the older start is kept; across a gap it is not. */
export function watermarksStatement(
  register: Register,
  orgId: Id,
  source: WatermarkSource,
  read: readonly ({ readonly scope: Id } & Watermark)[],
): Statement {
  return register.run(sql`
    insert into watermarks (org_id, source, scope_id, since, read_to, mark)
    select ${orgId}, ${source}, value->>'scope', value->>'since', value->>'readTo', value->>'mark' from ${rowsOf(read)} where true
    on conflict (org_id, source, scope_id) do update set
      since = case when ${and(...JOINED_CONDITIONS.map((condition) => condition.sql))} then watermarks.since else excluded.since end,
      read_to = excluded.read_to, mark = excluded.mark
    where watermarks.read_to is not excluded.read_to or watermarks.mark is not excluded.mark or watermarks.since > excluded.since`)
}

/** Records where a reading begins; an existing watermark is kept. */
export function beginWatermarkStatement(
  register: Register,
  orgId: Id,
  source: WatermarkSource,
  { scope, since, readTo, mark }: { readonly scope: Id } & Watermark,
): Statement {
  return register.run(sql`
    insert into watermarks (org_id, source, scope_id, since, read_to, mark)
    values (${orgId}, ${source}, ${scope}, ${since}, ${readTo}, ${mark}) on conflict do nothing`)
}

/** Which watermarks belong to accounts; all others belong to repositories. */
const ACCOUNT_CONDITIONS: readonly { readonly name: string; readonly source: WatermarkSource }[] = [
  { name: 'contributions are read by account', source: 'contributions' },
  { name: 'the newest comments are read by account', source: 'newest_words' },
  { name: 'the newest commits are read by account', source: 'newest_commits' },
]

/** Which watermarks are deleted, so that the repositories are read again over the whole window. */
const FORGOTTEN_CONDITIONS: readonly {
  readonly name: string
  readonly sql: (orgId: Id, readTo: Instant) => SQL
}[] = [
  { name: 'only one organisation is read again', sql: (orgId) => sql`org_id = ${orgId}` },
  { name: 'what this audit has read already is kept', sql: (_orgId, readTo) => sql`read_to < ${readTo}` },
  {
    name: 'what was read by account is kept',
    sql: () =>
      sql`source not in (select value from ${rowsOf(ACCOUNT_CONDITIONS.map(({ source }) => source))})`,
  },
]

/** Deletes the repositories' watermarks from before `readTo`, so that the whole window is read again. */
export function forgetRepositoriesReadStatement(register: Register, orgId: Id, readTo: Instant): Statement {
  const forgotten = and(...FORGOTTEN_CONDITIONS.map((condition) => condition.sql(orgId, readTo)))
  return register.run(sql`delete from watermarks where ${forgotten}`)
}

/** Open repositories that changed since `cutoff`, and those of them that were read from then on without a gap; of `among` alone where they are given. */
export async function findReadThrough(
  register: Register,
  orgId: Id,
  cutoff: Instant,
  among?: readonly RepositoryChanges[],
): Promise<{ recent: ReadonlySet<Id>; readThrough: ReadonlySet<Id> }> {
  const open = among ?? (await findRepositoriesBeside(register, orgId))
  const read = await findReadSince(register, orgId, cutoff)
  const isRecent = (at: Instant | null) => at !== null && at >= cutoff
  const recent = open.filter((r) =>
    [r.pushedAt, r.threadsUpdatedAt, r.commentedAt, r.discussedAt, r.releasedAt].some(isRecent),
  )
  const readThrough = recent.filter(
    (r) =>
      read.get('timelines')?.has(r.id) === true &&
      (!isRecent(r.pushedAt) || read.get('repository_activity')?.has(r.id) === true),
  )
  return { recent: new Set(recent.map((r) => r.id)), readThrough: new Set(readThrough.map((r) => r.id)) }
}

/** By source, the repositories of which threads and pushes were read from `cutoff` on, or from before it. */
async function findReadSince(
  register: Register,
  orgId: Id,
  cutoff: Instant,
): Promise<ReadonlyMap<string, ReadonlySet<Id>>> {
  const rows = await register.rows<{ source: string; scopes: string }>(sql`
    select source, json_group_array(scope_id) as scopes from ${watermarks}
    where org_id = ${orgId} and source in ('timelines', 'repository_activity') and since <= ${cutoff} group by source`)
  return new Map(rows.map(({ source, scopes }) => [source, new Set(builtJson<readonly Id[]>(scopes))]))
}
