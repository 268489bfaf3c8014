/** Sets and ends leave, with an entry in the history of each organisation that it concerns. */

import { sql } from 'drizzle-orm'
import type { Platform } from '../../platform.ts'
import { printedDay } from '../../policy/calendar.ts'
import { isStanding, leaveUntil } from '../../policy/people/leave.ts'
import { Refusal } from '../../policy/refusal.ts'
import { actorFirst } from '../../policy/words/names.ts'
import type { Actor, Id, Instant } from '../../policy/words.ts'
import { findOrganizationsHolding } from '../../register/access/holders.ts'
import { recordChange } from '../../register/history/history.ts'
import { together } from '../../register/open.ts'
import {
  endLeavesStatement,
  findLeavesOf,
  isNewLeave,
  type LeaveRow,
  leaveStatements,
} from '../../register/people/leaves.ts'

/** Whose leave, where (null: everywhere), and until which day. */
interface LeaveToSet {
  readonly account: Id
  readonly orgId: Id | null
  readonly until: string
  readonly by: Actor
}

/**
 * Sets a leave from now on, in place of the one that stood for the same scope; throws a Refusal where it is too long. Until
 * the same day it is the same leave, and what an earlier try left out of a history is written.
 */
export async function setLeave(
  platform: Pick<Platform, 'register'>,
  { account, orgId, until: given, by }: LeaveToSet,
  now: Instant,
): Promise<LeaveRow> {
  const { register } = platform
  const leaves = await findLeavesOf(register, account)
  const counted = leaves.filter((leave) => orgId === null || leave.orgId === null || leave.orgId === orgId)
  const read = leaveUntil(given, counted, now)
  if (read.kind === 'refused') throw read.refusal
  const { until } = read
  const row = {
    id: crypto.randomUUID(),
    accountId: account,
    orgId,
    since: now,
    until,
    by,
    setAt: now,
    endedAt: null,
  }
  await together(register, leaveStatements(register, row, isNewLeave(row)))
  const set = (await findLeavesOf(register, account)).find(
    (leave) => leave.orgId === orgId && leave.until === until && leave.endedAt === null,
  )
  // Ended again at the same moment: then that is what holds.
  if (set === undefined) return row
  await recordEverywhere(
    platform,
    { ...set, by },
    `${actorFirst(by)} is away until ${printedDay(until)}.`,
    'leave_set',
    now,
  )
  return set
}

/** Ends every leave of the account that stands, wherever it holds; throws a Refusal where none does. */
export async function endLeave(
  platform: Pick<Platform, 'register'>,
  { account, by }: Pick<LeaveToSet, 'account' | 'by'>,
  now: Instant,
): Promise<void> {
  const { register } = platform
  const standing = (await findLeavesOf(register, account)).filter((leave) => isStanding(leave, now))
  if (standing.length === 0)
    throw new Refusal('conflict', 'No leave of yours stands that could be ended. Nothing was changed.')
  await together(register, [endLeavesStatement(register, account, now)])
  for (const row of standing)
    await recordEverywhere(platform, { ...row, by }, `${actorFirst(by)} is back.`, 'leave_ended', now)
}

async function recordEverywhere(
  { register }: Pick<Platform, 'register'>,
  { id, accountId, orgId, by }: LeaveRow,
  sentence: string,
  act: 'leave_set' | 'leave_ended',
  now: Instant,
): Promise<void> {
  const organizations = await findOrganizationsHolding(register, accountId)
  for (const organization of organizations) {
    if (orgId !== null && orgId !== organization.id) continue
    const login = by.kind === 'person' ? by.login : ''
    const subject = { kind: 'account', id: accountId, login } as const
    const entry = { at: now, act, actor: by, subject, sentence, facts: { leave: id } }
    const isUntold = sql`not exists (select 1 from history join history_texts on history_texts.ref = history.ref
      where history.org_id = ${organization.id} and history.act = ${act} and text -> 'facts' ->> 'leave' = ${id})`
    await recordChange(register, organization.id, null, entry, () => [], isUntold)
  }
}
