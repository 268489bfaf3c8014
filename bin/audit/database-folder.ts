/** The folder where one organisation's audits are remembered on this machine. */
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { D1Database } from '@cloudflare/workers-types'
import { projectRoot } from '../../local/bundle.ts'

export interface Place {
  readonly folder: string
  leave(): Promise<void>
}

/** Takes the organisation's folder, or says who has it. */
export async function placeFor(organization: string): Promise<Place> {
  const folder = join(projectRoot, '.wrangler', 'audit', organization.toLowerCase())
  const taken = join(folder, 'taken-by')
  await mkdir(folder, { recursive: true })
  const holder = existsSync(taken) ? Number(readFileSync(taken, 'utf8')) : 0
  if (holder !== 0 && isRunning(holder))
    throw new Error(
      `Process ${holder} is auditing ${organization} already. Wait for it, or end it; nothing was read.`,
    )
  await writeFile(taken, String(process.pid))
  return { folder, leave: () => rm(taken, { force: true }) }
}

/**
 * Ends the lease of audits that an earlier process left unfinished: it is gone, and here no other can hold them,
 * so the next cron hands their lane on at once instead of waiting for the lease.
 */
export async function leftBehind(database: D1Database, now: string): Promise<void> {
  await database
    .prepare(`UPDATE audits SET lease_until = ?1 WHERE status IN ('queued', 'running')`)
    .bind(new Date(Date.parse(now) - 1000).toISOString())
    .run()
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    // ESRCH: there is no such process any more.
    return false
  }
}
