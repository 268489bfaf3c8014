/** The revocations that changed something on GitHub, by hand or by us, to tell what became of stale access. */

import { sql } from 'drizzle-orm'
import type { Deed } from '../../policy/stale-access/change.ts'
import { type DecisionKind, type Id, type Instant, subjectKeyOf } from '../../policy/words.ts'
import { fromJson, type Register } from '../open.ts'
import { proposals } from '../schema.ts'

/**
 * Those with a step done, or verified as done, later than `since`; and those left to a person, who may have done it before
 * an audit has ticked it off: whoever asks knows that the access is gone.
 */
export async function findDeeds(register: Register, orgId: Id, since: Instant): Promise<readonly Deed[]> {
  const rows = await register.rows<{ subject: string; scope: string | null; decision: DecisionKind }>(sql`
    select distinct proposals.subject as subject, proposals.scope as scope, decisions.decision as decision
    from revocations join proposals on proposals.id = revocations.id
      join decisions on decisions.proposal_id = proposals.id and decisions.ended_at is null
    where revocations.org_id = ${orgId} and decisions.decision <> 'keep' and (
      revocations.status = 'by_hand' or (revocations.verified = 1 and revocations.finished_at > ${since})
      or exists (select 1 from outcomes where outcomes.revocation_id = revocations.id
        and outcomes.status in ('done', 'already_gone', 'by_hand') and outcomes.at > ${since}))`)
  return rows.map(({ subject, scope, decision }) => ({
    holder: subjectKeyOf(fromJson(proposals.subject, subject)),
    scope: fromJson(proposals.scope, scope),
    decision,
  }))
}
