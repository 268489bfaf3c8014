/** Takes the people out of versions of the rules that bind nothing any more. */

import { type SQL, sql } from 'drizzle-orm'
import { ERASED_PERSON } from '../../../policy/people/erasure/erased.ts'
import type { Id } from '../../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../../open.ts'

/** Versions that a later one replaced before that moment; of an organisation that is over, all. A few a run. */
export async function findOldRules(
  register: Register,
  orgId: Id,
  before: string,
  isOver: boolean,
): Promise<readonly number[]> {
  const rows = await register.rows<{ version: number }>(sql`
    select version from rule_versions as old where org_id = ${orgId} and rules <> ${EMPTY}
      and (${isOver ? 1 : 0} or exists (select 1 from rule_versions as later where later.org_id = old.org_id
        and later.version > old.version and later.at < ${before}))
    order by version limit 20`)
  return rows.map(({ version }) => version)
}

/**
 * Empties the versions: only that there was one, and when, is left. An organisation that is no longer served loses its present
 * rules as well.
 */
export function namelessRulesStatements(
  register: Register,
  orgId: Id,
  versions: readonly number[],
  isOver: boolean,
  recorded: SQL,
): readonly Statement[] {
  return [
    register.run(sql`update rule_versions set rules = ${EMPTY}, by = iif(by is null, null, ${JSON.stringify(ERASED_PERSON)})
      where org_id = ${orgId} and version in (select value from ${rowsOf(versions)}) and ${recorded}`),
    ...(isOver
      ? [
          register.run(
            sql`update organizations set rules = null, current_rules = null, current_rules_version = null, paused_by = null,
              first_complete_at = null where id = ${orgId} and ${recorded}`,
          ),
        ]
      : []),
  ]
}

/** Rules with nothing set: the defaults. */
const EMPTY = '{}'
