/** Who does nothing but start workflows: cleared by it in a large organisation too, and looked for again when they fall silent. */

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hoursAfter } from '../../src/policy/calendar.ts'
import { type Chatelaine, startChatelaine } from '../chatelaine.ts'
import { LATELY, LONG_AGO, NOW, smallWorld } from '../small-world.ts'

const REPOSITORIES = 30

let chatelaine: Chatelaine

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  for (let n = 1; n < REPOSITORIES; n++) guild.repository(`lantern-${n}`)
  for (const login of ['starts-releases', 'falls-silent', 'silent']) {
    guild.member(login)
    guild.collaborator(login, 'lantern-17', 'write')
  }
  guild.act('starts-releases', 'workflow_dispatch', { at: LATELY, repo: 'lantern-17' })
  // Thirty hours inside the window: the audit two days later no longer counts it.
  guild.act('falls-silent', 'commit', { at: hoursAfter('2026-05-22T06:00:00Z', 30) })
  guild.act('silent', 'commit', { at: LONG_AGO })
  chatelaine = await startChatelaine({ world: small.world() })
  await auditedAt(NOW)
}, 60_000)

afterAll(() => chatelaine.close())

/** The cron of that moment, and the end of the audit that it begins. */
async function auditedAt(moment: string): Promise<void> {
  await chatelaine.worker.scheduled(moment)
  const database = await chatelaine.worker.database()
  for (;;) {
    const row = await database
      .prepare('SELECT status FROM audits ORDER BY as_of DESC LIMIT 1')
      .first<{ status: string }>()
    if (row !== null && row.status !== 'queued' && row.status !== 'running') return
    await sleep(100)
  }
}

async function verdictOf(login: string): Promise<string | undefined> {
  return (await chatelaine.accounts('guild')).find((account) => account.login === login)?.verdict
}

function lookedAtWorkflows(from: number): string[] {
  return chatelaine.github.requests.log
    .slice(from)
    .flatMap(({ path }) => /\/repos\/guild\/([^/]+)\/actions\/runs/.exec(path)?.[1] ?? [])
}

describe('in an organisation of thirty repositories', () => {
  it('who only starts workflows by hand is active from the first audit on', async () => {
    expect(await verdictOf('starts-releases')).toBe('active')
    expect(await verdictOf('silent')).toBe('inactive')
    expect(await verdictOf('falls-silent')).toBe('active')
    expect(new Set(lookedAtWorkflows(0)).size).toBe(REPOSITORIES)
  })

  it('a day on which nobody falls silent looks at no workflow', async () => {
    const before = chatelaine.github.requests.log.length
    await auditedAt(hoursAfter(NOW, 22))
    expect(lookedAtWorkflows(before)).toEqual([])
  })

  it('when somebody falls silent, where they can write is looked at again: a workflow started meanwhile clears them', async () => {
    const before = chatelaine.github.requests.log.length
    chatelaine.github.act({
      actor: 'falls-silent',
      kind: 'workflow_dispatch',
      at: hoursAfter(NOW, 1),
      owner: 'guild',
      repo: 'lantern-17',
    })
    await auditedAt(hoursAfter(NOW, 48))
    expect(lookedAtWorkflows(before)).toEqual(['lantern-17'])
    expect(await verdictOf('falls-silent')).toBe('active')
  })
})
