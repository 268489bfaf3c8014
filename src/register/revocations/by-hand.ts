/** Revocations that people have to finish by hand, and their verification by an audit. */

import { and, eq, isNull } from 'drizzle-orm'
import type { Id, Instant } from '../../policy/words.ts'
import type { Register, Statement } from '../open.ts'
import { revocations } from '../schema.ts'

/** The proposals whose links somebody still has to follow: done, no rehearsal, not verified. */
export async function findLeftByHand(register: Register, orgId: Id): Promise<readonly string[]> {
  const rows = await register
    .select({ id: revocations.id })
    .from(revocations)
    .where(
      and(
        eq(revocations.orgId, orgId),
        eq(revocations.status, 'done'),
        eq(revocations.rehearsal, false),
        isNull(revocations.verified),
      ),
    )
  return rows.map(({ id }) => id)
}

/** Marks a revocation left to people as verified, because an audit found it gone. */
export function verifiedStatement(register: Register, id: string, now: Instant): Statement {
  return register
    .update(revocations)
    .set({ verified: true, reason: null, finishedAt: now })
    .where(and(eq(revocations.id, id), eq(revocations.status, 'done'), isNull(revocations.verified)))
}
