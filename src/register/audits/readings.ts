/** What an audit read to its end, what it could not read, and the keys that its pages showed. */

import { and, eq, isNotNull, or, sql } from 'drizzle-orm'
import type { Reading, Source } from '../../policy/words.ts'
import { builtOnce, type Register, rowsOf, type Statement } from '../open.ts'
import { readings } from '../schema.ts'

/** Writes readings. One that is already recorded as unread or not shown keeps its reason. */
export function readingsStatement(register: Register, auditId: string, read: readonly Reading[]): Statement {
  const rows = read.map((r) => ({
    source: r.source,
    kind: r.scope.kind,
    id: r.scope.kind === 'organization' ? 0 : r.scope.id,
    unread: r.state.kind === 'unread' ? r.state.reason : null,
    notShown: r.state.kind === 'not_shown' ? r.state.reason : null,
  }))
  return register.run(sql`
    insert into readings (audit_id, source, scope_kind, scope_id, unread, not_shown)
    select ${auditId}, value->>'source', value->>'kind', value->>'id', value->>'unread', value->>'notShown' from ${rowsOf(rows)} where true
    on conflict (audit_id, source, scope_kind, scope_id) do update set
      unread = coalesce(readings.unread, excluded.unread), not_shown = coalesce(readings.not_shown, excluded.not_shown)
    where (readings.unread is null and excluded.unread is not null)
      or (readings.not_shown is null and excluded.not_shown is not null)`)
}

/** Adds what is wrong with rows that were left out to the audit's one reading about such rows, each sentence once. */
export function oddRowsStatement(
  register: Register,
  auditId: string,
  sentences: readonly string[],
): Statement {
  const told = sentences.join('; ')
  return register.run(sql`
    insert into readings (audit_id, source, scope_kind, scope_id, not_shown) values (${auditId}, 'odd_rows', 'organization', 0, ${told})
    on conflict (audit_id, source, scope_kind, scope_id) do update set not_shown = readings.not_shown || '; ' || excluded.not_shown
    where instr(readings.not_shown, excluded.not_shown) = 0 and length(readings.not_shown) < ${MOST_TOLD}`)
}

/** Characters after which no further odd row is added: the first ones show what kind of fault it is. */
const MOST_TOLD = 4000

/** Stores the keys that one page showed; the same page read twice is one row. */
export function seenPageStatement(
  register: Register,
  auditId: string,
  source: Source,
  page: string,
  keys: readonly string[],
): Statement {
  return register.run(sql`
    insert into seen_pages (audit_id, source, page, keys) values (${auditId}, ${source}, ${page}, ${JSON.stringify(keys)})
    on conflict (audit_id, source, page) do update set keys = excluded.keys`)
}

/** How many keys with this prefix the audit's earlier pages showed, without those in `here`. */
export async function countKeysSeenBefore(
  register: Register,
  auditId: string,
  source: Source,
  prefix: string,
  here: readonly string[],
): Promise<number> {
  const [row] = await register.rows<{ n: number }>(sql`
    select count(distinct k.value) as n from seen_pages, json_each(seen_pages.keys) as k
    where seen_pages.audit_id = ${auditId} and seen_pages.source = ${source} and substr(k.value, 1, ${prefix.length}) = ${prefix}
      and k.value not in (select value from ${rowsOf(here)})`)
  return row?.n ?? 0
}

/** The keys that this audit's pages of a source showed; null when the source was not read to its end or showed nothing. */
export async function findKeysSeen(
  register: Register,
  auditId: string,
  source: Source,
): Promise<ReadonlySet<string> | null> {
  const rows = await register.rows<{ key: string }>(sql`
    select distinct k.value as key from seen_pages, json_each(seen_pages.keys) as k
    where seen_pages.audit_id = ${auditId} and seen_pages.source = ${source} and exists (select 1 from readings
      where readings.audit_id = ${auditId} and readings.source = ${source} and scope_kind = 'organization' and unread is null and not_shown is null)`)
  return rows.length === 0 ? null : new Set(rows.map(({ key }) => key))
}

/** Deletes the audit's seen pages, which are needed only until its removed items are confirmed. */
export function forgetSeenStatement(register: Register, auditId: string): Statement {
  return register.run(sql`delete from seen_pages where audit_id = ${auditId}`)
}

/** Everything that an audit read or could not read. */
export async function findReadings(register: Register, auditId: string): Promise<Reading[]> {
  const rows = await register.select().from(readings).where(eq(readings.auditId, auditId))
  return rows.map(toReading)
}

/** What an audit did not read in full: it could not, or GitHub does not show it. */
export async function findNotReadInFull(register: Register, auditId: string): Promise<Reading[]> {
  const rows = await notReadInFull(register).all({ auditId })
  return rows.map(toReading)
}

const notReadInFull = builtOnce((register) =>
  register
    .select()
    .from(readings)
    .where(
      and(
        eq(readings.auditId, sql.placeholder('auditId')),
        or(isNotNull(readings.unread), isNotNull(readings.notShown)),
      ),
    )
    .prepare(),
)

/** What an audit could not read, without what GitHub does not show. */
export async function findUnread(register: Register, auditId: string): Promise<Reading[]> {
  const rows = await register
    .select()
    .from(readings)
    .where(and(eq(readings.auditId, auditId), isNotNull(readings.unread)))
  return rows.map(toReading)
}

function toReading(row: Row): Reading {
  return {
    source: row.source,
    scope:
      row.scopeKind === 'organization' ? { kind: 'organization' } : { kind: row.scopeKind, id: row.scopeId },
    state: toState(row),
  }
}

type Row = typeof readings.$inferSelect

function toState(row: Row): Reading['state'] {
  if (row.unread !== null) return { kind: 'unread', reason: row.unread }
  return row.notShown === null ? { kind: 'complete' } : { kind: 'not_shown', reason: row.notShown }
}
