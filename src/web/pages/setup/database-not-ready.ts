/** Tells an error of ours from that of a database which lacks what this version reads and writes, and says what mends that. */

import { MIGRATE } from '../../../platform.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { Visit } from '../../access/visit.ts'
import { isSetupForAll } from './setup-page.tsx'

/**
 * The refusal to show in place of the error; null where the database lacks nothing, or cannot be asked. It leads to `/setup`
 * while everybody may see that page.
 */
export async function databaseNotReady(error: Error, c: Visit): Promise<Refusal | null> {
  if (!isOfMissingTable(error)) return null
  const setup = await c.var.platform.readSetup().catch(() => null)
  if (setup === null || setup.progress?.isMigrated !== false) return null
  if (isSetupForAll(c, setup)) c.set('isOpen', false)
  return new Refusal(
    'unavailable',
    `The database of this site lacks tables or columns of this version. Whoever runs it adds them with: ${MIGRATE}`,
  )
}

/** Whether SQLite's words are those of a missing table or column. Does not ask the database. */
export function isOfMissingTable(error: Error): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    if (/no such (table|column)|has no column named/.test(cause.message)) return true
  return false
}
