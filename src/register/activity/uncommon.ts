/** Finds accounts with access and without recent activity, and how far uncommon activity was read. */

import { sql } from 'drizzle-orm'
import {
  type HolderWithoutActivity,
  type ReadUpTo,
  UNCOMMON_SOURCES,
} from '../../policy/activity/uncommon.ts'
import { isBefore, latest } from '../../policy/calendar.ts'
import type { Id, Instant } from '../../policy/words.ts'
import { type Register, rowsOf } from '../open.ts'

/**
 * Accounts with access and without an act since `cutoff`. `asked`: a proposal about the account is unfinished. For accounts
 * that came after the first complete audit, `newest` is at least the day they came; if that is inside the window they are
 * new and left out.
 */
export async function findHoldersWithoutActivity(
  register: Register,
  org: { readonly id: Id; readonly firstCompleteAt: Instant | null },
  cutoff: Instant,
): Promise<readonly (HolderWithoutActivity & { readonly asked: boolean })[]> {
  const rows = await register.rows<{
    account: Id
    newest: Instant | null
    accessSince: Instant
    asked: 0 | 1
  }>(sql`
    select holder.account_id as account, min(holder.first_seen) as accessSince,
      (select max(at) from activity where activity.org_id = ${org.id} and activity.account_id = holder.account_id) as newest,
      holder.account_id in (select cast(substr(subject_key, 9) as integer) from proposals where org_id = ${org.id}
        and subject_key like 'account:%' and status in ('open', 'needs_second', 'decided', 'running', 'by_hand')) as asked
    from grants as holder
    where holder.org_id = ${org.id} and holder.account_id in (select account_id from grants where org_id = ${org.id} and closed_at is null
        and kind in ('organization_role', 'team_membership', 'repository_role'))
    group by holder.account_id
    having newest is null or newest < ${cutoff}`)
  return rows.flatMap(({ account, newest, accessSince, asked }) => {
    const cameLater = org.firstCompleteAt !== null && isBefore(org.firstCompleteAt, accessSince)
    if (!cameLater) return [{ account, newest, asked: asked === 1 }]
    return isBefore(cutoff, accessSince)
      ? []
      : [{ account, newest: latest(newest, accessSince), asked: asked === 1 }]
  })
}

/** Repositories whose uncommon activity was read from `cutoff` or earlier on, with the moment up to which all of it was. */
export async function findUncommonReadUpTo(
  register: Register,
  orgId: Id,
  cutoff: Instant,
): Promise<ReadUpTo> {
  const rows = await register.rows<{ repository: Id; readTo: Instant }>(sql`
    select scope_id as repository, min(read_to) as readTo from watermarks
    where org_id = ${orgId} and source in (select value from ${rowsOf(UNCOMMON_SOURCES)}) and since <= ${cutoff}
    group by scope_id having count(*) = ${UNCOMMON_SOURCES.length}`)
  return new Map(rows.map(({ repository, readTo }) => [repository, readTo]))
}
