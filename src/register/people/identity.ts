/** How owners made sure that a key that woke is used by its holder. */

import { type SQL, sql } from 'drizzle-orm'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { identityConfirmations } from '../schema.ts'

/** One confirmation. */
export type IdentityRow = Readonly<typeof identityConfirmations.$inferSelect>

/** Records a confirmation. `recorded` selects the ids of proposals whose change was recorded. */
export function identityStatement(register: Register, row: IdentityRow, recorded: SQL): Statement {
  // The columns are in the table's order: drizzle writes `insert into … (…every column…) select …`.
  return register.insert(identityConfirmations).select(
    sql`select value ->> 'id', value ->> 'orgId', value ->> 'proposalId', value -> 'by', value ->> 'way', value ->> 'at'
      from ${rowsOf([row])} where value ->> 'proposalId' in (${recorded})`,
  )
}
