/** What a person has to remove by hand, and the audit that found it gone. It trusts nobody's word for it. */

import { and, eq, isNull } from 'drizzle-orm'
import type { Id, Instant } from '../../policy/words.ts'
import type { Register, Statement } from '../open.ts'
import { revocations } from '../schema.ts'

/** Proposals of which a person still has to follow the links: carried out, no rehearsal, not verified. */
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

/** The change that notes what an audit has found gone of a revocation that was left to people. */
export function verifiedStatement(register: Register, id: string, now: Instant): Statement {
  return register
    .update(revocations)
    .set({ verified: true, reason: null, finishedAt: now })
    .where(and(eq(revocations.id, id), eq(revocations.status, 'done'), isNull(revocations.verified)))
}
