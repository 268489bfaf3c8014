/** Stories of people who only start workflows: that clears them in a large organisation too, whenever it is read. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hoursAfter } from '../../src/policy/calendar.ts'
import { LONG_AGO, NOW, RECENTLY, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

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
  guild.act('starts-releases', 'workflow_dispatch', { at: RECENTLY, repo: 'lantern-17' })
  // Thirty hours inside the window: the audit two days later does not count it any more.
  guild.act('falls-silent', 'commit', { at: hoursAfter('2026-05-22T06:00:00.000Z', 30) })
  guild.act('silent', 'commit', { at: LONG_AGO })
  guild.act('starts-again', 'commit', { at: LONG_AGO })
  chatelaine = await startChatelaine({ world: small.world() })
  await chatelaine.auditedAt(NOW)
}, 60_000)

afterAll(() => chatelaine.close())

async function verdictOf(login: string): Promise<string | undefined> {
  return (await chatelaine.accounts('guild')).find((account) => account.login === login)?.verdict
}

function repositoriesReadForRuns(from: number): string[] {
  return chatelaine.github.requests.log
    .slice(from)
    .flatMap(({ path }) => /\/repos\/guild\/([^/]+)\/actions\/runs/.exec(path)?.[1] ?? [])
}

describe('in an organisation of thirty repositories', () => {
  it('somebody who only starts workflows by hand is active from the first audit on', async () => {
    expect(await verdictOf('starts-releases')).toBe('active')
    expect(await verdictOf('silent')).toBe('inactive')
    expect(await verdictOf('falls-silent')).toBe('active')
    expect(new Set(repositoriesReadForRuns(0)).size).toBe(REPOSITORIES)
  })

  it('on a day on which nobody becomes inactive no workflow runs are read', async () => {
    const before = chatelaine.github.requests.log.length
    await chatelaine.auditedAt(hoursAfter(NOW, 22))
    expect(repositoriesReadForRuns(before)).toEqual([])
  })

  it('when somebody would become inactive, repositories where they can write are read again: a workflow started meanwhile clears them', async () => {
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
    expect(repositoriesReadForRuns(before)).toEqual(['lantern-17'])
    expect(await verdictOf('falls-silent')).toBe('active')
  })

  it('a repository that a webhook names is read within the hour, and no other', async () => {
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
    expect(repositoriesReadForRuns(before)).toEqual(['lantern-17'])
    expect(await verdictOf('starts-again')).toBe('active')
  })
})

describe('a review opened by hand after the first audit', () => {
  it('proposes everybody who is inactive and can write: nobody is missing from it', async () => {
    const { body: opened } = await chatelaine.api<{ id: string }>('/api/orgs/guild/reviews', 'POST')
    const proposed = (
      await chatelaine.list<{ subject: { login: string } }>(`/api/orgs/guild/reviews/${opened.id}/proposals`)
    ).map(({ subject }) => subject.login)
    const inactive = (await chatelaine.accounts('guild')).filter(({ verdict }) => verdict === 'inactive')
    expect(inactive.map(({ login }) => login)).toContain('silent')
    expect(proposed).toEqual(expect.arrayContaining(inactive.map(({ login }) => login)))
  })
})
