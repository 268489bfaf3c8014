/** What the people of a page have said in one organisation: to this question, to earlier ones, and until when they are away. */

import { type SQL, sql } from 'drizzle-orm'
import type { Id, Instant } from '../../policy/words.ts'
import { builtJson, type Register, rowsOf } from '../open.ts'
import type { AnswerRow } from './answers.ts'
import { isLeaveNow } from './leaves.ts'

/** What one person has said. */
export interface Said {
  /** The answer to this question that stands. */
  readonly standing: AnswerRow | null
  /** The newest answer that stands to an earlier question. */
  readonly earlier: AnswerRow | null
  /** Until when they are away. */
  readonly awayUntil: Instant | null
}

/** A lookup by question and account, in one statement. */
export async function findSaid(
  register: Register,
  orgId: Id,
  accounts: readonly Id[],
  now: Instant,
): Promise<(proposalId: string | null, account: Id) => Said> {
  return saidIn(await register.rows<SaidRow>(saidRows(orgId, accounts, now)))
}

/** An answer as JSON, or the day until which somebody is away. */
export interface SaidRow {
  readonly account: Id
  readonly answer: string | null
  readonly until: Instant | null
}

/** Selects them, for another statement to join. */
export function saidRows(orgId: Id, accounts: readonly Id[], now: Instant): SQL {
  const asked = sql`account_id in (select value from ${rowsOf(accounts)})`
  return sql`select account_id as account, json_object('id', id, 'orgId', org_id, 'proposalId', proposal_id,
        'accountId', account_id, 'answer', answer, 'until', until, 'text', text, 'by', json("by"),
        'toldBy', told_by, 'at', at, 'endedAt', ended_at) as answer, null as until
      from answers where org_id = ${orgId} and ended_at is null and ${asked}
    union all select account_id, null, until from leaves where ${isLeaveNow(sql`${orgId}`, now)} and ${asked}`
}

/** The lookup of what was selected. */
export function saidIn(rows: readonly SaidRow[]): (proposalId: string | null, account: Id) => Said {
  const of = Map.groupBy(rows, ({ account }) => account)
  return (proposalId, account) => {
    const said = of.get(account) ?? []
    const answers = said
      .flatMap(({ answer }) => (answer === null ? [] : [builtJson<AnswerRow>(answer)]))
      .sort((a, b) => b.at.localeCompare(a.at))
    const [awayUntil = null] = said.flatMap(({ until }) => until ?? []).sort((a, b) => b.localeCompare(a))
    return {
      standing: answers.find((answer) => answer.proposalId === proposalId) ?? null,
      earlier: answers.find((answer) => answer.proposalId !== proposalId) ?? null,
      awayUntil,
    }
  }
}
