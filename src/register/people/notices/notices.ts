/** Finds what people were told about proposals, and when they saw it. */

import { type SQL, sql } from 'drizzle-orm'
import { MILLISECONDS_A_DAY } from '../../../policy/calendar.ts'
import {
  BETWEEN_WAYS,
  type NoticeFacts,
  type NoticePeriod,
  noticePeriod,
} from '../../../policy/people/notices/notice-period.ts'
import { TELLABLE } from '../../../policy/people/notices/record-notice.ts'
import type { Id, Instant } from '../../../policy/words.ts'
import { builtJson, type Register, rowsOf } from '../../open.ts'
import { notices } from '../../schema.ts'

/** One telling of one person about one proposal. */
export type NoticeRow = Readonly<typeof notices.$inferSelect>

/** Every telling of these proposals, by proposal, oldest first; one that nobody was told of is left out. */
export async function findNoticesOf(
  register: Register,
  proposalIds: readonly string[],
): Promise<ReadonlyMap<string, readonly NoticeRow[]>> {
  const rows = await register
    .select()
    .from(notices)
    .where(sql`${notices.proposalId} in (select value from ${rowsOf(proposalIds)})`)
    .orderBy(notices.at, notices.id)
  return Map.groupBy(rows, ({ proposalId }) => proposalId)
}

/** What is known of the notice of each of these proposals. */
export async function findNoticePeriods(
  register: Register,
  proposalIds: readonly string[],
): Promise<ReadonlyMap<string, NoticePeriod>> {
  const rows = await register.rows<{ id: string; facts: string }>(sql`
    select id, ${noticeFactsOf(sql`proposals`)} as facts from proposals
    where id in (select value from ${rowsOf(proposalIds)})`)
  return new Map(rows.map(({ id, facts }) => [id, noticePeriod(noticeFactsIn(facts))]))
}

/** The same of one proposal. */
export async function findNoticePeriod(register: Register, proposalId: string): Promise<NoticePeriod> {
  const found = (await findNoticePeriods(register, [proposalId])).get(proposalId)
  if (found === undefined) throw new Error(`Proposal ${proposalId} was read and is not there.`)
  return found
}

/** Selects, as one JSON text, what the notice of a proposal depends on; `proposal`: the table or its alias. */
export function noticeFactsOf(proposal: SQL): SQL {
  return sql`json_object('subject', json(${proposal}.subject), 'power', ${proposal}.power,
    'isOutsideCollaborator', json(iif(instr(${proposal}.grants_then, '"outside_collaborator:') > 0, 'true', 'false')),
    'stepsDown', json(iif(exists (select 1 from answers where answers.proposal_id = ${proposal}.id
      and answers.ended_at is null and answers.told_by is null and answers.answer = 'step_down'), 'true', 'false')),
    'tellings', (select json_group_array(json_object('kind', told.kind, 'result', told.result, 'way', told.way, 'at', told.at))
      from notices as told where told.proposal_id = ${proposal}.id))`
}

/**
 * Whether the person is still to be told: the same as `noticePeriod` says by *owed* and *tried*, in SQL; a test compares both.
 * It asks for no notice that the rules do not ask for: whoever uses it has looked at `noticeDays`.
 */
export function isToTell(proposal: SQL): SQL {
  const announced = sql`(${proposal}.power = 'membership_only'
    and instr(${proposal}.grants_then, '"outside_collaborator:') = 0)`
  const told = sql`from notices as told where told.proposal_id = ${proposal}.id`
  return sql`(${proposal}.subject ->> 'kind' = 'account'
    and not exists (select 1 from answers where answers.proposal_id = ${proposal}.id
      and answers.ended_at is null and answers.told_by is null and answers.answer = 'step_down')
    and not exists (select 1 ${told} and told.result = 'sent' and (told.kind = 'notice' or ${announced}))
    and not exists (select 1 ${told} and told.result = 'unreachable' and exists (
      select 1 from notices as before where before.proposal_id = told.proposal_id and before.result = 'unreachable'
        and before.way <> told.way and round((julianday(told.at) - julianday(before.at)) * 86400000) >= ${BETWEEN_WAYS * MILLISECONDS_A_DAY})))`
}

/** Whether something may still be carried out, and its person is still to be told. */
export function isTellable(proposal: SQL): SQL {
  return sql`(${proposal}.status in (select value from ${rowsOf(TELLABLE)}) and ${isToTell(proposal)})`
}

/** Whether an organisation's present rules ask for a notice at all; where nothing is set they do. */
export const RULES_ASK = sql`coalesce(case when organizations.current_rules_version = organizations.rules_version
  then organizations.current_rules else organizations.rules end ->> 'noticeDays', 1) > 0`

/** How many proposals of a review wait for somebody to tell their person. */
export async function countToTell(register: Register, reviewId: string): Promise<number> {
  const [row] = await register.rows<{ n: number }>(sql`
    select count(*) as n from proposals where review_id = ${reviewId} and ${isTellable(sql`proposals`)}`)
  return row?.n ?? 0
}

/** The cast: `noticeFactsOf` builds the text from columns of these types. */
export function noticeFactsIn(text: string): NoticeFacts {
  return builtJson<NoticeFacts>(text)
}

/** Notes that the person has opened their own page: whatever they were told before is seen. */
export async function markNoticesSeen(register: Register, account: Id, now: Instant): Promise<void> {
  await register.run(sql`
    update notices set seen_at = ${now} where account_id = ${account} and seen_at is null and at <= ${now}`)
}
