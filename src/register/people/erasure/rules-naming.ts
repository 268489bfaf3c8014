/** Takes somebody out of the rules as they are and were. */

import { type SQL, sql } from 'drizzle-orm'
import { ERASED_PERSON, isNamedWithin, type Named } from '../../../policy/people/erasure/erased.ts'
import { rulesWithout } from '../../../policy/people/erasure/rules-without.ts'
import type { Id } from '../../../policy/words.ts'
import type { Register, Statement } from '../../open.ts'
import { jsonOrText } from './mentions.ts'

/** Rules as stored: those of a version, or (null) a column of the organisation. */
export interface StoredRules {
  readonly version: number | null
  readonly column: 'rules' | 'current_rules'
  readonly text: string
  readonly by: string | null
}

export async function findRulesNaming(
  register: Register,
  orgId: Id,
  named: Named,
): Promise<readonly StoredRules[]> {
  const rows = await register.rows<StoredRules>(sql`
    select version, 'rules' as "column", rules as text, by from rule_versions where org_id = ${orgId}
    union all select null, 'rules', rules, null from organizations where id = ${orgId} and rules is not null
    union all select null, 'current_rules', current_rules, null from organizations where id = ${orgId} and current_rules is not null`)
  return rows.filter(({ text, by }) =>
    [text, by].some((each) => each !== null && isNamedWithin(named, jsonOrText(each))),
  )
}

/** A version changes only where the entry names it: a trigger holds that. */
export function rulesStatements(
  register: Register,
  orgId: Id,
  named: Named,
  rules: readonly StoredRules[],
  recorded: SQL,
): readonly Statement[] {
  return rules.map(({ version, column, text, by }) => {
    const rest = JSON.stringify(rulesWithout(named, jsonOrText(text)))
    const set = sql`${sql.raw(column)} = ${rest}`
    if (version === null)
      return register.run(
        sql`update organizations set ${set} where id = ${orgId} and ${sql.raw(column)} = ${text} and ${recorded}`,
      )
    const whom = by !== null && isNamedWithin(named, jsonOrText(by)) ? JSON.stringify(ERASED_PERSON) : by
    return register.run(
      sql`update rule_versions set ${set}, by = ${whom} where org_id = ${orgId} and version = ${version} and ${recorded}`,
    )
  })
}
