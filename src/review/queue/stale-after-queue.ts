/**
 * Says how much stale access would be left if the whole queue were carried out now, so that owners see today what they have
 * already decided.
 */

import { staleAfter } from '../../policy/stale-access/after-plans.ts'
import { findOpenGrants } from '../../register/access/grants.ts'
import { findRepositoryFacts } from '../../register/access/repositories.ts'
import { findStaleTargets } from '../../register/audits/stale-access.ts'
import type { Register } from '../../register/open.ts'
import type { Organization } from '../../register/organizations.ts'
import { findQueueDetails } from '../../register/revocations/queue-details.ts'
import type { QueuePlace } from './read-queue.ts'

/** Null where nothing is queued; then the register is not asked. */
export async function staleAfterQueue(
  register: Register,
  { id }: Pick<Organization, 'id'>,
  places: readonly QueuePlace[],
): Promise<number | null> {
  const answers = places.flatMap(({ queued: { decisionId } }) => decisionId ?? [])
  if (answers.length === 0) return null
  const [details, unused, grants, repositories] = await Promise.all([
    findQueueDetails(register, answers),
    findStaleTargets(register, id, 'now'),
    findOpenGrants(register, id),
    findRepositoryFacts(register, id),
  ])
  const writable = new Set(repositories.flatMap((each) => (each.archived ? [] : [each.id])))
  const decided = places.map(({ queued: { subject, decisionId } }) => ({
    subject,
    plan: details.get(decisionId ?? '')?.plan ?? [],
  }))
  return staleAfter(unused, decided, { grants, writable })
}
