/** Finds what was taken from an account, in every organisation served here, with every asking for it. */

import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { type Id, type Instant, type ProposalScope, type Subject, subjectKeyOf } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import { organizations, proposals, revocations } from '../schema.ts'
import { findRequestsOf, type ReturnRequest } from './return-requests.ts'

/** What one revocation took from the account. */
export interface TakenFromPerson {
  /** The revocation's id, which is its proposal's. */
  readonly id: string
  readonly orgId: Id
  readonly reviewId: string
  readonly subject: Subject
  /** The one grant that was taken; null where it was everything. */
  readonly scope: ProposalScope | null
  readonly status: typeof revocations.$inferSelect.status
  readonly rehearsal: boolean
  readonly startedAt: Instant
  readonly finishedAt: Instant | null
  /** When it was taken; null where what is needed to give it back is not stored. */
  readonly takenAt: Instant | null
  readonly removed: boolean
  /** When the account held access again; null while it does not. */
  readonly rejoinedAt: Instant | null
  /** The newest first. */
  readonly requests: readonly ReturnRequest[]
}

/** The newest first. */
export async function findTaken(register: Register, account: Id): Promise<readonly TakenFromPerson[]> {
  const key = subjectKeyOf({ kind: 'account', id: account })
  const [rows, requests] = await Promise.all([
    register
      .select({
        id: revocations.id,
        orgId: revocations.orgId,
        reviewId: proposals.reviewId,
        subject: proposals.subject,
        scope: proposals.scope,
        status: revocations.status,
        rehearsal: revocations.rehearsal,
        startedAt: revocations.startedAt,
        finishedAt: revocations.finishedAt,
        takenAt: sql<Instant | null>`${revocations.snapshot} ->> 'at'`,
        removed: sql<number>`not ${revocations.rehearsal} and exists (select 1 from outcomes
          where outcomes.revocation_id = ${revocations.id} and (outcomes.status in ('done', 'attempting')
            or (outcomes.status = 'by_hand' and ${revocations.verified} = 1)))`,
        rejoinedAt: revocations.rejoinedAt,
      })
      .from(revocations)
      .innerJoin(proposals, eq(proposals.id, revocations.id))
      .innerJoin(organizations, and(eq(organizations.id, revocations.orgId), isNull(organizations.closedAt)))
      .where(sql`(${proposals.subjectKey} = ${key} or ${proposals.subjectKey} glob ${`grant:${key}:*`})`)
      .orderBy(desc(revocations.startedAt), desc(revocations.id)),
    findRequestsOf(register, account),
  ])
  return rows.map((row) => ({
    ...row,
    removed: row.removed === 1,
    requests: requests.filter(({ revocationId }) => revocationId === row.id),
  }))
}
