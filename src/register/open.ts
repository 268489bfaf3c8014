/** Opens the register: drizzle over one D1 database. Never reads a binding itself. */

import { type SQL, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import * as schema from './schema.ts'

export type Register = DrizzleD1Database<typeof schema>

/** A statement that has not run yet; a page's statements run together in one batch (one transaction). */
export type Statement = BatchItem<'sqlite'>

export function openRegister(d1: D1Database): Register {
  return drizzle(d1, { schema })
}

/**
 * Runs the statements as one transaction.
 * Chunks nothing: D1 limits a batch by its 30 s, and every bulk write here binds one JSON parameter.
 */
export async function together(register: Register, statements: readonly Statement[]): Promise<void> {
  const [first, ...rest] = statements
  if (first === undefined) return
  await register.batch([first, ...rest])
}

/** Any number of rows as one bound parameter: `json_each(?)`, each row under `value`. At most ~1 MB (D1: 2 MB). */
export function rowsOf(rows: readonly unknown[]): SQL {
  return sql`json_each(${JSON.stringify(rows)})`
}
