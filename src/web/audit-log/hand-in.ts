/** Takes the export of an organisation's audit log from an owner: reads it, keeps what clears and dates, forgets the rest. */

import { type AuditLog, readAuditLog } from '../../policy/activity/audit-log.ts'
import type { LeftOutReason } from '../../policy/activity/audit-log-entry.ts'
import { counted } from '../../policy/english.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Instant } from '../../policy/words.ts'
import { type AuditLogOutcome, keepAuditLog } from '../../register/activity/audit-log.ts'
import type { Visit } from '../access/visit.ts'
import type { Authorized } from '../permissions/permissions.ts'
import { exportRows } from './export-rows.ts'

/** The largest export, in bytes. */
export const MAX_EXPORT_BYTES = 10 * 1024 * 1024

/** The paths that take an export: the API's and the page's. */
export const EXPORT_PATHS = /^(\/api)?\/orgs\/[^/]+\/audit-log$/

/** What came of handing an audit log in. */
export interface HandedIn extends AuditLogOutcome {
  readonly from: Instant
  readonly to: Instant
  /** How many entries could be used. */
  readonly entries: number
  readonly leftOut: AuditLog['leftOut']
}

/** Takes the export `text`. Refuses what is no export of this organisation's log. */
export async function handIn(c: Visit, { org, actor }: Authorized, text: string): Promise<HandedIn> {
  const { register, deployment, now } = c.var.platform
  const rows = exportRows(text)
  if (rows === null) {
    throw new Refusal(
      'invalid',
      'This is no export of an audit log: neither JSON nor CSV with a column "action". Nothing was stored. Export it on GitHub under Settings, Logs, Audit log, and hand in the file unchanged.',
    )
  }
  const by = actor.kind === 'person' ? { id: actor.id, login: actor.login.toLowerCase() } : null
  const { entries, from, to, leftOut, ...log } = readAuditLog(rows, org, now, by)
  if (from === null || to === null) {
    const complaints = leftOutInWords(leftOut)
    throw new Refusal(
      'invalid',
      `No entry of this file tells anything about ${org.login}. Nothing was stored. ${complaints.join(' ')}`.trim(),
      { complaints },
    )
  }
  const url = `${deployment.webUrl}/organizations/${org.login}/settings/audit-log`
  const outcome = await keepAuditLog(
    register,
    org.id,
    { ...log, entries, from, to, leftOut },
    actor,
    url,
    now,
  )
  if (outcome === null) {
    throw new Refusal(
      'conflict',
      `Nobody is known of ${org.login} yet, so nothing was stored. Hand it in again once the first audit has finished.`,
    )
  }
  return { from, to, entries, ...outcome, leftOut }
}

/** One sentence for each reason. */
export function leftOutInWords(leftOut: AuditLog['leftOut']): string[] {
  // The cast: these are the object's own keys.
  return (Object.entries(leftOut) as [LeftOutReason, number][]).map(
    ([reason, count]) => `${counted(count, 'entry', 'entries')}: ${REASONS[reason]}.`,
  )
}

const REASONS: Readonly<Record<LeftOutReason, string>> = {
  not_as_documented: 'not as GitHub documents an entry',
  no_date: 'without a date that can be read',
  dated_later: 'dated in the future',
  other_organization: 'of another organisation, or of none',
  no_actor: 'without anybody who did it',
  by_a_bot: 'done by a bot, which clears nobody',
  by_a_program: 'done with a token, a key or an App, which clears no person',
  no_own_act: 'joining, leaving, signing in, or what happens by itself, which is nobody’s act',
  your_own_acts: 'your own acts: nobody clears themselves',
  your_own_access: 'since when you hold something yourself: nobody dates themselves',
}
