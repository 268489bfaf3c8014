/** The accounts' current verdicts. */

import { eq, type SQL, sql } from 'drizzle-orm'
import type { KnownOwner } from '../../policy/decisions/second-vote.ts'
import type { Id, Instant, Verdict } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { isLeaveNow } from '../people/leaves.ts'
import { verdicts } from '../schema.ts'
import { JUDGED_GRANT_KINDS } from './without-activity.ts'

/** Writes the verdicts that changed; a window that only moved on is no change. */
export function verdictsStatement(
  register: Register,
  orgId: Id,
  auditId: string,
  judged: readonly { account: Id; verdict: Verdict }[],
): Statement {
  const rows = judged.map(({ account, verdict }) => ({
    account,
    verdict: verdict.verdict,
    facts: verdict,
  }))
  return register.run(sql`
    insert into verdicts (org_id, account_id, verdict, facts, audit_id)
    select ${orgId}, value->>'account', value->>'verdict', value->'facts', ${auditId} from ${rowsOf(rows)} where true
    on conflict (org_id, account_id) do update set
      previous = case when verdict is not excluded.verdict then verdict else previous end,
      verdict = excluded.verdict, facts = excluded.facts, audit_id = excluded.audit_id
    where json_remove(facts, '$.since', '$.otherwise.since') is not json_remove(excluded.facts, '$.since', '$.otherwise.since')`)
}

/** Deletes the verdicts of accounts that have no access any more. */
export function dropVerdictsStatement(register: Register, orgId: Id): Statement {
  return register.run(sql`
    delete from verdicts where org_id = ${orgId} and account_id not in
      (select account_id from grants where org_id = ${orgId} and closed_at is null and account_id is not null
        and kind in (select value from ${rowsOf(JUDGED_GRANT_KINDS)}))`)
}

/** The organisation's verdicts, by account. */
export async function findVerdicts(register: Register, orgId: Id): Promise<Map<Id, Verdict>> {
  const rows = await register.select().from(verdicts).where(eq(verdicts.orgId, orgId))
  return new Map(rows.map((row) => [row.accountId, row.facts]))
}

/** How many inactive accounts cannot be proposed yet, because their uncommon activity has not been read. */
export async function countWaiting(register: Register, orgId: Id): Promise<number> {
  const [row] = await register.rows<{ n: number }>(sql`
    select count(*) as n from verdicts
    where org_id = ${orgId} and verdict = 'inactive' and json_extract(facts, '$.rareActsUnread') = 1`)
  return row?.n ?? 0
}

/**
 * The present owners by the register, since when audits have seen them as owners, their verdicts, and who has said that they
 * are away. One who was none in between counts from when they became one again.
 */
export async function findKnownOwners(register: Register, orgId: Id, now: Instant): Promise<KnownOwner[]> {
  const rows = await register.rows<Omit<KnownOwner, 'isAway'> & { readonly isAway: 0 | 1 }>(
    sql`${knownOwners(orgId, now)} order by grants.account_id`,
  )
  return rows.map((row) => ({ ...row, isAway: row.isAway === 1 }))
}

/** Selects them, for another statement to join. Leave that an owner entered for somebody else does not count. */
export function knownOwners(orgId: Id, now: Instant): SQL {
  return sql`
    select grants.account_id as id, grants.first_seen as since,
      coalesce(verdicts.facts ->> '$.otherwise.verdict', verdicts.verdict) as verdict,
      exists (select 1 from leaves where leaves.account_id = grants.account_id and ${isLeaveNow(sql`${orgId}`, now)}
        and leaves."by" ->> 'id' = leaves.account_id) as isAway
    from grants
    left join verdicts on verdicts.org_id = grants.org_id and verdicts.account_id = grants.account_id
    where grants.org_id = ${orgId} and grants.kind = 'organization_role' and grants.role = 'admin'
      and grants.closed_at is null`
}
