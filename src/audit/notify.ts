/** The letter about an audit that has ended: what is new by it, or why it failed. It decides nothing. */

import { type AuditNews, auditFailed, auditFinished, letterhead } from '../notify/messages.ts'
import type { Platform } from '../platform.ts'
import { readRules } from '../policy/rules/rules.ts'
import { VERDICTS, type VerdictName } from '../policy/words.ts'
import { type Audit, findLatestAudits } from '../register/audits/audits.ts'
import { type AuditCounts, findAuditNews } from '../register/audits/news.ts'
import { findReadings } from '../register/audits/readings.ts'
import type { Organization } from '../register/organizations.ts'
import { clearTriggers } from '../register/webhooks.ts'
import { auditAndOrganization } from './finish.ts'
import { sourcesOf } from './sources-in-words.ts'

/** After the end: the letter, if anything is new. */
export async function notifyOfAudit(platform: Platform, auditId: string): Promise<void> {
  const found = await auditAndOrganization(platform, auditId)
  if (found === null) return
  const { audit, org } = found
  const head = letterhead(platform.deployment.publicUrl, org, readRules(org.rules))
  if (audit.status === 'complete' || audit.status === 'partial') {
    // What is unread stays so for reasons of its own; asking every hour would not mend it.
    await clearTriggers(platform.register, org.id, audit.asOf)
    const first = org.firstCompleteAt === audit.asOf
    const message = auditFinished(head, {
      id: auditId,
      status: audit.status,
      first,
      verdicts: verdictsOf(audit),
      news: await newsFor(platform, org, audit, first),
    })
    if (message !== null) await platform.post(org.id, message)
  } else if (audit.status === 'failed') {
    const [, before] = await findLatestAudits(platform.register, org.id, 2)
    const message = auditFailed(head, {
      id: auditId,
      failure: audit.failure ?? '',
      failureBefore: before?.failure ?? null,
    })
    if (message !== null) await platform.post(org.id, message)
  }
}

function verdictsOf(audit: Audit): Readonly<Record<VerdictName, number>> {
  // Written by `finish` alone, as Counts.
  const counts = (audit.counts === null ? null : JSON.parse(audit.counts)) as AuditCounts | null
  const none = Object.fromEntries(VERDICTS.map((name) => [name, 0])) as Record<VerdictName, number>
  return { ...none, ...counts?.verdicts }
}

async function newsFor(
  platform: Platform,
  org: Organization,
  audit: Audit,
  first: boolean,
): Promise<AuditNews> {
  const earlier = (await findLatestAudits(platform.register, org.id, 10)).find(
    (a) => a.id !== audit.id && a.finishedAt !== null && a.status !== 'failed',
  )
  const now = sourcesOf(
    (await findReadings(platform.register, audit.id)).filter((r) => r.state.kind === 'unread'),
  )
  const before =
    earlier === undefined
      ? []
      : sourcesOf(
          (await findReadings(platform.register, earlier.id)).filter((r) => r.state.kind === 'unread'),
        )
  return {
    ...(first ? ALL_IS_NEW : await findAuditNews(platform.register, org.id, audit.id, audit.asOf)),
    unread: now.filter((source) => !before.includes(source)),
    mended: before.filter((source) => !now.includes(source)),
  }
}

/** Of a first audit the letter tells no names, so none are read. */
const ALL_IS_NEW = { inactive: [], joined: [], left: [], credentials: 0 }
