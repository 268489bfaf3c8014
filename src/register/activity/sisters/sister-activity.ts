/** Finds what people whom a review asks about did in a sister organisation, where both organisations' owners switched that on. */

import { type SQL, sql } from 'drizzle-orm'
import { isBefore, monthsBefore } from '../../../policy/calendar.ts'
import type { ActivityKind, Id, Instant } from '../../../policy/words.ts'
import { type Register, rowsOf } from '../../open.ts'
import { PUBLIC_KINDS } from './sister-organizations.ts'

/** An account's newest act in another organisation, in a public repository. */
export interface SisterActivity {
  readonly organization: string
  readonly at: Instant
  readonly kind: ActivityKind
  /** Without its owner. */
  readonly repository: string
}

/**
 * By account, newest first, in one statement; nothing from before this organisation's window. Context only: no verdict, no
 * grant's use and no risk reads it. Beside the switch of both (rule `shareActivity`, off until owners set it) what is true of
 * `findActsElsewhere` is true here: public repositories, acts that GitHub shows to everybody, people who hold access here.
 */
export async function findSisterActivity(
  register: Register,
  orgId: Id,
  accounts: readonly Id[],
  now: Instant,
): Promise<ReadonlyMap<Id, readonly SisterActivity[]>> {
  if (accounts.length === 0) return new Map()
  return sisterActivityIn(await register.rows<SisterAct>(sisterActs(orgId, accounts, now)), now)
}

/** An act as it is read, with the window of the organisation that asks. */
export interface SisterAct extends SisterActivity {
  readonly account: Id
  readonly months: number
}

/** Selects them, for another statement to join. */
export function sisterActs(orgId: Id, accounts: readonly Id[], now: Instant): SQL {
  return sql`with sharing as (select id, login, rules->>'windowMonths' as months from (
        select id, login, case when current_rules_version = rules_version then current_rules else rules end as rules
        from organizations where closed_at is null)
      where case when json_valid(rules) then rules->>'shareActivity' end = 1)
    select activity.account_id as account, other.login as organization, max(activity.at) as at, activity.kind,
      repositories.name as repository, here.months
    from sharing as here
      join sharing as other on other.id <> here.id
      cross join ${rowsOf(accounts)} as asked
      cross join activity on activity.org_id = other.id and activity.account_id = asked.value
      join repositories on repositories.id = activity.repository_id and repositories.org_id = other.id
    where here.id = ${orgId} and not repositories.private and repositories.closed_at is null
      and activity.at <= ${now} and activity.kind in (select value from ${rowsOf(PUBLIC_KINDS)})
      and exists (select 1 from grants where grants.org_id = ${orgId} and grants.account_id = activity.account_id
        and grants.closed_at is null and grants.kind not in ('organization_invitation', 'repository_invitation'))
    group by activity.account_id, other.id order by at desc, other.login`
}

/** What was selected, by account; nothing from before the window. */
export function sisterActivityIn(
  rows: readonly SisterAct[],
  now: Instant,
): ReadonlyMap<Id, readonly SisterActivity[]> {
  const recent = rows.filter(({ at, months }) => !isBefore(at, monthsBefore(now, months)))
  return new Map(
    [...Map.groupBy(recent, ({ account }) => account)].map(([account, acts]) => [
      account,
      acts.map(({ organization, at, kind, repository }) => ({ organization, at, kind, repository })),
    ]),
  )
}
