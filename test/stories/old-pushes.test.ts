/** Pushes from long before the window: found however deep they lie, each page asked for once, and a day on which nothing changed asks for none. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hoursAfter } from '../../src/policy/calendar.ts'
import { type Chatelaine, startChatelaine } from '../chatelaine.ts'
import { NOW, type Place, smallWorld } from '../small-world.ts'

let chatelaine: Chatelaine

async function begin(tell: (guild: Place) => void): Promise<void> {
  const small = smallWorld()
  tell(small.organization('guild'))
  chatelaine = await startChatelaine({ world: small.world() })
  await chatelaine.auditedAt(NOW)
}

/** What was asked of GitHub since: paths, and the names of GraphQL's questions. */
function askedSince(from: number): string[] {
  return chatelaine.github.requests.log.slice(from).map(({ path, operation }) => operation ?? path)
}

function listsOfActivity(from: number): string[] {
  return askedSince(from).flatMap((path) => /\/repos\/guild\/([^/]+)\/activity/.exec(path)?.[1] ?? [])
}

describe('in an organisation with old pushes', () => {
  beforeAll(
    () =>
      begin((guild) => {
        for (const login of ['pushed-once', 'kept-the-attic', 'never-seen']) guild.member(login)
        guild.act('pushed-once', 'push', { at: '2019-02-03T04:05:06Z', branch: 'drafts' })
        for (let n = 0; n < 250; n++)
          guild.act('guild-warden', 'push', { at: hoursAfter('2022-01-01T00:00:00Z', n) })
        guild.repository('attic')
        guild.act('kept-the-attic', 'branch', { at: '2018-07-08T09:10:11Z', repo: 'attic' })
      }),
    60_000,
  )
  afterAll(() => chatelaine.close())

  it('the newest act of the silent is their push, behind hundreds of others and in a repository long at rest', async () => {
    const accounts = await chatelaine.accounts('guild')
    const told = Object.fromEntries(
      accounts.map((account) => [account.login, [account.verdict, account.lastActivity?.at ?? null]]),
    )
    expect(told).toMatchObject({
      'pushed-once': ['inactive', '2019-02-03T04:05:06Z'],
      'kept-the-attic': ['inactive', '2018-07-08T09:10:11Z'],
      'never-seen': ['inactive', null],
    })
  })

  it('asked for each page once: three of the lively repository, one of the quiet one', () => {
    expect(listsOfActivity(0).sort()).toEqual(['atlas', 'atlas', 'atlas', 'attic'])
  })

  it('the next day, on which nothing changed, asks for the inventory and the probe and nothing else', async () => {
    const from = chatelaine.github.requests.log.length
    await chatelaine.auditedAt(hoursAfter(NOW, 24))
    expect(askedSince(from)).toEqual([
      '/app/installations',
      '/orgs/guild',
      'Members',
      '/orgs/guild/outside_collaborators',
      'Teams',
      'Repositories',
      '/orgs/guild/invitations',
      '/repos/guild/atlas/invitations',
      '/repos/guild/attic/invitations',
      '/repos/guild/atlas/keys',
      '/repos/guild/attic/keys',
      '/orgs/guild/personal-access-tokens',
      '/orgs/guild/personal-access-token-requests',
      '/orgs/guild/installations',
      'Moved',
    ])
  })
})

describe('in an organisation of more repositories than a day allows', () => {
  beforeAll(
    () =>
      begin((guild) => {
        guild.member('silent')
        for (let n = 1; n <= 130; n++) guild.repository(`lantern-${n}`)
      }),
    60_000,
  )
  afterAll(() => chatelaine.close())

  it('the rest is asked for on the next days, and nothing twice', async () => {
    const first = listsOfActivity(0)
    expect(first.length).toBeLessThan(131)
    for (let day = 1; day <= 4; day++) await chatelaine.auditedAt(hoursAfter(NOW, 24 * day))
    const all = listsOfActivity(0)
    expect(all.length).toBeGreaterThan(first.length)
    expect(all).toEqual([...new Set(all)])
  })
})
