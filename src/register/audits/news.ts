/** Finds what an audit changed, and counts what the organisation has after it. */

import { sql } from 'drizzle-orm'
import type { Account, Id, Instant, VerdictName } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import type { AuditCounts } from '../schema.ts'

/** The counts of judged accounts and of what is open now. */
export async function findAuditCounts(register: Register, orgId: Id): Promise<AuditCounts> {
  const verdicts = await register.rows<{ verdict: VerdictName; n: number }>(
    sql`select verdict, count(*) as n from verdicts where org_id = ${orgId} group by verdict`,
  )
  const rows = await register.get<Omit<AuditCounts, 'verdicts' | 'accounts'>>(sql`select
    (select count(*) from grants where org_id = ${orgId} and closed_at is null) as grants,
    (select count(*) from credentials where org_id = ${orgId} and closed_at is null) as credentials,
    (select count(*) from repositories where org_id = ${orgId} and closed_at is null) as repositories,
    (select count(*) from teams where org_id = ${orgId} and closed_at is null) as teams`)
  return {
    accounts: verdicts.reduce((sum, { n }) => sum + n, 0),
    verdicts: Object.fromEntries(verdicts.map(({ verdict, n }) => [verdict, n])),
    grants: rows?.grants ?? 0,
    credentials: rows?.credentials ?? 0,
    repositories: rows?.repositories ?? 0,
    teams: rows?.teams ?? 0,
  }
}

/** Who became inactive with this audit, who joined, who left, and how many credentials are new. */
export async function findAuditNews(register: Register, orgId: Id, auditId: string, asOf: Instant) {
  const accounts = (condition: ReturnType<typeof sql>) =>
    register.rows<Account>(sql`select id, login, type from accounts where ${condition} order by login`)
  const membership = sql`('organization_role', 'outside_collaborator')`
  const [inactive, joined, left, credentials] = [
    await accounts(sql`id in (select account_id from verdicts where org_id = ${orgId} and audit_id = ${auditId}
      and verdict = 'inactive' and previous is not 'inactive')`),
    await accounts(sql`id in (select account_id from grants where org_id = ${orgId} and kind in ${membership}
      group by account_id having min(first_seen) = ${asOf})`),
    await accounts(sql`id in (select account_id from grants where org_id = ${orgId} and kind in ${membership} and closed_at = ${asOf})
      and id not in (select account_id from grants where org_id = ${orgId} and kind in ${membership} and closed_at is null)`),
    await register.get<{ n: number }>(
      sql`select count(*) as n from credentials where org_id = ${orgId} and first_seen = ${asOf} and closed_at is null`,
    ),
  ]
  return { inactive, joined, left, credentials: credentials?.n ?? 0 }
}
