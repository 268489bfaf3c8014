/** Each account's newest act with an impossible date: evidence, never activity. */

import { and, eq, sql } from 'drizzle-orm'
import type { Implausible } from '../../policy/activity/plausible.ts'
import type { Activity, Id, Instant } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { implausibleActs, repositories } from '../schema.ts'
import { isOlderThanItsRepository, newestOfEach, toActivity } from './newest-acts.ts'

/**
 * Stores each account's newest act that `activityStatements` leaves out because of its date. `acts`: only of the kinds whose
 * date the author chooses.
 */
export function implausibleStatement(
  register: Register,
  orgId: Id,
  acts: readonly Activity[],
  asOf: Instant,
): Statement {
  const rows = newestOfEach(acts).map((act) => ({ ...act, repository: act.repository ?? 0 }))
  return register.run(sql`
    insert into implausible_acts (org_id, account_id, repository_id, kind, at, url, source, why)
    select ${orgId}, value->>'account', value->>'repository', value->>'kind', value->>'at', value->>'url', value->>'source',
      case when value->>'at' > ${asOf} then 'after_the_audit' else 'before_the_repository' end
    from ${rowsOf(rows)}
    where exists (select 1 from grants where grants.account_id = value->>'account' and grants.org_id = ${orgId} and closed_at is null)
      and (value->>'at' > ${asOf} or ${isOlderThanItsRepository()})
    on conflict (org_id, account_id) do update set repository_id = excluded.repository_id, kind = excluded.kind,
      at = excluded.at, url = excluded.url, source = excluded.source, why = excluded.why
    where excluded.at > at`)
}

/** The stored acts with an impossible date, by account. */
export async function findImplausibleActs(
  register: Register,
  orgId: Id,
  accountIds: readonly Id[],
): Promise<Map<Id, Activity & { readonly why: Implausible; readonly repositoryCreatedAt: Instant | null }>> {
  const rows = await register
    .select({ act: implausibleActs, createdAt: repositories.createdAt })
    .from(implausibleActs)
    .leftJoin(repositories, eq(repositories.id, implausibleActs.repositoryId))
    .where(
      and(
        eq(implausibleActs.orgId, orgId),
        sql`${implausibleActs.accountId} in (select value from ${rowsOf(accountIds)})`,
      ),
    )
  return new Map(
    rows.map(({ act, createdAt }) => [
      act.accountId,
      { ...toActivity(act), why: act.why, repositoryCreatedAt: createdAt },
    ]),
  )
}
