/** ACT I: reads an organisation page by page into the register, judges, tells. It removes nothing from anybody. */

import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers'
import { runStep } from './audit/engine/run.ts'
import { addProposalsFromAudit, endAudit } from './audit/finish.ts'
import { notifyOfAudit } from './audit/notify.ts'
import { type AuditParameters, type Bindings, openPlatform, type Platform } from './platform.ts'
import { hoursAfter, instant } from './policy/calendar.ts'
import { leaseUntil } from './policy/lease.ts'
import { Refusal } from './policy/refusal.ts'
import { findOrganizationsDueForAudit, findRunningAudit } from './register/audits/audits.ts'
import { findAuditsWithExpiredLease, handOverToNextInstance } from './register/audits/checkpoint.ts'
import { findOrganizationsTriggered } from './register/webhooks.ts'

/** One instance of an organisation's lane: works off the bookmark until its requests are spent, then starts the next. */
export class AuditWorkflow extends WorkflowEntrypoint<Bindings, AuditParameters> {
  override async run(event: Readonly<WorkflowEvent<AuditParameters>>, step: WorkflowStep) {
    const { auditId, instance, clockOffset } = event.payload
    const platform = () => openPlatform(this.env, instant(Date.now() + clockOffset))
    for (let n = 0; ; n++) {
      const came = await step.do(`read ${n}`, { retries: RETRIES, timeout: '15 minutes' }, () =>
        runStep(platform(), { auditId, instance }),
      )
      if (came.kind === 'lost') return
      if (came.kind !== 'go_on') break
      if (came.used >= platform().deployment.requests.perInstance) {
        await step.do('hand on', () => continueInNextInstance(platform(), { id: auditId, instance }))
        return
      }
    }
    await step.do('finish', () => endAudit(platform(), auditId, instance, platform().now))
    await step.do('ask about findings', () => addProposalsFromAudit(platform(), auditId, platform().now))
    await step.do('tell', () => notifyOfAudit(platform(), auditId))
  }
}

/** Hands on the lanes whose instance has died: their lease has run out. Idempotent, and asks GitHub nothing. */
export async function resumeOrphanedAudits(platform: Platform): Promise<void> {
  for (const audit of await findAuditsWithExpiredLease(platform.register, platform.now))
    await continueInNextInstance(platform, audit)
}

/** What the calendar asks for: organisations met, what was prompted, the day's audits begun. Idempotent. */
export async function runDue(platform: Platform): Promise<void> {
  for (const trouble of await platform.discoverOrganizations())
    console.warn(JSON.stringify({ event: 'organization_not_met', trouble }))
  await readWhatWasTriggered(platform)
  const today = `${platform.now.slice(0, 10)}T00:00:00Z`
  for (const org of await findOrganizationsDueForAudit(
    platform.register,
    today,
    hoursAfter(platform.now, -RETRY_FAILED_HOURS),
  )) {
    try {
      await platform.requestAudit(org.id, { kind: 'calendar' })
    } catch (error) {
      // Somebody began one by hand a moment ago.
      if (!(error instanceof Refusal) || error.code !== 'conflict') throw error
    }
  }
}

/** GitHub's webhooks only name what to look at: the look is an audit like any other, and what did not move costs nothing. */
async function readWhatWasTriggered(platform: Platform): Promise<void> {
  for (const orgId of await findOrganizationsTriggered(platform.register)) {
    if ((await findRunningAudit(platform.register, orgId)) === undefined)
      await platform.requestAudit(orgId, { kind: 'github' })
  }
}

/** A failed audit is tried again the same day, but not every hour. */
const RETRY_FAILED_HOURS = 5

/** Waits as long as GitHub says (the message carries it, own properties do not survive), otherwise a little longer each time. */
const RETRIES = {
  limit: 60,
  backoff: 'constant' as const,
  delay: ({ ctx, error }: { ctx: { attempt: number }; error: Error }) =>
    (Number(/retry-after=(\d+)/.exec(error.message)?.[1]) || Math.min(60, 2 ** ctx.attempt)) * 1000,
}

async function continueInNextInstance(
  platform: Platform,
  audit: { id: string; instance: number },
): Promise<void> {
  if (
    await handOverToNextInstance(
      platform.register,
      { auditId: audit.id, instance: audit.instance },
      leaseUntil(platform.now),
    )
  ) {
    await platform.startAuditInstance({ id: audit.id, instance: audit.instance + 1 })
  }
}
