/**
 * Gives moments written by the previous version the form of this one: milliseconds, so that text order is time order.
 * To go one release later, when no Worker writes the old form any more.
 */

import { getTableColumns, getTableName, is, sql } from 'drizzle-orm'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Instant } from '../../policy/words.ts'
import { type Register, together } from '../open.ts'
import * as schema from '../schema.ts'

/** Once a day, in the run of the first hour (UTC): it looks at every row. Writes nothing where there is nothing to write. */
export async function rewriteOldMoments(register: Register, now: Instant): Promise<void> {
  if (!now.includes('T00:')) return
  await together(
    register,
    rewrites().map((text) => register.run(sql.raw(text))),
  )
}

/** One statement a table. The migration 0007 holds the same. */
export function rewrites(): readonly string[] {
  return Object.values(schema).flatMap((table) => {
    if (!is(table, SQLiteTable) || UNTOUCHED.includes(getTableName(table))) return []
    const columns = columnsOf(table)
    if (columns.length === 0) return []
    const set = columns.map(({ name, rewritten }) => `\`${name}\` = ${rewritten}`)
    const where = columns.map(({ isOld }) => isOld)
    return [`UPDATE \`${getTableName(table)}\` SET\n  ${set.join(',\n  ')}\nWHERE ${where.join('\n  OR ')}`]
  })
}

/** Hashed, or append-only by its triggers. */
const UNTOUCHED: readonly string[] = ['history', 'history_texts', 'rule_versions']

/** Text columns that hold a moment among other things. */
const SOMETIMES_MOMENTS: readonly string[] = ['credentials.last_used', 'watermarks.mark']

/** Columns of JSON in which there are moments. */
const JSON_WITH_MOMENTS: readonly string[] = [
  'organizations.rules',
  'organizations.current_rules',
  'grants.details',
  'credentials.details',
  'verdicts.facts',
  'audits.bookmark',
  'audit_notes.value',
  'proposals.verdict',
  'proposals.evidence',
  'proposals.grants_then',
  'revocations.before_image',
]

function columnsOf(table: SQLiteTable) {
  return Object.values(getTableColumns(table)).flatMap(({ name, columnType }) => {
    const known = `${getTableName(table)}.${name}`
    if (columnType === 'SQLiteCustomColumn' || SOMETIMES_MOMENTS.includes(known)) return [momentColumn(name)]
    if (JSON_WITH_MOMENTS.includes(known)) return [jsonColumn(name)]
    return []
  })
}

/** `2026-11-22T06:00:00Z` → `2026-11-22T06:00:00.000Z`. */
function momentColumn(name: string) {
  const isOld = `\`${name}\` GLOB '????-??-??T??:??:??Z'`
  return { name, isOld, rewritten: `iif(${isOld}, substr(\`${name}\`, 1, 19) || '.000Z', \`${name}\`)` }
}

/** The same for every text in JSON that ends with a time: one replacement for each of the sixty seconds. */
function jsonColumn(name: string) {
  return {
    name,
    isOld: `\`${name}\` GLOB '*T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z"*'`,
    rewritten: `(WITH RECURSIVE \`texts\`(\`second\`, \`json\`) AS (
      SELECT 0, \`${name}\` UNION ALL
      SELECT \`second\` + 1, replace(\`json\`, printf(':%02dZ"', \`second\`), printf(':%02d.000Z"', \`second\`))
      FROM \`texts\` WHERE \`second\` < 60
    ) SELECT \`json\` FROM \`texts\` WHERE \`second\` = 60)`,
  }
}
