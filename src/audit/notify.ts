/** Sends the message about an audit that has ended: what is new, who is a new owner, or that audits fail for days. */

import {
  type AuditNews,
  auditFailing,
  auditFinished,
  type MessageContext,
  messageContext,
  newOwner,
} from '../notify/messages.ts'
import type { Platform } from '../platform.ts'
import { daysAfter, isBefore } from '../policy/calendar.ts'
import { readRules } from '../policy/rules/rules.ts'
import { countByVerdict, type VerdictName } from '../policy/words.ts'
import { findOwnersSecondFactor } from '../register/access/accounts.ts'
import { type Audit, findAudit, findLatestAudits } from '../register/audits/audits.ts'
import { findAuditNews } from '../register/audits/news.ts'
import { findReadings } from '../register/audits/readings.ts'
import { clearTriggers } from '../register/audits/webhook-deliveries.ts'
import { findHistoryHead } from '../register/history/history.ts'
import type { Organization } from '../register/organizations.ts'
import { findNewOwners } from '../register/people/owners/new-owners.ts'
import { findFailingSince } from '../register/people/owners/waiting.ts'
import { sourcesOf } from './finish.ts'

/** Sends a message if there is anything new or broken, and clears the webhook triggers that this audit answered. */
export async function notifyOfAudit(platform: Platform, auditId: string): Promise<void> {
  const found = await findAudit(platform.register, auditId)
  if (found === undefined) return
  const { audit, org } = found
  const context = messageContext(platform.deployment.publicUrl, org, readRules(org.rules))
  if (audit.status === 'complete' || audit.status === 'partial') {
    // After a partial audit too: an audit every hour would not make readable what is unread.
    await clearTriggers(platform.register, org.id, audit.asOf)
    const first = org.firstCompleteAt === audit.asOf
    const message = auditFinished(context, {
      id: auditId,
      status: audit.status,
      first,
      verdicts: verdictsOf(audit),
      news: await newsFor(platform, org, audit, first),
    })
    if (message !== null) await platform.post(org.id, message)
    await tellNewOwners(platform, org, audit, context)
  } else if (audit.status === 'failed') {
    const since = await findFailingSince(platform.register, org.id)
    if (since === null || isBefore(platform.now, daysAfter(since, DAYS_OF_FAILING))) return
    const failing = { audit: auditId, failure: audit.failure ?? '', since }
    await platform.post(org.id, auditFailing(context, failing))
  }
}

/** Days for which audits fail before the owners are told: a fault that passes by itself within days asks nothing of them. */
const DAYS_OF_FAILING = 3

/** Tells about new owners. Not in the first complete audit or before it, when everybody is new. */
async function tellNewOwners(
  platform: Platform,
  org: Organization,
  { id, asOf }: Audit,
  context: MessageContext,
): Promise<void> {
  const { register } = platform
  if (org.firstCompleteAt === null || !isBefore(org.firstCompleteAt, asOf)) return
  const owners = await findNewOwners(register, org.id, asOf)
  if (owners.length === 0) return
  const history = await findHistoryHead(register, org.id)
  await platform.post(org.id, newOwner(context, { auditId: id, owners, history }))
}

function verdictsOf(audit: Audit): Readonly<Record<VerdictName, number>> {
  return countByVerdict((name) => audit.counts?.verdicts[name] ?? 0)
}

async function newsFor(
  platform: Platform,
  org: Organization,
  audit: Audit,
  first: boolean,
): Promise<AuditNews> {
  const previous = (await findLatestAudits(platform.register, org.id, 10)).find(
    (a) => a.id !== audit.id && a.finishedAt !== null && a.status !== 'failed',
  )
  const unreadNow = sourcesOf(
    (await findReadings(platform.register, audit.id)).filter((r) => r.state.kind === 'unread'),
  )
  const unreadBefore =
    previous === undefined
      ? []
      : sourcesOf(
          (await findReadings(platform.register, previous.id)).filter((r) => r.state.kind === 'unread'),
        )
  return {
    ...(first ? NO_NAMES : await findAuditNews(platform.register, org.id, audit.id, audit.asOf)),
    unread: unreadNow.filter((source) => !unreadBefore.includes(source)),
    mended: unreadBefore.filter((source) => !unreadNow.includes(source)),
    twoFactor: {
      required: org.twoFactorRequired,
      ownersWithout: (await findOwnersSecondFactor(platform.register, org.id)).without.length,
    },
  }
}

/** The message about a first audit names nobody, so no names are loaded. */
const NO_NAMES = { inactive: [], joined: [], left: [], credentials: 0 }
