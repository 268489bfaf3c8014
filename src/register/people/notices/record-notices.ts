/** Records what people were told: each telling once, with its history entry, and never beyond what may be. */

import { type SQL, sql } from 'drizzle-orm'
import { quarterAfter, quarterBegins, quarterOf } from '../../../policy/calendar.ts'
import {
  type CaseToTell,
  MOST_NOTICES,
  TELLABLE,
  type ToldNow,
} from '../../../policy/people/notices/record-notice.ts'
import type { Actor, Id, Instant, ProposalStatus } from '../../../policy/words.ts'
import type { Entry } from '../../history/entry.ts'
import { recordChange } from '../../history/history.ts'
import { recordEach } from '../../history/record-each.ts'
import { fromJson, insertFrom, type Register, rowsOf, type Statement } from '../../open.ts'
import { notices, proposals } from '../../schema.ts'
import { isTellable, noticeFactsIn, noticeFactsOf } from './notices.ts'

/** A case as it stands when its person is told at `at`. */
export interface CaseInRegister extends CaseToTell {
  readonly id: string
}

/** The cases of these proposals of the organisation, by id. */
export async function findCasesToTell(
  register: Register,
  orgId: Id,
  ids: readonly string[],
  at: Instant,
): Promise<ReadonlyMap<string, CaseInRegister>> {
  const rows = await register.rows<StoredCase>(sql`
    select id, subject, status, opened_at as openedAt, ${noticeFactsOf(sql`proposals`)} as facts,
      (${noticesInQuarter(sql`subject ->> 'id'`, at)}) as inQuarter, (${leaveAt(sql`subject ->> 'id'`, sql`${orgId}`, sql`${at}`)}) as awayUntil
    from proposals where org_id = ${orgId} and id in (select value from ${rowsOf(ids)})`)
  return new Map(
    rows.map(({ facts, subject, ...row }) => [
      row.id,
      { ...noticeFactsIn(facts), ...row, subject: fromJson(proposals.subject, subject) },
    ]),
  )
}

interface StoredCase {
  readonly id: string
  readonly subject: string
  readonly facts: string
  readonly status: ProposalStatus
  readonly openedAt: Instant
  readonly inQuarter: number
  readonly awayUntil: Instant | null
}

/** A telling about to be written. */
export interface NewTelling {
  readonly proposalId: string
  readonly accountId: Id
  readonly told: ToldNow
  readonly by: Actor
  /** When it is recorded. */
  readonly now: Instant
  readonly entry: Entry
}

/** A telling as one JSON row; `nth`: which of its person's it is among those written together. */
type NewRow = ReturnType<typeof newRows>[number]

/** What must hold for each row in the very transaction that writes it. `row`: the telling, as JSON. */
const NOTICE_CONDITIONS = [
  {
    name: 'the proposal of a notice may still be carried out',
    sql: () =>
      sql`exists (select 1 from proposals where id = row.value ->> 'proposalId' and org_id = row.value ->> 'orgId'
        and status in (select value from ${rowsOf(TELLABLE)}))`,
  },
  {
    name: 'the same notice was not recorded before',
    sql: () =>
      sql`not exists (select 1 from notices as told where told.proposal_id = row.value ->> 'proposalId'
        and told.kind = row.value ->> 'kind' and told.way = row.value ->> 'way' and told.result = row.value ->> 'result'
        and substr(told.at, 1, 10) = substr(row.value ->> 'at', 1, 10))`,
  },
  {
    name: 'a person gets three notices a quarter at most',
    sql: ({ at }: { readonly at: Instant }) =>
      sql`(row.value ->> 'kind' <> 'notice' or row.value ->> 'result' = 'unreachable'
        or (${noticesInQuarter(sql`row.value ->> 'accountId'`, at)}) + (row.value ->> 'nth') <= ${MOST_NOTICES})`,
  },
  {
    name: 'nobody is told during their leave',
    sql: () =>
      sql`(row.value ->> 'result' = 'unreachable'
        or (${leaveAt(sql`row.value ->> 'accountId'`, sql`row.value ->> 'orgId'`, sql`row.value ->> 'at'`)}) is null)`,
  },
] as const satisfies readonly { readonly name: string; readonly sql: (of: { readonly at: Instant }) => SQL }[]

