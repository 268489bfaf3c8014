/** `--audit-log FILE`: hands the export of the organisation's audit log to the Worker, so that the audit judges with it. */
import { readFileSync } from 'node:fs'
import { type AuditView, ask } from '../../local/api.ts'
import type { RunningWorker } from '../../local/worker.ts'

interface HandedIn {
  readonly cleared: number
  readonly dated: number
  readonly unknown: number
}

/** The text of the file; a sentence where it cannot be read. */
export function exportIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Error(`The audit log ${file} cannot be read, so nothing was audited.`, { cause })
  }
}

/** An audit that judges with the log. A database that knows nobody yet is filled by an audit first. */
export async function auditedWithLog(
  worker: RunningWorker,
  token: string,
  organization: string,
  log: string,
  audit: () => Promise<AuditView>,
): Promise<AuditView> {
  const path = `/api/orgs/${organization}`
  const { items } = await ask<{ items: unknown[] }>(worker, token, `${path}/accounts?limit=1`)
  if (items.length === 0) {
    const first = await audit()
    if (first.status === 'failed') return first
  }
  const headers = { 'content-type': 'text/plain' }
  const handedIn = await ask<HandedIn>(worker, token, `${path}/audit-log`, {
    method: 'POST',
    body: log,
    headers,
  })
  process.stderr.write(
    `The audit log shows an act of ${handedIn.cleared} and dates the access of ${handedIn.dated} of the people with access; it names ${handedIn.unknown} without.\n`,
  )
  return audit()
}
