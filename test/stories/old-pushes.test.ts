/** Pushes from long before the window: found however deep they lie, each page asked for once, and on a day on which nothing changed none. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hoursAfter } from '../../src/policy/calendar.ts'
import { NOW, smallWorld } from '../fixtures/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole.ts'

let chatelaine: Chatelaine

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  for (const login of ['pushed-once', 'kept-the-attic', 'never-seen']) guild.member(login)
  guild.act('pushed-once', 'push', { at: '2019-02-03T04:05:06Z', branch: 'drafts' })
  for (let n = 0; n < 250; n++)
    guild.act('guild-warden', 'push', { at: hoursAfter('2022-01-01T00:00:00Z', n) })
  guild.repository('attic')
  guild.act('kept-the-attic', 'branch', { at: '2018-07-08T09:10:11Z', repo: 'attic' })
  chatelaine = await startChatelaine({ world: small.world() })
  await chatelaine.auditedAt(NOW)
}, 60_000)

afterAll(() => chatelaine.close())

/** What was asked of GitHub since: paths, and the names of GraphQL's questions. */
function askedSince(from: number): string[] {
  return chatelaine.github.requests.log.slice(from).map(({ path, operation }) => operation ?? path)
}

function listsOfActivity(from: number): string[] {
  return askedSince(from).flatMap((path) => /\/repos\/guild\/([^/]+)\/activity/.exec(path)?.[1] ?? [])
}

describe('in an organisation with old pushes', () => {
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
