/** Ends an audit: its status and counts with the history entry, and the proposals. Every part may run twice; it tells nobody. */

import type { Platform } from '../platform.ts'
import type { Instant, Source } from '../policy/words.ts'
import { type Audit, findAudit } from '../register/audits/audits.ts'
import { type AuditInstance, finishAuditStatement } from '../register/audits/checkpoint.ts'
import { findAuditCounts } from '../register/audits/news.ts'
import { findReadings } from '../register/audits/readings.ts'
import { recordChange } from '../register/history/history.ts'
import { findOrganizationById, firstCompleteStatement, type Organization } from '../register/organizations.ts'
import { addProposals } from '../review.ts'
import { sourcesOf } from './sources-in-words.ts'

/** Writes the end of an audit that read everything it could. */
export async function endAudit(
  platform: Platform,
  auditId: string,
  instance: number,
  now: Instant,
): Promise<void> {
  const found = await auditAndOrganization(platform, auditId)
  if (found !== null && found.audit.finishedAt === null) await end(platform, found, instance, now)
}

/** Asks in a running review about what an audit that has ended well has found. */
export async function addProposalsFromAudit(
  platform: Platform,
  auditId: string,
  now: Instant,
): Promise<void> {
  const found = await auditAndOrganization(platform, auditId)
  if (found === null || found.audit.finishedAt === null || found.audit.status === 'failed') return
  await addProposals(platform, found.org, auditId, now)
}

/** The status, the counts and the first completeness; nothing where the lane was handed on meanwhile. */
async function end(
  platform: Platform,
  { audit, org }: { readonly audit: Audit; readonly org: Organization },
  instance: number,
  now: Instant,
): Promise<void> {
  const auditId = audit.id
  const readings = await findReadings(platform.register, auditId)
  const unread = readings.filter((r) => r.state.kind === 'unread' && !ONLY_CLEARS.includes(r.source))
  const status = unread.length === 0 ? 'complete' : 'partial'
  const counts = await findAuditCounts(platform.register, org.id)
  await recordChange(
    platform.register,
    org.id,
    finishAuditStatement(
      platform.register,
      { auditId, instance },
      { status, finishedAt: now, counts, failure: null },
    ),
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
      status === 'complete' ? [firstCompleteStatement(platform.register, org.id, audit.asOf, recorded)] : [],
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
export async function failAudit(
  platform: Platform,
  org: Organization,
  audit: Audit,
  of: AuditInstance,
  sentence: string,
): Promise<void> {
  await recordChange(
    platform.register,
    org.id,
    finishAuditStatement(platform.register, of, {
      status: 'failed',
      finishedAt: platform.now,
      counts: null,
      failure: sentence,
    }),
    {
      at: platform.now,
      act: 'audit_failed',
      actor: JSON.parse(audit.askedBy),
      sentence,
      facts: { audit: audit.id },
    },
  )
}

export async function auditAndOrganization(platform: Platform, auditId: string) {
  const audit = await findAudit(platform.register, auditId)
  const org = audit === undefined ? undefined : await findOrganizationById(platform.register, audit.orgId)
  return audit === undefined || org === undefined ? null : { audit, org }
}
