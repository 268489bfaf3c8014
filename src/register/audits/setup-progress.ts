/** How far a deployment has come: whether its database is migrated, whether an organisation is known, and its first audit. */

import { and, desc, eq, inArray, is, isNotNull, isNull, sql } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Id } from '../../policy/words.ts'
import { type Register, rowsOf } from '../open.ts'
import * as schema from '../schema.ts'

const { audits, credentials, organizations } = schema

/** The progress, in which nothing names an organisation or a person. */
export interface SetupProgress {
  /** As of `isMigrated`. */
  readonly isMigrated: boolean
  /** An organisation is served now. */
  readonly isServing: boolean
  /** An organisation has had its first complete audit, served since or not. */
  readonly isAudited: boolean
  /** How the audit ended, or goes, that began last; null before the first. */
  readonly newestAudit: typeof audits.$inferSelect.status | null
}

/** The progress now. Where the tables that this reads are missing, nothing has been done yet. */
export async function findSetupProgress(register: Register): Promise<SetupProgress> {
  const missing = await findMissingColumns(register)
  const isMigrated = missing.length === 0
  if (ASKED.some((column) => missing.includes(column)))
    return { isMigrated, isServing: false, isAudited: false, newestAudit: null }
  const [isAudited, serving, newest] = await Promise.all([
    isAnyAudited(register),
    register.select({ id: organizations.id }).from(organizations).where(isNull(organizations.closedAt)).get(),
    register.select({ status: audits.status }).from(audits).orderBy(desc(audits.startedAt)).get(),
  ])
  return { isMigrated, isServing: serving !== undefined, isAudited, newestAudit: newest?.status ?? null }
}

/** Whether every table and column that this version reads and writes is there. */
export async function isMigrated(register: Register): Promise<boolean> {
  return (await findMissingColumns(register)).length === 0
}

/**
 * The columns that are read below. A missing column other than these does not change the answer, so that a half migrated
 * database opens `/setup` to nobody.
 */
const ASKED = [
  ...['organizations.id', 'organizations.first_complete_at', 'organizations.closed_at'],
  ...['audits.status', 'audits.started_at'],
]

/** Whether an organisation has had its first complete audit, served since or not. */
export async function isAnyAudited(register: Register): Promise<boolean> {
  const found = await register
    .select({ id: organizations.id })
    .from(organizations)
    .where(isNotNull(organizations.firstCompleteAt))
    .get()
  return found !== undefined
}

/** The App that reads, by its name in addresses, as the newest audit of an organisation that it is installed at has read it; null before. */
export async function findOwnApp(register: Register): Promise<string | null> {
  const found = await register
    .select({ name: credentials.name })
    .from(credentials)
    .innerJoin(
      organizations,
      and(
        eq(organizations.id, credentials.orgId),
        eq(credentials.githubId, sql`cast(${organizations.installationId} as text)`),
      ),
    )
    .where(and(eq(credentials.kind, 'app_installation'), isNull(credentials.closedAt)))
    .orderBy(desc(credentials.id))
    .get()
  return found?.name ?? null
}

/** What the App's installations may do, in GitHub's words, as the audits of their organisations last read it. */
export async function findGrantedScopes(
  register: Register,
  installed: readonly { readonly id: Id; readonly installationId: number | null }[],
): Promise<ReadonlyMap<Id, readonly string[]>> {
  const installations = installed.flatMap(({ installationId }) => installationId ?? []).map(String)
  const rows = await register
    .select({ orgId: credentials.orgId, scopes: credentials.scopes })
    .from(credentials)
    .where(
      and(
        eq(credentials.kind, 'app_installation'),
        isNull(credentials.closedAt),
        inArray(credentials.githubId, sql`(select value from ${rowsOf(installations)})`),
      ),
    )
  return new Map(rows.map(({ orgId, scopes }) => [orgId, scopes]))
}

/** `table.column`, for each that the schema has and the database has not. */
async function findMissingColumns(register: Register): Promise<readonly string[]> {
  const rows = await register.rows<{ missing: string }>(sql`
    select (value->>0) || '.' || (value->>1) as missing from ${rowsOf(columnsOfSchema())}
    where not exists (select 1 from pragma_table_info(value->>0) where name = value->>1)`)
  return rows.map(({ missing }) => missing)
}

function columnsOfSchema(): readonly (readonly [table: string, column: string])[] {
  return Object.values(schema).flatMap((table) => {
    if (!is(table, SQLiteTable)) return []
    const { name, columns } = getTableConfig(table)
    return columns.map((column) => [name, column.name] as const)
  })
}
