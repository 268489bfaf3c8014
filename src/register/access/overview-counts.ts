/** Counts one organisation's accounts by the most that each can do, its verdict and its second factor. */

import { sql } from 'drizzle-orm'
import { ACCESS_GROUPS, type AccessGroup, levelsAsked } from '../../policy/access/access-groups.ts'
import { countByVerdict, type Id, type TwoFactor, type VerdictName } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import { accessLevels, levelNamed } from './lists/access-levels.ts'
import { type AccountFilter, twoFactorShown, verdictShown } from './lists/account-filter.ts'

/** Accounts of one row. The list of accounts, asked for the row and a verdict or second factor, holds exactly these. */
export interface GroupCounts {
  readonly access: AccessGroup
  readonly all: number
  readonly verdicts: Readonly<Record<VerdictName, number>>
  readonly twoFactor: Readonly<Record<TwoFactor, number>>
}

/** Every account stands in one row. */
export type OverviewCounts = readonly GroupCounts[]

/** The counts of what is open now, in one statement. Whoever is only invited has no access, and is in no row. */
export async function findOverviewCounts(
  register: Register,
  orgId: Id,
  viewer: Pick<AccountFilter, 'hidesPersonal'>,
): Promise<OverviewCounts> {
  const rows = await register.rows<Counted>(sql`
    with recursive ${accessLevels(orgId, undefined)}, holders as materialized (
      select distinct account_id from open where account_id is not null
        and kind not in ('organization_invitation', 'repository_invitation'))
    select levels.level, ${verdictShown(viewer)} as verdict, ${twoFactorShown(viewer)} as twoFactor, count(*) as n
    from holders join accounts on accounts.id = holders.account_id
      join levels on levels.account_id = holders.account_id
      left join verdicts on verdicts.org_id = ${orgId} and verdicts.account_id = holders.account_id
      left join two_factor on two_factor.org_id = ${orgId} and two_factor.account_id = holders.account_id
    group by 1, 2, 3`)
  return ACCESS_GROUPS.map((access) => {
    const inGroup = rows.filter(({ level }) => levelsAsked(access).includes(levelNamed(level)))
    const sum = (holds: (row: Counted) => boolean) =>
      inGroup.filter(holds).reduce((total, { n }) => total + n, 0)
    const state = (name: TwoFactor) => sum(({ twoFactor }) => twoFactor === name)
    return {
      access,
      all: sum(() => true),
      verdicts: countByVerdict((name) => sum(({ verdict }) => verdict === name)),
      twoFactor: { enabled: state('enabled'), disabled: state('disabled'), unknown: state('unknown') },
    }
  })
}

interface Counted {
  readonly level: number
  readonly verdict: string
  readonly twoFactor: TwoFactor
  readonly n: number
}
