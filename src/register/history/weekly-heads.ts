/** Finds the organisations whose week's message with the head of their history has not been written yet. */

import { sql } from 'drizzle-orm'
import type { Id, Instant } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import { isTellable, RULES_ASK } from '../people/notices/notices.ts'

/** An organisation, the head of its history, and the numbers that the message tells. */
export interface WeeklyHead {
  readonly id: Id
  readonly login: string
  readonly seq: number
  readonly hash: string
  readonly unanswered: number
  readonly inactive: number
  /** People who are still to be told. */
  readonly toTell: number
}

/** Those served, with a first complete audit before the week began and no such message in it; in one query. */
export function findWeeklyHeads(
  register: Register,
  week: { readonly number: string; readonly begins: Instant },
): Promise<readonly WeeklyHead[]> {
  return register.rows<WeeklyHead>(sql`
    select organizations.id, login, head.seq, head.hash,
      (select count(*) from proposals where org_id = organizations.id and status in ('open', 'needs_second')) as unanswered,
      (select count(*) from verdicts where org_id = organizations.id and verdict = 'inactive') as inactive,
      (select count(*) from proposals where org_id = organizations.id and ${isTellable(sql`proposals`)} and ${RULES_ASK}) as toTell
    from organizations
    join history as head on head.org_id = organizations.id
      and head.seq = (select max(seq) from history where org_id = organizations.id)
    where closed_at is null and first_complete_at < ${week.begins} and not exists (
      select 1 from letters where letters.id in (
        'weekly_head:' || organizations.id || ':' || ${week.number} || ':slack',
        'weekly_head:' || organizations.id || ':' || ${week.number} || ':discord'))
    order by organizations.id`)
}
