/** Stores the snapshot of a revocation: what is needed to give back what it removes. */

import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Snapshot } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import { revocations } from '../schema.ts'
import type { Attempt } from './revocations.ts'

/** Stores the snapshot; once a change was authorized, the first snapshot is kept. False when this attempt is no longer under way. */
export async function storeSnapshot(
  register: Register,
  attempt: Attempt,
  snapshot: Snapshot,
): Promise<boolean> {
  const stored = await register
    .update(revocations)
    .set({
      snapshot: sql`case when ${revocations.countedAt} is null then ${JSON.stringify(snapshot)} else coalesce(${revocations.snapshot}, ${JSON.stringify(snapshot)}) end`,
    })
    .where(
      and(
        eq(revocations.id, attempt.id),
        eq(revocations.attempt, attempt.number),
        inArray(revocations.status, ['pending', 'running']),
      ),
    )
    .returning({ id: revocations.id })
  return stored.length === 1
}
