/** How owners made sure that a key that woke is used by its holder. */

import { type SQL, sql } from 'drizzle-orm'
import { insertFrom, type Register, type Statement } from '../open.ts'
import { identityConfirmations } from '../schema.ts'

/** One confirmation. */
export type IdentityRow = Readonly<typeof identityConfirmations.$inferSelect>

/** Records a confirmation. `recorded` selects the ids of proposals whose change was recorded. */
export function identityStatement(register: Register, row: IdentityRow, recorded: SQL): Statement {
  return insertFrom(
    register,
    identityConfirmations,
    { ...row, by: JSON.stringify(row.by) },
    sql`where ${row.proposalId} in (${recorded})`,
  )
}
