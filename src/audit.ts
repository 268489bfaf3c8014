/** ACT I: reads an organisation page by page into the register, judges, tells. It removes nothing from anybody. */

import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers'
import { carryOn } from './audit/engine/run.ts'
import { askAboutFindings, finish } from './audit/finish.ts'
import { tell } from './audit/notify.ts'
import { type AuditParameters, type Bindings, type Outside, openOutside } from './platform.ts'
import { hoursAfter, instant } from './policy/calendar.ts'
import { leaseUntil } from './policy/lease.ts'
import { Refusal } from './policy/refusal.ts'
import { organizationsDueForAudit, runningAudit } from './register/audits/audits.ts'
import { expiredLanes, handOnLane } from './register/audits/checkpoint.ts'
import { organizationsPrompted } from './register/webhooks.ts'

/** One instance of an organisation's lane: works off the bookmark until its requests are spent, then starts the next. */
export class AuditWorkflow extends WorkflowEntrypoint<Bindings, AuditParameters> {
  override async run(event: Readonly<WorkflowEvent<AuditParameters>>, step: WorkflowStep) {
    const { auditId, lane, clockOffset } = event.payload
    const outside = () => openOutside(this.env, instant(Date.now() + clockOffset))
    for (let n = 0; ; n++) {
      const came = await step.do(`read ${n}`, { retries: PATIENT, timeout: '15 minutes' }, () =>
        carryOn(outside(), { auditId, lane }),
      )
      if (came.kind === 'lost') return
      if (came.kind !== 'go_on') break
      if (came.used >= outside().deployment.requests.perInstance) {
        await step.do('hand on', () => handOn(outside(), { id: auditId, lane }))
        return
      }
    }
    await step.do('finish', () => finish(outside(), auditId, lane, outside().now))
    await step.do('ask about findings', () => askAboutFindings(outside(), auditId, outside().now))
    await step.do('tell', () => tell(outside(), auditId))
  }
}

/** Hands on the lanes whose instance has died: their lease has run out. Idempotent, and asks GitHub nothing. */
export async function resumeStrandedAudits(outside: Outside): Promise<void> {
  for (const audit of await expiredLanes(outside.register, outside.now)) await handOn(outside, audit)
}

/** What the calendar asks for: organisations met, what was prompted, the day's audits begun. Idempotent. */
export async function runDue(outside: Outside): Promise<void> {
  for (const trouble of await outside.meetOrganizations())
    console.warn(JSON.stringify({ event: 'organization_not_met', trouble }))
  await readWhatWasPrompted(outside)
  const today = `${outside.now.slice(0, 10)}T00:00:00Z`
  for (const org of await organizationsDueForAudit(
    outside.register,
    today,
    hoursAfter(outside.now, -RETRY_FAILED_HOURS),
  )) {
    try {
      await outside.requestAudit(org.id, { kind: 'calendar' })
    } catch (error) {
      // Somebody began one by hand a moment ago.
      if (!(error instanceof Refusal) || error.code !== 'conflict') throw error
    }
  }
}

/** GitHub's webhooks only name what to look at: the look is an audit like any other, and what did not move costs nothing. */
async function readWhatWasPrompted(outside: Outside): Promise<void> {
  for (const orgId of await organizationsPrompted(outside.register)) {
    if ((await runningAudit(outside.register, orgId)) === undefined)
      await outside.requestAudit(orgId, { kind: 'github' })
  }
}

/** A failed audit is tried again the same day, but not every hour. */
const RETRY_FAILED_HOURS = 5

/** Waits as long as GitHub says (the message carries it, own properties do not survive), otherwise a little longer each time. */
const PATIENT = {
  limit: 60,
  backoff: 'constant' as const,
  delay: ({ ctx, error }: { ctx: { attempt: number }; error: Error }) =>
    (Number(/retry-after=(\d+)/.exec(error.message)?.[1]) || Math.min(60, 2 ** ctx.attempt)) * 1000,
}

async function handOn(outside: Outside, audit: { id: string; lane: number }): Promise<void> {
  if (await handOnLane(outside.register, { auditId: audit.id, lane: audit.lane }, leaseUntil(outside.now))) {
    await outside.startAudit({ id: audit.id, lane: audit.lane + 1 })
  }
}
