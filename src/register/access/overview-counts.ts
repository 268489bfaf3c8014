/** Counts one organisation's accounts, grants and credentials for its overview. */

import { sql } from 'drizzle-orm'
import { type Id, VERDICTS, type VerdictName } from '../../policy/words.ts'
import type { Register } from '../open.ts'

export interface OverviewCounts {
  verdicts: Record<VerdictName, number>
  accounts: number
  owners: number
  outsideCollaborators: number
  invitations: number
  teams: number
  repositories: number
  credentials: number
  /** Accounts without a second factor, as far as GitHub shows. */
  withoutTwoFactor: number
}

/** The counts of what is open now. */
export async function findOverviewCounts(register: Register, orgId: Id): Promise<OverviewCounts> {
  const rows = await register.all<{ verdict: string; role: string; n: number }>(sql`
    with holders as (
      select account_id, max(kind = 'organization_role' and role = 'admin') as owner, max(kind = 'organization_role') as member
      from grants where org_id = ${orgId} and closed_at is null and account_id is not null
        and kind not in ('organization_invitation', 'repository_invitation')
      group by account_id
    )
    select coalesce(verdict, 'unknown') as verdict,
      case when owner then 'owner' when member then 'member' else 'outside' end as role, count(*) as n
    from holders left join verdicts on verdicts.org_id = ${orgId} and verdicts.account_id = holders.account_id
    group by 1, 2`)
  const [others] = await register.all<
    Omit<OverviewCounts, 'verdicts' | 'accounts' | 'owners' | 'outsideCollaborators'>
  >(sql`
    select
      (select count(*) from grants where org_id = ${orgId} and closed_at is null
        and kind in ('organization_invitation', 'repository_invitation')) as invitations,
      (select count(*) from teams where org_id = ${orgId} and closed_at is null) as teams,
      (select count(*) from repositories where org_id = ${orgId} and closed_at is null) as repositories,
      (select count(*) from credentials where org_id = ${orgId} and closed_at is null) as credentials,
      (select count(*) from two_factor where org_id = ${orgId} and state = 'disabled' and exists (select 1 from grants
        where grants.org_id = ${orgId} and grants.account_id = two_factor.account_id and closed_at is null)) as withoutTwoFactor`)
  if (others === undefined) throw new Error(`Counting organisation ${orgId} gave no row.`)
  const sum = (matches: (row: { verdict: string; role: string }) => boolean) =>
    rows.filter(matches).reduce((total, { n }) => total + n, 0)
  const verdicts = Object.fromEntries(VERDICTS.map((name) => [name, sum(({ verdict }) => verdict === name)]))
  return {
    // The cast: the entries are made from VERDICTS itself.
    verdicts: verdicts as Record<VerdictName, number>,
    accounts: sum(() => true),
    owners: sum(({ role }) => role === 'owner'),
    outsideCollaborators: sum(({ role }) => role === 'outside'),
    ...others,
  }
}
