/** Begins an audit of an organisation, or continues a dead one in its next instance. */

import { instant } from '../policy/calendar.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Actor, Id, Instant } from '../policy/words.ts'
import { beginAudit, findLatestAudits, findRunningAudit, leaseUntil } from '../register/audits/audits.ts'
import { handOverToNextInstance } from '../register/audits/checkpoint.ts'
import type { Register } from '../register/open.ts'

/** Begins an audit as of `now`, or starts the next instance of a dead one. Refuses (`conflict`) where one is running. */
export async function beginAuditOf(
  register: Register,
  start: (audit: { id: string; instance: number }) => Promise<void>,
  orgId: Id,
  by: Actor,
  now: Instant,
): Promise<{ id: string }> {
  const id = crypto.randomUUID()
  const asOf = await asOfAfterLast(register, orgId, now)
  const lease = leaseUntil(now)
  if (await beginAudit(register, { id, orgId, askedBy: by, asOf, startedAt: now, leaseUntil: lease })) {
    await start({ id, instance: 0 })
    return { id }
  }
  const running = await findRunningAudit(register, orgId)
  if (running !== undefined && running.leaseUntil < now) {
    if (await handOverToNextInstance(register, { auditId: running.id, instance: running.instance }, lease)) {
      await start({ id: running.id, instance: running.instance + 1 })
    }
    return { id: running.id }
  }
  throw new Refusal(
    'conflict',
    'An audit of this organisation is running already; its page shows how far it is.',
    running === undefined ? {} : { id: running.id },
  )
}

/**
 * The whole second of `now`, or the one after the last audit's if that is later. GitHub's times are whole seconds: with
 * milliseconds, what was done in this very second would lie on neither side. Audits are strictly ordered in time (a cron
 * event may come late), because only the newest act is kept and "first seen later than" must always have an answer.
 */
async function asOfAfterLast(register: Register, orgId: Id, now: Instant): Promise<Instant> {
  const second = Math.floor(Date.parse(now) / 1000) * 1000
  const [last] = await findLatestAudits(register, orgId, 1)
  const lastAsOf = last === undefined ? null : Date.parse(last.asOf)
  return instant(lastAsOf !== null && lastAsOf >= second ? lastAsOf + 1000 : second)
}
