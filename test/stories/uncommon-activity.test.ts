/** Who does nothing but start workflows: cleared by it in a large organisation too, and looked for again when they fall silent. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hoursAfter } from '../../src/policy/calendar.ts'
import { LATELY, LONG_AGO, NOW, smallWorld } from '../fixtures/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole.ts'

const REPOSITORIES = 30

let chatelaine: Chatelaine

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  for (let n = 1; n < REPOSITORIES; n++) guild.repository(`lantern-${n}`)
  for (const login of ['starts-releases', 'falls-silent', 'silent', 'starts-again']) {
    guild.member(login)
    guild.collaborator(login, 'lantern-17', 'write')
  }
  guild.act('starts-releases', 'workflow_dispatch', { at: LATELY, repo: 'lantern-17' })
  // Thirty hours inside the window: the audit two days later no longer counts it.
  guild.act('falls-silent', 'commit', { at: hoursAfter('2026-05-22T06:00:00Z', 30) })
  guild.act('silent', 'commit', { at: LONG_AGO })
  guild.act('starts-again', 'commit', { at: LONG_AGO })
  chatelaine = await startChatelaine({ world: small.world() })
  await chatelaine.auditedAt(NOW)
}, 60_000)

afterAll(() => chatelaine.close())

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
    await chatelaine.auditedAt(hoursAfter(NOW, 22))
    expect(lookedAtWorkflows(before)).toEqual([])
  })

  it('when somebody falls silent, where they can write is looked at again: a workflow started meanwhile clears them', async () => {
    const before = chatelaine.github.requests.log.length
    chatelaine.github.webhooks.lose(1)
    chatelaine.github.act({
      actor: 'falls-silent',
      kind: 'workflow_dispatch',
      at: hoursAfter(NOW, 1),
      owner: 'guild',
      repo: 'lantern-17',
    })
    await chatelaine.auditedAt(hoursAfter(NOW, 48))
    expect(lookedAtWorkflows(before)).toEqual(['lantern-17'])
    expect(await verdictOf('falls-silent')).toBe('active')
  })

  it('where a webhook names the repository it is looked at within the hour, and nowhere else', async () => {
    expect(await verdictOf('starts-again')).toBe('inactive')
    const before = chatelaine.github.requests.log.length
    const at = hoursAfter(NOW, 49)
    chatelaine.github.setNow(at)
    chatelaine.github.act({
      actor: 'starts-again',
      kind: 'workflow_dispatch',
      at,
      owner: 'guild',
      repo: 'lantern-17',
    })
    await chatelaine.github.webhooks.arrived()
    await chatelaine.auditedAt(hoursAfter(NOW, 50))
    expect(lookedAtWorkflows(before)).toEqual(['lantern-17'])
    expect(await verdictOf('starts-again')).toBe('active')
  })
})

describe('while a proposal waits for its answer', () => {
  it('the person is looked for every week: a workflow started meanwhile ends the proposal', async () => {
    const { body: opened } = await chatelaine.api<{ id: string }>('/api/orgs/guild/reviews', 'POST')
    const open = async () =>
      (
        await chatelaine.list<{ status: string; subject: { login: string } }>(
          `/api/orgs/guild/reviews/${opened.id}/proposals`,
        )
      ).flatMap(({ status, subject }) => (status === 'open' ? [subject.login] : []))
    expect(await open()).toContain('silent')
    const at = hoursAfter(NOW, 3 * 24)
    chatelaine.github.setNow(at)
    chatelaine.github.webhooks.lose(1)
    chatelaine.github.act({
      actor: 'silent',
      kind: 'workflow_dispatch',
      at,
      owner: 'guild',
      repo: 'lantern-17',
    })
    for (const day of [4, 11, 12]) await chatelaine.auditedAt(hoursAfter(NOW, day * 24))
    expect(await verdictOf('silent')).toBe('active')
    expect(await open()).not.toContain('silent')
  }, 30_000)
})
