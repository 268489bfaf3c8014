/** Finds what a page shows of proposals in the queue: the steps that were approved, and the names of people. */

import { sql } from 'drizzle-orm'
import type { PlanStep } from '../../policy/words.ts'
import { fromJson, type Register, rowsOf } from '../open.ts'
import { decisions } from '../schema.ts'

/** What a page shows of a proposal in the queue beside its day. */
export interface QueueDetail {
  /** The steps of the answer that is carried out. */
  readonly plan: readonly PlanStep[]
  /** The name that an account has given itself; null where it has none, and for other subjects. */
  readonly name: string | null
}

/** By the id of the answer, in one statement. */
export async function findQueueDetails(
  register: Register,
  answers: readonly string[],
): Promise<ReadonlyMap<string, QueueDetail>> {
  const rows = await register.rows<{ id: string; plan: string; name: string | null }>(sql`
    select decisions.id, decisions.plan, accounts.name
    from ${rowsOf(answers)} as asked join decisions on decisions.id = asked.value
    join proposals on proposals.id = decisions.proposal_id
    left join accounts on proposals.subject_key = 'account:' || accounts.id
      and accounts.id = proposals.subject ->> 'id'`)
  return new Map(rows.map(({ id, plan, name }) => [id, { plan: fromJson(decisions.plan, plan), name }]))
}
