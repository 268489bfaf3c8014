/** What is needed to give a removal back, as it stood before it. An image is never replaced once something was removed. */

import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Grant, Id, Instant } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import { revocations } from '../schema.ts'
import type { Attempt } from './revocations.ts'

/** Everything needed to give it back, as it stood before the first removal. */
export type Snapshot =
  | {
      readonly kind: 'account'
      readonly id: Id
      readonly login: string
      readonly at: Instant
      readonly grants: readonly Grant[]
      /** `owner/name` and team slugs as they were then, by id. */
      readonly repositories: Readonly<Record<string, string>>
      readonly teams: Readonly<Record<string, string>>
    }
  | {
      readonly kind: 'invitation'
      readonly at: Instant
      readonly grant: Grant | null
      readonly login: string | null
    }
  | {
      readonly kind: 'credential'
      readonly at: Instant
      /** GitHub's own fields: of a deploy key title, key and read_only. */
      readonly fields: Readonly<Record<string, unknown>>
    }

/** Keeps what is needed to give it back; once something was let through, the first image stays. */
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
