/** Ends an audit: its status and counts with the history entry, the proposals, the letter. Every part may run twice. */

import { type AuditNews, auditFailed, auditFinished, type Letterhead } from '../notify/letters.ts'
import type { Outside } from '../outside.ts'
import { readRules } from '../policy/rules.ts'
import { type Instant, type Reading, type Source, VERDICTS, type VerdictName } from '../policy/words.ts'
import {
  type Audit,
  auditById,
  type Fence,
  finishAudit,
  latestAudits,
  recordFirstComplete,
} from '../register/audits.ts'
import { recordChange } from '../register/history.ts'
import { type Counts, countsOf, newsOf } from '../register/news.ts'
import { type Organization, organizationById } from '../register/organizations.ts'
import { clearPrompts } from '../register/prompts.ts'
import { readingsOf } from '../register/readings.ts'
import { addProposals } from '../review.ts'

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
    () => (status === 'complete' ? [recordFirstComplete(outside.register, org.id, audit.asOf)] : []),
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

/** After the end: the letter, if anything is new. */
export async function tell(outside: Outside, auditId: string): Promise<void> {
  const found = await auditAndOrganization(outside, auditId)
  if (found === null) return
  const { audit, org } = found
  if (audit.status === 'complete' || audit.status === 'partial') {
    if (audit.status === 'complete') await clearPrompts(outside.register, org.id, audit.asOf)
    const first = org.firstCompleteAt === audit.asOf
    const letter = auditFinished(headOf(outside, org), {
      id: auditId,
      status: audit.status,
      first,
      verdicts: verdictsOf(audit),
      news: await newsFor(outside, org, audit, first),
    })
    if (letter !== null) await outside.post(org.id, letter)
  } else if (audit.status === 'failed') {
    const [, before] = await latestAudits(outside.register, org.id, 2)
    const letter = auditFailed(headOf(outside, org), {
      id: auditId,
      failure: audit.failure ?? '',
      failureBefore: before?.failure ?? null,
    })
    if (letter !== null) await outside.post(org.id, letter)
  }
}

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

async function auditAndOrganization(outside: Outside, auditId: string) {
  const audit = await auditById(outside.register, auditId)
  const org = audit === undefined ? undefined : await organizationById(outside.register, audit.orgId)
  return audit === undefined || org === undefined ? null : { audit, org }
}

function headOf(outside: Outside, org: Organization): Letterhead {
  return {
    publicUrl: outside.deployment.publicUrl,
    organization: { id: org.id, login: org.login },
    names: readRules(org.rules).channels.names,
  }
}

function verdictsOf(audit: Audit): Readonly<Record<VerdictName, number>> {
  // Written by `finish` alone, as Counts.
  const counts = (audit.counts === null ? null : JSON.parse(audit.counts)) as Counts | null
  const none = Object.fromEntries(VERDICTS.map((name) => [name, 0])) as Record<VerdictName, number>
  return { ...none, ...counts?.verdicts }
}

async function newsFor(
  outside: Outside,
  org: Organization,
  audit: Audit,
  first: boolean,
): Promise<AuditNews> {
  const earlier = (await latestAudits(outside.register, org.id, 10)).find(
    (a) => a.id !== audit.id && a.finishedAt !== null && a.status !== 'failed',
  )
  const now = sourcesOf(
    (await readingsOf(outside.register, audit.id)).filter((r) => r.state.kind === 'unread'),
  )
  const before =
    earlier === undefined
      ? []
      : sourcesOf((await readingsOf(outside.register, earlier.id)).filter((r) => r.state.kind === 'unread'))
  return {
    ...(first ? ALL_IS_NEW : await newsOf(outside.register, org.id, audit.id, audit.asOf)),
    unread: now.filter((source) => !before.includes(source)),
    mended: before.filter((source) => !now.includes(source)),
  }
}

/** Of a first audit the letter tells no names, so none are read. */
const ALL_IS_NEW = { inactive: [], joined: [], left: [], credentials: 0 }

/** Sources by their words, without a person's or repository's name. */
function sourcesOf(readings: readonly Reading[]): string[] {
  return [...new Set(readings.map((r) => printed(r.source)))]
}

function printed(source: Source): string {
  return source.replaceAll('_', ' ')
}
