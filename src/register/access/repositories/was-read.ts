/** Whether everything was read that an account could have done in one repository. */

import { sql } from 'drizzle-orm'
import { gapsOf, judgedReadings } from '../../../policy/verdict/coverage.ts'
import type { Id, Instant, Reading } from '../../../policy/words.ts'
import { findReadThrough } from '../../activity/watermarks.ts'
import type { Register } from '../../open.ts'
import type { Organization } from '../../organizations.ts'
import type { Repository } from '../repositories.ts'

/** Judged since `cutoff` by what the newest finished audit did not read in full, in the same way as stale access. */
export async function findWasReadIn(
  register: Register,
  org: Organization,
  repository: Repository,
  notReadInFull: readonly Reading[],
  cutoff: Instant,
): Promise<(account: Id) => boolean> {
  const [{ recent, readThrough }, count] = await Promise.all([
    findReadThrough(register, org.id, cutoff, [repository]),
    register.get<{ n: number }>(
      sql`select count(*) as n from repositories where org_id = ${org.id} and closed_at is null`,
    ),
  ])
  // Where nothing changed there is nothing to read: nobody used anything there.
  if (recent.has(repository.id) && !readThrough.has(repository.id)) return () => false
  const concerning = judgedReadings(notReadInFull, { ...org, repositories: count.n }).filter(
    ({ scope }) => scope.kind !== 'repository' || scope.id === repository.id,
  )
  return (account) =>
    gapsOf(
      concerning,
      account,
      () => null,
      (unseen) => unseen === repository.id,
    ).length === 0
}
