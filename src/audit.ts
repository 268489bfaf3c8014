/** The audit Workflow, and the audits that the hourly run starts or resumes. */

import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers'
import { STEP_RETRIES } from './audit/engine/retry.ts'
import { runStep } from './audit/engine/run.ts'
import { addProposalsFromAudit, endAudit } from './audit/finish.ts'
import { notifyOfAudit } from './audit/notify.ts'
import { freezeStaleAccess } from './audit/stale-access/freeze.ts'
import { type AuditParameters, type Bindings, openPlatform, type Platform } from './platform.ts'
import { hoursAfter, instant } from './policy/calendar.ts'
import { Refusal } from './policy/refusal.ts'
import { findOrganizationsDueForAudit, findRunningAudit, leaseUntil } from './register/audits/audits.ts'
import { findAuditsWithExpiredLease, handOverToNextInstance } from './register/audits/checkpoint.ts'
import { findOrganizationsTriggered } from './register/audits/webhook-deliveries.ts'

/** One instance of an audit: reads on from the checkpoint until its request budget is spent, then starts the next instance. */
export class AuditWorkflow extends WorkflowEntrypoint<Bindings, AuditParameters> {
  override async run(event: Readonly<WorkflowEvent<AuditParameters>>, step: WorkflowStep) {
    const { auditId, instance, clockOffset } = event.payload
    const platform = () => openPlatform(this.env, instant(Date.now() + clockOffset))
    for (let n = 0; ; n++) {
      const { kind } = await step.do(
        `read ${n}`,
        { retries: STEP_RETRIES, timeout: '15 minutes' },
        ({ attempt }) => runStep(platform(), { auditId, instance }, attempt),
      )
      if (kind === 'lost') return
      if (kind === 'full') {
        await step.do('continue', () => continueInNextInstance(platform(), { id: auditId, instance }))
        return
      }
      if (kind === 'finished') break
    }
    await step.do('finish', () => endAudit(platform(), auditId, instance, platform().now))
    await step.do('freeze numbers', () => freezeStaleAccess(platform(), auditId, platform().now))
    await step.do('add proposals', () => addProposalsFromAudit(platform(), auditId, platform().now))
    await step.do('notify', () => notifyOfAudit(platform(), auditId))
  }
}

/** Continues audits whose instance has died (its lease has expired) in a new instance. Idempotent; sends GitHub no request. */
export async function resumeOrphanedAudits(platform: Platform): Promise<void> {
  for (const audit of await findAuditsWithExpiredLease(platform.register, platform.now))
    await continueInNextInstance(platform, audit)
}

/** The hourly run: discovers organisations, starts audits that webhooks triggered, then the day's audits. Idempotent. */
export async function runDue(platform: Platform): Promise<void> {
  for (const trouble of await platform.discoverOrganizations())
    console.warn(JSON.stringify({ event: 'organization_not_discovered', trouble }))
  await startTriggeredAudits(platform)
  const today = instant(platform.now.slice(0, 10))
  for (const org of await findOrganizationsDueForAudit(
    platform.register,
    today,
    hoursAfter(platform.now, -RETRY_FAILED_HOURS),
  )) {
    try {
      await platform.requestAudit(org.id, { kind: 'calendar' })
    } catch (error) {
      // Somebody started one by hand a moment ago.
      if (!(error instanceof Refusal) || error.code !== 'conflict') throw error
    }
  }
}

/** A webhook only says where something changed; an ordinary audit reads it, and what did not change costs no requests. */
async function startTriggeredAudits(platform: Platform): Promise<void> {
  for (const orgId of await findOrganizationsTriggered(platform.register)) {
    if ((await findRunningAudit(platform.register, orgId)) === undefined)
      await platform.requestAudit(orgId, { kind: 'github' })
  }
}

/** A failed audit is retried the same day, but not every hour. */
const RETRY_FAILED_HOURS = 5

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
