/** Has the Worker audit one organisation and waits for the end; a run that is already under way is joined. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type AuditView, ask } from './api.ts'
import type { RunningWorker } from './worker.ts'

/** How often the run is looked at, in milliseconds. */
const LOOK_EVERY = 200

/** The finished audit of an organisation; `seen` is told of every look on the way. */
export async function audited(
  worker: RunningWorker,
  token: string,
  organization: string,
  seen: (audit: AuditView) => void = () => undefined,
): Promise<AuditView> {
  const path = `/api/orgs/${organization}/audits`
  const id =
    (await running(worker, organization)) ??
    (await ask<{ id: string }>(worker, token, path, { method: 'POST' })).id
  for (;;) {
    const audit = await ask<AuditView>(worker, token, `${path}/${id}`)
    seen(audit)
    if (audit.status !== 'queued' && audit.status !== 'running') return audit
    await sleep(LOOK_EVERY)
  }
}

async function running(worker: RunningWorker, organization: string): Promise<string | null> {
  const database = await worker.database()
  const row = await database
    .prepare(
      `SELECT audits.id FROM audits JOIN organizations ON organizations.id = audits.org_id
       WHERE lower(organizations.login) = lower(?1) AND audits.status IN ('queued', 'running')`,
    )
    .bind(organization)
    .first<{ id: string }>()
  return row?.id ?? null
}
