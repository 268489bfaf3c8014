/** Takes the person out of proposals and of what was done because of them; the numbers stay. */

import { type SQL, sql } from 'drizzle-orm'
import { ERASED, ERASED_PERSON } from '../../../policy/people/erasure/erased.ts'
import type { Register, Statement } from '../../open.ts'

const NOBODY = JSON.stringify(ERASED_PERSON)

/** `proposals` selects their ids, also after the first of these statements; only where `recorded` holds. */
export function namelessStatements(register: Register, proposals: SQL, recorded: SQL): readonly Statement[] {
  const run = (query: SQL) => register.run(sql`${query} and ${recorded}`)
  const these = (column: string) => sql`${sql.raw(column)} in (${proposals})`
  const beside = ['notices', 'answers', 'comments', 'identity_confirmations']
  return [
    run(sql`update proposals set subject_key = substr(subject_key, 1, instr(subject_key, ':')) || 'erased:' || id,
      subject = case subject ->> 'kind'
        when 'account' then ${JSON.stringify({ kind: 'account', id: 0, login: ERASED })}
        when 'invitation' then ${JSON.stringify({ kind: 'invitation', id: 0, login: null, name: ERASED })}
        else json_set(subject, '$.name', ${ERASED}, '$.id', ${ERASED}) end,
      verdict = json_object('verdict', verdict ->> 'verdict'), reason = ${ERASED}, findings = '[]', evidence = '[]',
      risk = json_object('score', risk ->> 'score', 'opens', json('[]'), 'privileged', risk -> 'privileged'),
      plan = '[]', consequences = '[]', grants_then = '{}', choices = null, scope = null, smallest_role = null,
      stale = iif(stale is null, null, ${ERASED}), reopened = null, stopped_by = null, last_active_at = null
      where ${these('id')}`),
    run(
      sql`update decisions set reason = ${ERASED}, plan = '[]', repositories = null where ${these('proposal_id')}`,
    ),
    run(
      sql`update revocations set before_image = null, reason = iif(reason is null, null, ${ERASED}) where ${these('id')}`,
    ),
    run(
      sql`update outcomes set target = ${ERASED}, error = iif(error is null, null, ${ERASED}) where ${these('revocation_id')}`,
    ),
    run(
      sql`update restorations set reason = iif(reason is null, null, ${ERASED}), steps = null where ${these('revocation_id')}`,
    ),
    run(sql`update restoration_outcomes set target = ${ERASED}, key = 'erased:' || rowid, url = null,
      error = iif(error is null, null, ${ERASED})
      where restoration_id in (select id from restorations where ${these('revocation_id')})`),
    ...beside.map((table) => run(sql`delete from ${sql.raw(table)} where ${these('proposal_id')}`)),
    ...['return_requests', 'offboarding_ticks'].map((table) =>
      run(sql`delete from ${sql.raw(table)} where ${these('revocation_id')}`),
    ),
  ]
}

/** Whoever acted is nobody any more, in `columns` of the rows for which `which` holds. */
export function actorsStatements(
  register: Register,
  table: string,
  columns: readonly string[],
  which: (column: SQL) => SQL,
  recorded: SQL,
): readonly Statement[] {
  return columns.map((name) => {
    const column = sql.raw(`"${name}"`)
    return register.run(
      sql`update ${sql.raw(table)} set ${column} = ${NOBODY} where ${column} ->> 'kind' = 'person' and ${which(column)} and ${recorded}`,
    )
  })
}
