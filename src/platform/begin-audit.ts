/** Begins an audit of an organisation as of now, or hands a dead one on. Never two at once. */

import { instant, leaseUntil } from '../policy/calendar.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Actor, Id, Instant } from '../policy/words.ts'
import { beginAudit, findLatestAudits, findRunningAudit } from '../register/audits/audits.ts'
import { handOverToNextInstance } from '../register/audits/checkpoint.ts'
import type { Register } from '../register/open.ts'

/** Begins an audit, or hands a dead lane on. Refuses (`conflict`) where one is running. */
export async function beginAuditOf(
  register: Register,
  start: (audit: { id: string; instance: number }) => Promise<void>,
  orgId: Id,
  by: Actor,
  now: Instant,
): Promise<{ id: string }> {
  const id = crypto.randomUUID()
  const asOf = await momentAfterTheLast(register, orgId, now)
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
    {
      id: running?.id ?? null,
    },
  )
}

/**
 * The whole second of `now`, GitHub's times being whole seconds: with milliseconds the acts of this very second would lie
 * on neither side. Two audits never share one, and none looks back behind another (a cron event may come late): of acts
 * the newest alone is kept, and "first seen later than" always has an answer.
 */
async function momentAfterTheLast(register: Register, orgId: Id, now: Instant): Promise<Instant> {
  const second = Math.floor(Date.parse(now) / 1000) * 1000
  const [last] = await findLatestAudits(register, orgId, 1)
  const taken = last === undefined ? null : Date.parse(last.asOf)
  return instant(taken !== null && taken >= second ? taken + 1000 : second)
}
