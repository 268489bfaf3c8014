/** Opens the register (drizzle over one D1 database): reads asked for at once are one request, statements run in one transaction. */

import DataLoader from 'dataloader'
import { type GetColumnData, getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { SQLiteAsyncDialect, type SQLiteColumn, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import * as schema from './schema.ts'

/** The register of a deployment: one D1 database for all its organisations. */
export type Register = DrizzleD1Database<typeof schema> & {
  readonly $client: D1Database
  /**
   * The rows of a SELECT, as SQLite names and types its columns. Those that are asked for in the same turn of the event loop
   * go to D1 as one batch, because a request takes longer than most of them, and a Worker has no more than six open at once
   * (https://developers.cloudflare.com/workers/platform/limits/#simultaneous-open-connections). Where D1 refuses one of them,
   * all fail with its error.
   */
  rows<Row>(query: SQL): Promise<Row[]>
}

/** A statement that has not run yet; a page's statements run in one batch, which is one transaction. */
export type Statement = BatchItem<'sqlite'>

/** Drizzle parses the whole schema each time it is opened, so each binding is opened once. */
const registers = new WeakMap<D1Database, Register>()

export function openRegister(d1: D1Database): Register {
  const open = registers.get(d1) ?? opened(d1)
  registers.set(d1, open)
  return open
}

function opened(d1: D1Database): Register {
  const reader = readerOf(d1)
  return Object.assign(drizzle(d1, { schema }), {
    rows: async <Row>(query: SQL) => (await reader.load(query)).results as Row[], // as the query names its columns
  })
}

function readerOf(d1: D1Database): DataLoader<SQL, D1Result> {
  const dialect = new SQLiteAsyncDialect()
  const prepared = (query: SQL) => {
    const { sql: text, params } = dialect.sqlToQuery(query)
    return d1.prepare(text).bind(...params)
  }
  return new DataLoader(async (queries) => await d1.batch(queries.map(prepared)), {
    cache: false,
    // After all that waits in this turn has asked, and before another visitor's request has its turn.
    batchScheduleFn: (send) => queueMicrotask(send),
  })
}

/**
 * A query that is built once for each register, with `sql.placeholder` where it differs: drizzle takes as long to build one
 * as D1 to answer it. For what every page or every step of an audit asks.
 */
export function builtOnce<Query>(build: (register: Register) => Query): (register: Register) => Query {
  const built = new WeakMap<Register, Query>()
  return (register) => {
    const query = built.get(register) ?? build(register)
    built.set(register, query)
    return query
  }
}

/**
 * Runs the statements as one transaction, however many: every bulk write binds one JSON parameter, so nothing is chunked.
 * Drizzle's own `batch` cannot take raw SQL with parameters on D1, so the statements are bound here.
 */
export async function together(
  register: Register,
  statements: readonly Statement[],
): Promise<readonly { readonly results: readonly unknown[] }[]> {
  if (statements.length === 0) return []
  return register.$client.batch(statements.map((statement) => bound(register, statement)))
}

function bound(register: Register, statement: Statement): D1PreparedStatement {
  // Every batchable query of drizzle has `_prepare` and `getQuery`; only its types hide them.
  const { sql: text, params } = (statement as unknown as Preparable)._prepare().getQuery()
  return register.$client.prepare(text).bind(...params)
}

interface Preparable {
  _prepare(): { getQuery(): { readonly sql: string; readonly params: readonly unknown[] } }
}

/** The value of a JSON column in a row of a raw query, which drizzle does not map; null stays null. */
export function fromJson<C extends SQLiteColumn, Text extends string | null>(
  column: C,
  text: Text,
): GetColumnData<C, 'raw'> | Extract<Text, null> {
  // The casts: a null is Text's own, and the value is as the column's `$type` says.
  if (text === null) return null as Extract<Text, null>
  return column.mapFromDriverValue(text) as GetColumnData<C, 'raw'>
}

/** JSON of our own making: what a SELECT built by `json_object` or `json_group_array`, or a JSON column in a raw query. `Built` says what wrote it. */
export function builtJson<Built>(text: string): Built {
  return JSON.parse(text)
}

/** What each column of a table gets: SQL over the rows of a SELECT, or a value that is the same for all of them. */
type ColumnValues<T extends SQLiteTable> = {
  readonly [K in keyof T['_']['columns']]: SQL | string | number | null
}

/**
 * `insert into … select …`: every column by name, so that none can get the value of another, whatever a migration adds.
 * `rest` is what stands behind the values: `from … where …`.
 */
export function insertFrom<T extends SQLiteTable>(
  register: Register,
  table: T,
  values: ColumnValues<T>,
  rest: SQL,
) {
  const byName = new Map<string, SQL | string | number | null>(Object.entries(values))
  const inOrder = Object.keys(getTableColumns(table)).map((column) => {
    const value = byName.get(column)
    if (value === undefined) throw new Error(`No value for the column ${column} of ${getTableName(table)}.`)
    return sql`${value}`
  })
  return register.insert(table).select(sql`select ${sql.join(inOrder, sql`, `)} ${rest}`)
}

/** Any number of rows as one bound parameter: `json_each(?)`, each row under `value`. At most ~1 MB (D1: 2 MB). */
export function rowsOf(rows: readonly unknown[]): SQL {
  return sql`json_each(${JSON.stringify(rows)})`
}