/** Writes tellings of one moment with an entry each; one that may not be written any more is left out. Returns the proposals told. */
export async function recordNotices(
  register: Register,
  orgId: Id,
  tellings: readonly NewTelling[],
): Promise<ReadonlySet<string>> {
  const [first] = tellings
  if (first === undefined) return new Set()
  const rows = newRows(orgId, tellings)
  const entries = new Map(tellings.map(({ proposalId, entry }) => [proposalId, entry]))
  const mayBeWritten = sql`select row.value ->> 'proposalId' as id from ${rowsOf(rows)} as row
    where ${allOf(first.told.at)}`
  return recordEach(register, orgId, entries, mayBeWritten, (recorded) => [
    insertStatement(register, rows, sql`row.value ->> 'proposalId' in (${recorded})`),
  ])
}

/** The statement that writes one telling where all of `NOTICE_CONDITIONS` hold; `or` says what becomes of a row that is there. */
export function noticeStatement(
  register: Register,
  orgId: Id,
  telling: Omit<NewTelling, 'entry'>,
  or: (insert: ReturnType<typeof insertStatement>) => Statement,
): Statement {
  return or(insertStatement(register, newRows(orgId, [telling]), allOf(telling.told.at)))
}

/** One announcement for everybody in the review whom it may tell and nobody has told: a row each, and one entry. False: there was nobody. */
export function recordAnnouncement(
  register: Register,
  orgId: Id,
  reviewId: string,
  { way, at }: Pick<ToldNow, 'way' | 'at'>,
  entry: Entry,
): Promise<boolean> {
  const { actor: by } = entry
  const account = sql`subject ->> 'id'`
  const announce = insertFrom(
    register,
    notices,
    {
      id: sql`lower(hex(randomblob(16)))`,
      orgId: sql`org_id`,
      proposalId: sql`id`,
      accountId: account,
      kind: 'announcement',
      result: 'sent',
      way,
      at,
      recordedBy: JSON.stringify(by),
      recordedAt: entry.at,
      seenAt: null,
    },
    sql`from proposals where review_id = ${reviewId} and org_id = ${orgId} and ${isAnnounced} and ${isTellable(sql`proposals`)}
      and opened_at <= ${at} and (${leaveAt(account, sql`org_id`, sql`${at}`)}) is null
      and ${account} <> ${by.kind === 'person' ? by.id : 0}`,
  )
  return recordChange(register, orgId, announce, entry)
}

/** Whether an announcement is enough for the person of a proposal, by `noticeOwed`. */
export const isAnnounced = sql`(power = 'membership_only' and instr(grants_then, '"outside_collaborator:') = 0)`

function newRows(orgId: Id, tellings: readonly Omit<NewTelling, 'entry'>[]) {
  const written = new Map<Id, number>()
  return tellings.map(({ proposalId, accountId, told, by, now }) => {
    const nth = (written.get(accountId) ?? 0) + 1
    written.set(accountId, nth)
    const id = crypto.randomUUID()
    return { id, orgId, proposalId, accountId, ...told, by, recordedAt: now, nth }
  })
}

function insertStatement(register: Register, rows: readonly NewRow[], where: SQL) {
  return insertFrom(
    register,
    notices,
    {
      id: sql`row.value ->> 'id'`,
      orgId: sql`row.value ->> 'orgId'`,
      proposalId: sql`row.value ->> 'proposalId'`,
      accountId: sql`row.value ->> 'accountId'`,
      kind: sql`row.value ->> 'kind'`,
      result: sql`row.value ->> 'result'`,
      way: sql`row.value ->> 'way'`,
      at: sql`row.value ->> 'at'`,
      recordedBy: sql`row.value -> 'by'`,
      recordedAt: sql`row.value ->> 'recordedAt'`,
      seenAt: null,
    },
    sql`from ${rowsOf(rows)} as row where ${where}`,
  )
}

function allOf(at: Instant): SQL {
  return sql.join(
    NOTICE_CONDITIONS.map((condition) => sql`(${condition.sql({ at })})`),
    sql` and `,
  )
}

/** Counts the notices of their own that reached a person, or may have, in the quarter of `at`, over all organisations. */
export function noticesInQuarter(account: SQL, at: Instant): SQL {
  const quarter = quarterOf(at)
  return sql`select count(*) from notices as counted where counted.account_id = ${account} and counted.kind = 'notice'
    and counted.result in ('sent', 'sending') and counted.at >= ${quarterBegins(quarter)}
    and counted.at < ${quarterBegins(quarterAfter(quarter, 1))}`
}

/** Selects until when a person is away at a moment, everywhere or in this organisation; null where they are not. */
export function leaveAt(account: SQL, orgId: SQL, at: SQL): SQL {
  return sql`select max(until) from leaves where leaves.account_id = ${account} and (leaves.org_id is null or leaves.org_id = ${orgId})
    and leaves.since <= ${at} and leaves.until >= ${at} and (leaves.ended_at is null or leaves.ended_at > ${at})`
}
