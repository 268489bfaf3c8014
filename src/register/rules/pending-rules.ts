/** The changes of rules that wait: when each was asked for, told and seen, and how it ended. */

import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { voterOf } from '../../policy/decisions/voters.ts'
import type { Actor, Id, Instant } from '../../policy/words.ts'
import { recordChange } from '../history/history.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { pendingRules } from '../schema.ts'

/** A change that waits, or that has ended. */
export type PendingRule = Readonly<typeof pendingRules.$inferSelect>

/** How a pending change takes effect. */
export interface Waited {
  readonly id: string
  readonly because: 'agreed' | 'waited'
}

/** The kind of the message about changes that wait; its key is what the ids of the changes asked for together begin with. */
export const PENDING_MESSAGE = 'rule_change_pending'

/** What waits in an organisation, oldest first. */
export function findPendingRules(register: Register, orgId: Id): Promise<PendingRule[]> {
  return register
    .select()
    .from(pendingRules)
    .where(and(eq(pendingRules.orgId, orgId), isNull(pendingRules.endedAt)))
    .orderBy(pendingRules.at, pendingRules.id)
}

/** What waits in any of these organisations. */
export function findPendingRulesOf(register: Register, orgIds: readonly Id[]): Promise<PendingRule[]> {
  return register
    .select()
    .from(pendingRules)
    .where(
      and(isNull(pendingRules.endedAt), sql`${pendingRules.orgId} in (select value from ${rowsOf(orgIds)})`),
    )
}

/** The organisations in which something waits. */
export async function findOrganizationsWithPending(register: Register): Promise<readonly Id[]> {
  const rows = await register
    .selectDistinct({ orgId: pendingRules.orgId })
    .from(pendingRules)
    .where(isNull(pendingRules.endedAt))
  return rows.map(({ orgId }) => orgId)
}

/** Of what waits, what this person asked for with the same value. */
export function sameAsked(
  pending: readonly PendingRule[],
  { setting, value, by }: { readonly setting: string; readonly value: unknown; readonly by: Actor },
): PendingRule | undefined {
  return pending.find(
    (waits) =>
      waits.setting === setting &&
      JSON.stringify(waits.value) === JSON.stringify(value) &&
      voterOf(waits.by) === voterOf(by),
  )
}

/**
 * Writes changes that wait, with one history entry; an open one of the same setting ends as replaced. Where something else
 * waits of these settings than what was `known` to, nothing is written; returns whether it was.
 */
export function askForRules(
  register: Register,
  orgId: Id,
  rows: readonly { readonly id: string; readonly setting: string; readonly value: unknown }[],
  change: { by: Actor; at: Instant; sentence: string; facts: Readonly<Record<string, unknown>> },
  known: readonly PendingRule[],
): Promise<boolean> {
  const { by, at, sentence, facts } = change
  const settings = rows.map(({ setting }) => setting)
  const replaces = known.filter(({ setting }) => settings.includes(setting)).map(({ id }) => id)
  return recordChange(
    register,
    orgId,
    null,
    { at, act: 'rule_change_pending', actor: by, sentence, facts },
    (recorded) => [
      replacedStatement(register, orgId, settings, { by, at }, recorded),
      register.run(sql`
        insert into pending_rules (id, org_id, setting, value, by, at)
        select row.value ->> 'id', ${orgId}, row.value ->> 'setting', row.value ->> 'value', ${JSON.stringify(by)}, ${at}
        from ${rowsOf(rows.map((row) => ({ ...row, value: JSON.stringify(row.value) })))} as row where ${recorded}`),
    ],
    sql`not exists (select 1 from pending_rules where org_id = ${orgId} and ended_at is null
      and setting in (select value from ${rowsOf(settings)}) and id not in (select value from ${rowsOf(replaces)}))`,
  )
}

