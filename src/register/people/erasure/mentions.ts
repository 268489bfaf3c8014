/** Takes somebody's names out of the texts of rows that are not about them. */

import { type SQL, sql } from 'drizzle-orm'
import { type Named, withoutPerson } from '../../../policy/people/erasure/erased.ts'
import type { Id } from '../../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../../open.ts'
import { PLACES } from './columns.ts'

/** A text of somebody else's row that names them, as it is and as it will be. */
export interface TextChange {
  readonly table: string
  readonly column: string
  readonly rows: readonly { readonly row: number; readonly old: string; readonly text: string }[]
}

/** The texts that name them, with what they will be. */
export async function findTextChanges(
  register: Register,
  orgId: Id,
  named: Named,
): Promise<readonly TextChange[]> {
  const columns = PLACES.flatMap(({ table, within, texts }) =>
    texts.map((column) => ({ table, within, column })),
  )
  const answers = await Promise.all(
    columns.map(({ table, within, column }) => {
      const name = sql.raw(`"${column}"`)
      return register.rows<{ readonly row: number; readonly old: string }>(
        sql`select rowid as row, ${name} as old from ${sql.raw(table)} where ${within(orgId)} and ${mentions(name, named)}`,
      )
    }),
  )
  return columns.flatMap(({ table, column }, index) => {
    const rows = (answers[index] ?? []).flatMap(({ row, old }) => {
      const text = rewritten(named, old)
      return text === old ? [] : [{ row, old, text }]
    })
    return rows.length === 0 ? [] : [{ table, column, rows }]
  })
}

/** JSON stays JSON: only the texts within it are rewritten. */
function rewritten(named: Named, text: string): string {
  const value = /^[[{]/.test(text) ? jsonOrText(text) : text
  return typeof value === 'string'
    ? `${withoutPerson(named, value)}`
    : JSON.stringify(withoutPerson(named, value))
}

/** A row that changed meanwhile keeps its text. */
export function textChangeStatement(
  register: Register,
  { table, column, rows }: TextChange,
  recorded: SQL,
): Statement {
  const [t, c] = [sql.raw(table), sql.raw(`"${column}"`)]
  const row = sql`from ${rowsOf(rows)} where value ->> 'row' = ${t}.rowid and value ->> 'old' = ${c}`
  return register.run(
    sql`update ${t} set ${c} = (select value ->> 'text' ${row}) where exists (select 1 ${row}) and ${recorded}`,
  )
}

/** Whether a text may name them; JSON writes some characters of a name otherwise. */
export function mentions(column: SQL, { names }: Named): SQL {
  const forms = [...new Set(names.flatMap((name) => [name, JSON.stringify(name).slice(1, -1)]))]
  return sql`exists (select 1 from ${rowsOf(forms)} as form where instr(lower(${column}), lower(form.value)) > 0)`
}

/** The value that a JSON text stands for; a text that is none stands for itself. */
export function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return text
    throw error
  }
}
