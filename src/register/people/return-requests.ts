/** Records, finds and ends people's requests for the access that was taken from them. */

import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { type Actor, type Id, type Instant, type Subject, subjectKeyOf } from '../../policy/words.ts'
import { insertFrom, type Register, type Statement } from '../open.ts'
import { proposals, returnRequests } from '../schema.ts'

/** A person's request for the access that a revocation took, as a row. */
export type ReturnRequest = Readonly<typeof returnRequests.$inferSelect>

/** All of an account, the newest first. */
export async function findRequestsOf(register: Register, account: Id): Promise<readonly ReturnRequest[]> {
  return register
    .select()
    .from(returnRequests)
    .where(eq(returnRequests.accountId, account))
    .orderBy(desc(returnRequests.at), desc(returnRequests.id))
}

/** The one that stands for a revocation; null where none does. */
export async function findOpenRequest(
  register: Register,
  revocationId: string,
): Promise<ReturnRequest | null> {
  const [row] = await register
    .select()
    .from(returnRequests)
    .where(and(eq(returnRequests.revocationId, revocationId), isNull(returnRequests.endedAt)))
  return row ?? null
}

/** Who asks an organisation to come back, the first who asked first. */
export async function listOpenRequests(
  register: Register,
  orgId: Id,
): Promise<
  readonly (Pick<ReturnRequest, 'id' | 'at' | 'revocationId'> & {
    readonly subject: Subject
    readonly reviewId: string
  })[]
> {
  return register
    .select({
      id: returnRequests.id,
      at: returnRequests.at,
      revocationId: returnRequests.revocationId,
      subject: proposals.subject,
      reviewId: proposals.reviewId,
    })
    .from(returnRequests)
    .innerJoin(proposals, eq(proposals.id, returnRequests.revocationId))
    .where(and(eq(returnRequests.orgId, orgId), isNull(returnRequests.endedAt)))
    .orderBy(returnRequests.at, returnRequests.id)
}

/**
 * Records a request. Writes nothing where one stands already, or the access has been given back: a second click does nothing.
 */
export function requestStatement(
  register: Register,
  ask: Pick<ReturnRequest, 'id' | 'orgId' | 'revocationId' | 'accountId' | 'text' | 'at'>,
): Statement {
  // Only of one's own: the guard stands in the write, too.
  const key = subjectKeyOf({ kind: 'account', id: ask.accountId })
  const { id, orgId, revocationId, accountId, text, at } = ask
  return insertFrom(
    register,
    returnRequests,
    { id, orgId, revocationId, accountId, text, at, endedAt: null, endedBy: null, endedBecause: null },
    sql`where exists (select 1 from revocations join proposals on proposals.id = revocations.id
        where revocations.id = ${revocationId} and revocations.org_id = ${orgId}
          and revocations.status in ('done', 'failed', 'by_hand')
          and (proposals.subject_key = ${key} or proposals.subject_key glob ${`grant:${key}:*`}))
      and not exists (select 1 from return_requests where revocation_id = ${revocationId} and ended_at is null)`,
  )
}

/** Ends a request: an owner declines, or the person withdraws it. */
export function endRequestStatement(
  register: Register,
  id: string,
  end: { readonly by: Actor; readonly because: 'declined' | 'withdrawn'; readonly at: Instant },
): Statement {
  return register
    .update(returnRequests)
    .set({ endedAt: end.at, endedBy: end.by, endedBecause: end.because })
    .where(and(eq(returnRequests.id, id), isNull(returnRequests.endedAt)))
}

/** Ends the request because the access is held again. */
export function requestGrantedStatement(
  register: Register,
  revocationId: string,
  by: Actor,
  now: Instant,
  recorded: SQL,
): Statement {
  return register
    .update(returnRequests)
    .set({ endedAt: now, endedBy: by, endedBecause: 'given_back' })
    .where(and(eq(returnRequests.revocationId, revocationId), isNull(returnRequests.endedAt), recorded))
}
