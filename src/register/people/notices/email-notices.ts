/** Records the e-mails that this product sends to people itself: that one is about to leave, once, and what became of it. */

import { and, eq, type SQL, sql } from 'drizzle-orm'
import { hoursAfter } from '../../../policy/calendar.ts'
import { BY_EMAIL, MOST_NOTICES } from '../../../policy/people/notices/record-notice.ts'
import type { Id, Instant } from '../../../policy/words.ts'
import type { Entry } from '../../history/entry.ts'
import { recordChange } from '../../history/history.ts'
import type { Register, Statement } from '../../open.ts'
import { notices } from '../../schema.ts'
import { isTellable, RULES_ASK } from './notices.ts'
import { isAnnounced, leaveAt, noticeStatement, noticesInQuarter } from './record-notices.ts'

/** Somebody to whom an e-mail is due. */
export interface EmailDue {
  readonly orgId: Id
  readonly reviewId: string
  readonly proposalId: string
  readonly account: Id
}

/** Hours after which an address that was not public, or was refused, is asked for again. */
const AGAIN_HOURS = 24

/**
 * Who is still to be told in open reviews, and may be by e-mail: oldest question first. Who has an e-mail that was sent, or may
 * have been, is not among them; nor who is away, has had enough notices, or has just been looked for in vain.
 */
export function findEmailsDue(register: Register, now: Instant, limit: number): Promise<readonly EmailDue[]> {
  const since = hoursAfter(now, -AGAIN_HOURS)
  const account = sql`(proposals.subject ->> 'id')`
  return register.rows(sql`
    select proposals.org_id as orgId, review_id as reviewId, proposals.id as proposalId, ${account} as account
    from proposals join reviews on reviews.id = review_id and reviews.closed_at is null
      join organizations on organizations.id = proposals.org_id and organizations.closed_at is null
    where ${isTellable(sql`proposals`)} and not ${isAnnounced}
      and not exists (select 1 from notices as mailed where mailed.proposal_id = proposals.id and mailed.way = ${BY_EMAIL}
        and (mailed.result <> 'not_sent' or mailed.at > ${since}))
      and (${leaveAt(account, sql`proposals.org_id`, sql`${now}`)}) is null
      and (${noticesInQuarter(account, now)}) < ${MOST_NOTICES}
      and ${RULES_ASK}
    order by proposals.opened_at, risk_score desc, proposals.id limit ${limit}`)
}

/**
 * Notes right before the call that an e-mail is about to leave, where nothing forbids it at this moment. False: it must not be
 * sent, because it was, may have been, or may not be.
 */
export function beginEmail(register: Register, due: EmailDue, now: Instant, entry: Entry): Promise<boolean> {
  return recordChange(register, due.orgId, emailStatement(register, due, 'sending', now), entry)
}

/** Notes that no e-mail could leave: no address is public. Nothing has happened to anybody, so it makes no history. */
export async function noteNoAddress(register: Register, due: EmailDue, now: Instant): Promise<void> {
  await emailStatement(register, due, 'not_sent', now)
}

/** Notes what became of the e-mail that was begun at this moment. */
export async function endEmail(
  register: Register,
  { orgId, proposalId }: EmailDue,
  result: 'sent' | 'not_sent',
  now: Instant,
  entry: Entry,
): Promise<void> {
  const begun = and(
    eq(notices.proposalId, proposalId),
    eq(notices.way, BY_EMAIL),
    eq(notices.result, 'sending'),
    eq(notices.at, now),
  )
  await recordChange(register, orgId, register.update(notices).set({ result }).where(begun), entry)
}

/** One row a proposal: what could not be sent before may be tried again, and nothing else. */
function emailStatement(
  register: Register,
  { orgId, proposalId, account }: EmailDue,
  result: 'sending' | 'not_sent',
  now: Instant,
): Statement {
  const by = { kind: 'calendar' } as const
  const told = { kind: 'notice', result, way: BY_EMAIL, at: now } as const
  const again: SQL = sql`${notices.result} = 'not_sent'`
  return noticeStatement(register, orgId, { proposalId, accountId: account, told, by, now }, (insert) =>
    insert.onConflictDoUpdate({
      target: notices.proposalId,
      targetWhere: sql`way = 'email' and result <> 'unreachable'`,
      set: { result, at: now, recordedAt: now },
      setWhere: again,
    }),
  )
}
