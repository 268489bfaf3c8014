/** Ends an audit: its status and counts with the history entry, and the proposals. Every part may run twice; it tells nobody. */

import type { Outside } from '../platform.ts'
import type { Instant, Source } from '../policy/words.ts'
import { type Audit, auditById } from '../register/audits/audits.ts'
import { type Fence, finishAudit } from '../register/audits/checkpoint.ts'
import { countsOf } from '../register/audits/news.ts'
import { readingsOf } from '../register/audits/readings.ts'
import { recordChange } from '../register/history/history.ts'
import { type Organization, organizationById, recordFirstComplete } from '../register/organizations.ts'
import { addProposals } from '../review.ts'
import { sourcesOf } from './sources-in-words.ts'

/** Writes the end of an audit that read everything it could. */
export async function finish(outside: Outside, auditId: string, lane: number, now: Instant): Promise<void> {
  const found = await auditAndOrganization(outside, auditId)
  if (found !== null && found.audit.finishedAt === null) await end(outside, found, lane, now)
}

/** Asks in a running review about what an audit that has ended well has found. */
export async function askAboutFindings(outside: Outside, auditId: string, now: Instant): Promise<void> {
  const found = await auditAndOrganization(outside, auditId)
  if (found === null || found.audit.finishedAt === null || found.audit.status === 'failed') return
  await addProposals(outside, found.org, auditId, now)
}

/** The status, the counts and the first completeness; nothing where the lane was handed on meanwhile. */
async function end(
  outside: Outside,
  { audit, org }: { readonly audit: Audit; readonly org: Organization },
  lane: number,
  now: Instant,
): Promise<void> {
  const auditId = audit.id
  const readings = await readingsOf(outside.register, auditId)
  const unread = readings.filter((r) => r.state.kind === 'unread' && !ONLY_CLEARS.includes(r.source))
  const status = unread.length === 0 ? 'complete' : 'partial'
  const counts = await countsOf(outside.register, org.id)
  await recordChange(
    outside.register,
    org.id,
    finishAudit(outside.register, { auditId, lane }, { status, finishedAt: now, counts, failure: null }),
    {
      at: now,
      act: 'audit_finished',
      actor: JSON.parse(audit.askedBy),
      sentence:
        status === 'complete'
          ? 'The audit read everything it needs.'
          : `The audit is partial: ${sourcesOf(unread).join(', ')} could not be read in full. Nobody is called inactive because of it.`,
      facts: { audit: auditId, status, counts: { ...counts } },
    },
    (recorded) =>
      status === 'complete' ? [recordFirstComplete(outside.register, org.id, audit.asOf, recorded)] : [],
  )
}

/** Sources whose gaps change no verdict and close no grant: told in the coverage, no reason to call the audit partial. */
const ONLY_CLEARS: readonly Source[] = [
  'probe',
  'newest_act',
  'workflow_runs',
  'deployments',
  'tags',
  'advisories',
]

/** Ends an audit that cannot go on, with the sentence that says why. */
export async function fail(
  outside: Outside,
  org: Organization,
  audit: Audit,
  fence: Fence,
  sentence: string,
): Promise<void> {
  await recordChange(
    outside.register,
    org.id,
    finishAudit(outside.register, fence, {
      status: 'failed',
      finishedAt: outside.now,
      counts: null,
      failure: sentence,
    }),
    {
      at: outside.now,
      act: 'audit_failed',
      actor: JSON.parse(audit.askedBy),
      sentence,
      facts: { audit: audit.id },
    },
  )
}

export async function auditAndOrganization(outside: Outside, auditId: string) {
  const audit = await auditById(outside.register, auditId)
  const org = audit === undefined ? undefined : await organizationById(outside.register, audit.orgId)
  return audit === undefined || org === undefined ? null : { audit, org }
}
