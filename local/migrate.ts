/** Brings a local D1 to the newest schema, with wrangler's own bookkeeping; it never touches a deployed database. */
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { D1Database } from '@cloudflare/workers-types'
import { projectRoot } from './bundle.ts'

const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`

/** The name of the newest file of migrations/. */
export function newestMigration(): string {
  const names = globSync('migrations/*.sql', { cwd: projectRoot }).map((path) => basename(path))
  return names.sort().at(-1) ?? ''
}

/** Applies each file of migrations/ that this database has not seen, in order, up to and with `last`. */
export async function migrate(database: D1Database, last?: string): Promise<void> {
  await database.prepare(BOOKKEEPING).run()
  const { results } = await database.prepare('SELECT name FROM d1_migrations').all<{ name: string }>()
  const applied = new Set(results.map(({ name }) => name))
  for (const path of globSync('migrations/*.sql', { cwd: projectRoot }).sort()) {
    const name = basename(path)
    if (last !== undefined && name > last) return
    if (applied.has(name)) continue
    const noted = `INSERT INTO d1_migrations (name) VALUES ('${name}')`
    await database.exec([...statementsOf(path), noted].join('\n'))
  }
}

/** Each statement on one line, as `exec` wants it: one call is ten times faster here than a batch of the same. */
function statementsOf(path: string): string[] {
  const sql = readFileSync(join(projectRoot, path), 'utf8').replace(/^--(?!>).*$/gm, '')
  return sql
    .split('--> statement-breakpoint')
    .map((statement) => statement.trim().replace(/\s*\n\s*/g, ' '))
    .filter((statement) => statement !== '')
}
