/** One request of an audit fails, or the process ends in its middle: nothing is lost, doubled or judged on half the data. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fault } from '../../fake-github/http/faults.ts'
import type { AccountRow } from '../../local/api.ts'
import { sampleWorld } from '../../sample/sample-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

/** The faults in the order in which they are dealt out to the chosen requests. */
const FAULTS: readonly Fault[] = [
  '500',
  'reset',
  '404',
  'truncated',
  'graphql_partial',
  '502',
  '401',
  'RESOURCE_LIMITS_EXCEEDED',
]

/** How many of the audit's requests are failed, one at a time, evenly spread. FAULTS=all fails every one. */
const ALL = process.env.FAULTS === 'all'
const SAMPLE = ALL ? Number.POSITIVE_INFINITY : 2

/** Their newest act is exactly six months old: a second audit, seconds later, rightly finds them inactive. */
const ON_THE_BORDER = 'yuki-tanabe'

/** A kept database dies with the test. */
const folder = mkdtempSync(join(tmpdir(), 'chatelaine-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('an audit of the sample organisation', () => {
  let chatelaine: Chatelaine
  const organization = sampleWorld().organizations[0]?.login ?? ''
  const started = () => startChatelaine({ world: sampleWorld(), vars: { ORGANIZATIONS: organization } })
  let faultless: Map<string, string>
  let requests: number

  beforeAll(async () => {
    chatelaine = await started()
    await chatelaine.audited(organization)
    faultless = verdictsOf(await chatelaine.accounts(organization))
    requests = chatelaine.github.requests.log.length
  })

  afterAll(() => chatelaine.close())

  it('judges on everything when nothing fails', () => {
    expect(new Set(faultless.values())).toContain('inactive')
    expect(new Set(faultless.values())).toContain('active')
  })

  it(
    'says unknown, never inactive, of whom one failed request might have cleared, and mends it the next time',
    async () => {
      const step = Math.max(1, requests / SAMPLE)
      for (let n = 1, turn = 0; n <= requests; turn += 1, n = 1 + Math.round(turn * step)) {
        const how = FAULTS[turn % FAULTS.length] ?? '500'
        const where = `${how} at request ${n} of ${requests}`
        if (ALL) console.info(where)
        // Another GitHub, too: one hour's limit is not enough for all of them.
        await chatelaine.close()
        chatelaine = await started()
        chatelaine.github.faults.failRequest(n, how)
        const audit = await chatelaine.audited(organization)
        chatelaine.github.faults.clear()
        const wrong = [...verdictsOf(await chatelaine.accounts(organization))].filter(
          ([login, verdict]) => verdict !== 'unknown' && verdict !== faultless.get(login),
        )
        expect(wrong, where).toEqual([])
        if (audit.status === 'complete') continue
        await chatelaine.audited(organization)
        expect(verdictsOf(await chatelaine.accounts(organization)), `after ${where}`).toEqual(faultless)
        expect(await closedGrants(chatelaine), `after ${where}`).toBe(0)
      }
    },
    ALL ? 3_600_000 : 120_000,
  )

  it('goes on where it was when the process ends in its middle, and doubles nothing', async () => {
    const world = sampleWorld()
    let killed = await startChatelaine({ world, vars: { ORGANIZATIONS: organization }, persist: folder })
    await killed.worker.scheduled(world.now)
    while (killed.github.requests.log.length < requests / 2) await sleep(5)
    killed = await killed.restart()
    // The lease of the lane that died has run out by the next cron but one; that cron's other errands may fail.
    killed.github.faults.failMatching({ path: /^\/app\/installations$/ }, '500')
    const twoHoursLater = new Date(Date.parse(world.now) + 2 * 3_600_000).toISOString()
    await expect(killed.worker.scheduled(twoHoursLater)).rejects.toThrow('exception')
    await killed.audited(organization)
    expect(verdictsOf(await killed.accounts(organization))).toEqual(faultless)
    expect(await closedGrants(killed)).toBe(0)
    const messages = killed.channels.received.slack.length
    expect(messages).toBeLessThanOrEqual(1)
    await killed.close()
  }, 60_000)
})

function verdictsOf(accounts: readonly AccountRow[]): Map<string, string> {
  const settled = accounts.filter(({ login }) => login !== ON_THE_BORDER)
  return new Map(settled.map(({ login, verdict }) => [login, verdict]))
}

async function closedGrants({ worker }: Chatelaine): Promise<number> {
  const database = await worker.database()
  const row = await database
    .prepare('SELECT count(*) AS n FROM grants WHERE closed_at IS NOT NULL')
    .first<{ n: number }>()
  return row?.n ?? -1
}