/** Ends a change that waits without effect. Returns whether it was open. */
export function cancelPendingRule(
  register: Register,
  orgId: Id,
  id: string,
  change: { by: Actor; at: Instant; sentence: string; facts: Readonly<Record<string, unknown>> },
): Promise<boolean> {
  const { by, at, sentence, facts } = change
  const ending = { endedAt: at, endedBy: by, endedBecause: 'cancelled' as const }
  return recordChange(
    register,
    orgId,
    register
      .update(pendingRules)
      .set(ending)
      .where(and(eq(pendingRules.orgId, orgId), eq(pendingRules.id, id), isNull(pendingRules.endedAt))),
    { at, act: 'rule_change_cancelled', actor: by, sentence, facts },
  )
}

/** An owner looks at what waits: what they did not ask for themselves counts as seen from now on. */
export async function markSeen(register: Register, orgId: Id, owner: Id, now: Instant): Promise<void> {
  await register
    .update(pendingRules)
    .set({ seenAt: now })
    .where(
      and(
        eq(pendingRules.orgId, orgId),
        isNull(pendingRules.endedAt),
        isNull(pendingRules.seenAt),
        sql`${pendingRules.by} ->> 'id' is not ${owner}`,
      ),
    )
}

/**
 * Writes down when a channel took the message about a change. A channel that whoever asked has set themselves since the
 * first review opened tells nobody else, so it does not count.
 */
export async function noteTold(register: Register, orgId: Id): Promise<void> {
  const addressAt = (version: SQL) => sql`json_extract(${version}.rules, '$.channels.' || told.channel)`
  const addressThen = sql`(select ${addressAt(sql`then_`)} from rule_versions as then_
    where then_.org_id = pending_rules.org_id and then_.at <= pending_rules.at order by then_.version desc limit 1)`
  await register.run(sql`
    update pending_rules set told_at = (
      select min(told.delivered_at) from letters as told
      where told.status = 'delivered' and told.org_id = pending_rules.org_id
        and told.id = ${`${PENDING_MESSAGE}:`} || substr(pending_rules.id, 1, instr(pending_rules.id, '.') - 1) || ':' || told.channel
        and not exists (
          select 1 from rule_versions as setting where setting.org_id = pending_rules.org_id
            and setting.version = (select min(same.version) from rule_versions as same
              where same.org_id = pending_rules.org_id and ${addressAt(sql`same`)} = ${addressThen})
            and setting.by ->> 'id' is pending_rules.by ->> 'id'
            and setting.at >= (select min(opened_at) from reviews where reviews.org_id = pending_rules.org_id)))
    where org_id = ${orgId} and ended_at is null and told_at is null`)
}

/** When the account last signed in, among the sessions that still stand; null where there is none. Real time. */
export async function findNewestSignIn(register: Register, account: Id): Promise<Instant | null> {
  const [row] = await register.rows<{ at: Instant | null }>(
    sql`select max(created_at) as at from sessions where account_id = ${account}`,
  )
  return row?.at ?? null
}

/** Holds while the change waits. */
export function isStillOpen(id: string): SQL {
  return sql`exists (select 1 from pending_rules where id = ${id} and ended_at is null)`
}

/** Ends a change that takes effect, only where `recorded` holds. */
export function endStatement(
  register: Register,
  { id, because }: Waited,
  { by, at }: { by: Actor; at: Instant },
  recorded: SQL,
): Statement {
  return register
    .update(pendingRules)
    .set({ endedAt: at, endedBy: by, endedBecause: because })
    .where(and(eq(pendingRules.id, id), isNull(pendingRules.endedAt), recorded))
}

/** Ends the open changes of these settings as replaced, only where `recorded` holds. */
export function replacedStatement(
  register: Register,
  orgId: Id,
  settings: readonly string[],
  { by, at }: { by: Actor; at: Instant },
  recorded: SQL,
): Statement {
  return register
    .update(pendingRules)
    .set({ endedAt: at, endedBy: by, endedBecause: 'replaced' })
    .where(
      and(
        eq(pendingRules.orgId, orgId),
        isNull(pendingRules.endedAt),
        sql`${pendingRules.setting} in (select value from ${rowsOf(settings)})`,
        recorded,
      ),
    )
}
