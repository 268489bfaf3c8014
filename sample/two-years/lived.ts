/** Starts the product on the sample of two years ago and lives through them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startWhole, type Whole } from '../../local/whole.ts'
import { freePort } from '../../local/worker.ts'
import type { Instant } from '../../src/policy/words.ts'
import { grownWorld } from '../grown/world.ts'
import { worldAsOf } from './arrivals.ts'
import { FIRST, liveThrough } from './quarters.ts'

/** The sender of the sample's e-mails; nothing of them leaves this machine. */
export const MAIL_FROM = 'chatelaine@lichen.example'

const NO_LIMIT = 1e9

/** What runs at the end, and when that is. Whoever asked for it ends it. */
export async function lived(
  say: (line: string) => void,
): Promise<{ readonly running: Whole; readonly now: Instant; end(): Promise<void> }> {
  const whole = grownWorld()
  const folder = mkdtempSync(join(tmpdir(), 'chatelaine-sample-'))
  const begun = await startWhole({
    world: worldAsOf(whole, FIRST.replace('.000Z', 'Z')),
    persist: folder,
    // The same one after each start again, so that all that was written has one address.
    port: await freePort(),
    mailFrom: MAIL_FROM,
    vars: { CLOCK: FIRST, REQUESTS_PER_INSTANCE: '1000', REQUESTS_PER_STEP: '30', WRITE_PAUSE: '0' },
    github: { limits: { rest: NO_LIMIT, graphql: NO_LIMIT, search: NO_LIMIT } },
  })
  const { running, now } = await liveThrough(begun, whole, say)
  return {
    ...{ running, now },
    end: async () => {
      await running.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
