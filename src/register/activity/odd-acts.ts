/** Acts of known accounts in rows that could not be decoded: they were seen, and nobody knows when. */

import { sql } from 'drizzle-orm'
import type { Id, Instant, Reading } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'

/** An act of a known account in a row that could not be decoded. */
export interface OddAct {
  readonly account: Id
  /** What is wrong with the row. */
  readonly sentence: string
}

/** Keeps the newest of each account. */
export function oddActsStatement(
  register: Register,
  orgId: Id,
  acts: readonly OddAct[],
  seenAt: Instant,
): Statement {
  return register.run(sql`
    insert into odd_acts (org_id, account_id, sentence, seen_at)
    select ${orgId}, value->>'account', value->>'sentence', ${seenAt} from ${rowsOf(acts)} where true
    on conflict (org_id, account_id) do update set sentence = excluded.sentence, seen_at = excluded.seen_at
    where excluded.seen_at > odd_acts.seen_at`)
}

/** The odd acts seen since the window began, as readings that leave their account in doubt. They make no audit partial. */
export async function findOddActs(
  register: Register,
  orgId: Id,
  cutoff: Instant,
): Promise<readonly Reading[]> {
  const rows = await register.rows<{ account: Id; sentence: string }>(sql`
    select account_id as account, sentence from odd_acts where org_id = ${orgId} and seen_at >= ${cutoff}`)
  return rows.map(({ account, sentence }) => ({
    source: 'odd_acts',
    scope: { kind: 'account', id: account },
    state: { kind: 'not_shown', reason: sentence },
  }))
}
