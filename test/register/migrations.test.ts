/** A migration keeps every row of a database, such as owners' decisions and the history. */
import type { D1Database } from '@cloudflare/workers-types'
import { expect, test } from 'vitest'
import { migrate } from '../../local/migrate.ts'
import { emptyDatabase } from '../fixtures/register/register.ts'

/** The newest migration of the first version that anybody may run. */
const FIRST_VERSION = '0001_history_is_append_only.sql'

type Row = Readonly<Record<string, unknown>>

test('migrating a filled database of the first version keeps every row, and the value of every column that remains', async () => {
  const database = emptyDatabase()
  await migrate(database, FIRST_VERSION)
  const before = await fillTables(database)
  expect(before.size).toBeGreaterThan(20)
  await migrate(database)
  const after = await tablesOf(database)
  for (const [table, rows] of before) {
    expect(after, table).toContain(table)
    const rowsAfter = await rowsOf(database, table)
    const columns = Object.keys(rowsAfter[0] ?? {})
    expect(rowsAfter, table).toEqual(
      rows.map((row) => ({ ...rowsAfter[0], ...Object.fromEntries(pick(row, columns)) })),
    )
    expect(columns.length, table).toBeGreaterThan(0)
  }
})

test('migrating an up-to-date database changes nothing', async () => {
  const database = emptyDatabase()
  await migrate(database)
  const before = await schemaOf(database)
  await migrate(database)
  expect(await schemaOf(database)).toEqual(before)
})

/** 64 zeros: what the history's first entry names as the previous hash. */
const TEXT = '0'.repeat(64)

/** One made-up row in every table, by its columns' types. */
async function fillTables(database: D1Database): Promise<ReadonlyMap<string, readonly Row[]>> {
  const all = new Map<string, readonly Row[]>()
  for (const table of await tablesOf(database)) {
    const { results } = await database
      .prepare(`PRAGMA table_info(${table})`)
      .all<{ name: string; type: string }>()
    const columns = results.map(({ name }) => `"${name}"`).join(', ')
    const values = results.map(({ type }) => (type.toLowerCase() === 'text' ? `'${TEXT}'` : '1')).join(', ')
    await database.prepare(`INSERT INTO ${table} (${columns}) VALUES (${values})`).run()
    all.set(table, await rowsOf(database, table))
  }
  return all
}

async function tablesOf(database: D1Database): Promise<string[]> {
  const schema = await schemaOf(database)
  return schema.flatMap(({ type, name }) =>
    type === 'table' && !/^(sqlite_|_cf_|d1_migrations)/.test(name) ? [name] : [],
  )
}

async function schemaOf(database: D1Database) {
  const { results } = await database
    .prepare('SELECT type, name, sql FROM sqlite_master ORDER BY name')
    .all<{ type: string; name: string; sql: string | null }>()
  return results
}

async function rowsOf(database: D1Database, table: string): Promise<Row[]> {
  return (await database.prepare(`SELECT * FROM ${table}`).all<Row>()).results
}

function pick(row: Row, columns: readonly string[]): [string, unknown][] {
  return Object.entries(row).filter(([name]) => columns.includes(name))
}
