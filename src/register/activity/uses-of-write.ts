/** Where accounts did something that needs write, for the count of stale access. */

import { sql } from 'drizzle-orm'
import { isUseOfWrite } from '../../policy/verdict/grant-use.ts'
import { ACTIVITY_KINDS, type Id, type Instant } from '../../policy/words.ts'
import { type Register, rowsOf } from '../open.ts'

/** For each account the repositories in which it did such a thing since `cutoff`; 0 stands for an act of administration. */
export async function findUsesOfWrite(
  register: Register,
  orgId: Id,
  cutoff: Instant,
): Promise<ReadonlyMap<Id, ReadonlySet<Id>>> {
  const kinds = [...ACTIVITY_KINDS.filter(isUseOfWrite), 'administration']
  const rows = await register.rows<{ account: Id; repository: Id }>(sql`
    select distinct account_id as account, iif(kind = 'administration', 0, repository_id) as repository from activity
    where org_id = ${orgId} and at >= ${cutoff} and kind in (select value from ${rowsOf(kinds)})`)
  const byAccount = Map.groupBy(rows, ({ account }) => account)
  return new Map([...byAccount].map(([account, of]) => [account, new Set(of.map((row) => row.repository))]))
}
