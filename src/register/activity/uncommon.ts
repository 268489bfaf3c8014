/** Who is silent and not asked about yet, and how far rare acts have been read. It decides nothing. */

import { sql } from 'drizzle-orm'
import {
  type HolderWithoutActivity,
  type ReadUpTo,
  UNCOMMON_SOURCES,
} from '../../policy/activity/uncommon.ts'
import { isBefore, latest } from '../../policy/calendar.ts'
import type { Id, Instant } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import { findWatermarks, type Watermark, watermarksStatement } from './watermarks.ts'

/**
 * Accounts with access, without an act since `cutoff`; `asked`: about whom a proposal is unsettled. Who came after the first
 * complete audit counts as silent from then on; within the window they are new and not asked about.
 */
export async function findHoldersWithoutActivity(
  register: Register,
  org: { readonly id: Id; readonly firstCompleteAt: Instant | null },
  cutoff: Instant,
): Promise<readonly (HolderWithoutActivity & { readonly asked: boolean })[]> {
  const rows = await register.all<{
    account: Id
    newest: Instant | null
    heldSince: Instant
    asked: 0 | 1
  }>(sql`
    select held.account_id as account, min(held.first_seen) as heldSince,
      (select max(at) from activity where activity.org_id = ${org.id} and activity.account_id = held.account_id) as newest,
      held.account_id in (select cast(substr(subject_key, 9) as integer) from proposals where org_id = ${org.id}
        and subject_key like 'account:%' and status in ('open', 'needs_second', 'decided', 'running')) as asked
    from grants as held
    where held.org_id = ${org.id} and held.account_id in (select account_id from grants where org_id = ${org.id} and closed_at is null
        and kind in ('organization_role', 'team_membership', 'repository_role'))
    group by held.account_id
    having newest is null or newest < ${cutoff}`)
  return rows.flatMap(({ account, newest, heldSince, asked }) => {
    const cameLater = org.firstCompleteAt !== null && isBefore(org.firstCompleteAt, heldSince)
    if (!cameLater) return [{ account, newest, asked: asked === 1 }]
    return isBefore(cutoff, heldSince)
      ? []
      : [{ account, newest: latest(newest, heldSince), asked: asked === 1 }]
  })
}

/** Repositories whose rare acts were all read from `cutoff` or earlier on, with the moment up to which. */
export async function findUncommonReadUpTo(
  register: Register,
  orgId: Id,
  cutoff: Instant,
): Promise<ReadUpTo> {
  const [first, ...others] = await Promise.all(
    UNCOMMON_SOURCES.map((source) => findWatermarks(register, orgId, source)),
  )
  const readUpTo = new Map<Id, Instant>()
  for (const [id, mark] of first ?? []) {
    const marks = [mark, ...others.map((of) => of.get(id))]
    const [oldest] = marks.flatMap((m) => (reaches(m, cutoff) ? [m.readTo] : [])).sort()
    if (oldest !== undefined && marks.every((m) => reaches(m, cutoff))) readUpTo.set(id, oldest)
  }
  return readUpTo
}

function reaches(mark: Watermark | undefined, cutoff: Instant): mark is Watermark {
  return mark !== undefined && !isBefore(cutoff, mark.since)
}

/** The plan of this audit, kept beside the watermarks: in which repositories it looks for rare acts. */
const SCHEDULED = 'rare_acts_wanted'

export function scheduleUncommonStatement(
  register: Register,
  orgId: Id,
  repositories: readonly Id[],
  cutoff: Instant,
  asOf: Instant,
) {
  return watermarksStatement(
    register,
    orgId,
    SCHEDULED,
    repositories.map((scope) => ({ scope, since: cutoff, readTo: asOf, mark: null })),
  )
}

/** The repositories planned by the audit as of `asOf`. */
export async function findScheduledUncommon(
  register: Register,
  orgId: Id,
  asOf: Instant,
): Promise<ReadonlySet<Id>> {
  const planned = await findWatermarks(register, orgId, SCHEDULED)
  return new Set([...planned].flatMap(([id, { readTo }]) => (readTo === asOf ? [id] : [])))
}
