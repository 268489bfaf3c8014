/** Ends an audit: its status, counts and history entry, and the proposals it adds to a running review. Each part may run twice. */

import type { Platform } from '../platform.ts'
import type { Instant, Reading, Source } from '../policy/words.ts'
import { type Audit, findAudit } from '../register/audits/audits.ts'
import { type AuditInstance, finishAuditStatement } from '../register/audits/checkpoint.ts'
import { findAuditCounts } from '../register/audits/news.ts'
import { dropNotesStatement } from '../register/audits/notes.ts'
import { findReadings } from '../register/audits/readings.ts'
import { recordChange } from '../register/history/history.ts'
import { firstCompleteStatement, type Organization } from '../register/organizations.ts'
import { addProposals, recordRejoins } from '../review.ts'

/** Ends an audit that has read everything it could. */
export async function endAudit(
  platform: Platform,
  auditId: string,
  instance: number,
  now: Instant,
): Promise<void> {
  const found = await findAudit(platform.register, auditId)
  if (found !== undefined && found.audit.finishedAt === null) await end(platform, found, instance, now)
}

/** Adds the findings of an audit that did not fail to the running review, and counts those who came back. */
export async function addProposalsFromAudit(
  platform: Platform,
  auditId: string,
  now: Instant,
): Promise<void> {
  const found = await findAudit(platform.register, auditId)
  if (found === undefined || found.audit.finishedAt === null || found.audit.status === 'failed') return
  await addProposals(platform, found.org, auditId, now)
  await recordRejoins(platform, found.org.id, now)
}

/** Records status, counts and the first complete audit; does nothing if another instance has taken over. */
async function end(
  platform: Platform,
  { audit, org }: { readonly audit: Audit; readonly org: Organization },
  instance: number,
  now: Instant,
): Promise<void> {
  const auditId = audit.id
  const readings = await findReadings(platform.register, auditId)
  // An account of which something was not read is unknown itself; one that GitHub never shows must not keep every audit partial.
  const unread = readings.filter(
    ({ state, source, scope }) =>
      state.kind === 'unread' && scope.kind !== 'account' && !ONLY_CLEARS.includes(source),
  )
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
      actor: audit.askedBy,
      sentence:
        status === 'complete'
          ? 'The audit read everything it needs.'
          : `The audit is partial: ${sourcesOf(unread).join(', ')} could not be read in full. Nobody is called inactive because of it.`,
      facts: { audit: auditId, status, counts: { ...counts } },
    },
    (recorded) => [
      dropNotesStatement(platform.register, auditId, recorded),
      ...(status === 'complete'
        ? [firstCompleteStatement(platform.register, org.id, audit.asOf, recorded)]
        : []),
    ],
  )
}

/** Sources whose gaps change no verdict and close no grant: they stand in the coverage and do not make the audit partial. */
const ONLY_CLEARS: readonly Source[] = [
  'failed_invitations',
  'probe',
  'newest_act',
  'workflow_runs',
  'deployments',
  'tags',
  'advisories',
  'repository_files',
]

/** Ends an audit that cannot go on; `sentence` tells the owners why. */
export async function failAudit(
  platform: Platform,
  org: Organization,
  audit: Audit,
  instance: AuditInstance,
  sentence: string,
): Promise<void> {
  await recordChange(
    platform.register,
    org.id,
    finishAuditStatement(platform.register, instance, {
      status: 'failed',
      finishedAt: platform.now,
      counts: null,
      failure: sentence,
    }),
    {
      at: platform.now,
      act: 'audit_failed',
      actor: audit.askedBy,
      sentence,
      facts: { audit: audit.id },
    },
    (recorded) => [dropNotesStatement(platform.register, audit.id, recorded)],
  )
}

/** The sources of readings as words in a sentence for owners. */
export function sourcesOf(readings: readonly Reading[]): string[] {
  return [...new Set(readings.map(({ source }) => source.replaceAll('_', ' ')))]
}
