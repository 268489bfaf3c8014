/** Stories of pushes from long before the window: found on whatever page they are, and each page is requested once. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hoursAfter } from '../../src/policy/calendar.ts'
import { NOW, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

let chatelaine: Chatelaine

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  for (const login of ['pushed-once', 'kept-the-attic', 'never-seen']) guild.member(login)
  guild.act('pushed-once', 'push', { at: '2019-02-03T04:05:06.000Z', branch: 'drafts' })
  for (let n = 0; n < 250; n++)
    guild.act('guild-warden', 'push', { at: hoursAfter('2022-01-01T00:00:00.000Z', n) })
  guild.repository('attic')
  guild.act('kept-the-attic', 'branch', { at: '2018-07-08T09:10:11.000Z', repo: 'attic' })
  chatelaine = await startChatelaine({ world: small.world() })
  await chatelaine.auditedAt(NOW)
}, 60_000)

afterAll(() => chatelaine.close())

/** The requests since: paths, and the operation names of GraphQL queries. */
function requestsSince(from: number): string[] {
  return chatelaine.github.requests.log.slice(from).map(({ path, operation }) => operation ?? path)
}

function listsOfActivity(from: number): string[] {
  return requestsSince(from).flatMap((path) => /\/repos\/guild\/([^/]+)\/activity/.exec(path)?.[1] ?? [])
}

describe('in an organisation with old pushes', () => {
  it('the newest act of inactive people is their push, after hundreds of others or in a repository without recent pushes', async () => {
    const accounts = await chatelaine.accounts('guild')
    const lastSeen = Object.fromEntries(
      accounts.map((account) => [account.login, [account.verdict, account.lastActivity?.at ?? null]]),
    )
    expect(lastSeen).toMatchObject({
      'pushed-once': ['inactive', '2019-02-03T04:05:06.000Z'],
      'kept-the-attic': ['inactive', '2018-07-08T09:10:11.000Z'],
      'never-seen': ['inactive', null],
    })
  })

  it('each page was requested once: three of the busy repository, one of the quiet one', () => {
    expect(listsOfActivity(0).sort()).toEqual(['atlas', 'atlas', 'atlas', 'attic'])
  })

  it('the next day, on which nothing changed, costs only the inventory and the change check', async () => {
    const from = chatelaine.github.requests.log.length
    await chatelaine.auditedAt(hoursAfter(NOW, 24))
    expect(requestsSince(from)).toEqual([
      '/app/installations',
      '/orgs/guild',
      'Members',
      '/orgs/guild/outside_collaborators',
      'Teams',
      'Repositories',
      '/orgs/guild/invitations',
      '/orgs/guild/failed_invitations',
      '/repos/guild/atlas/invitations',
      '/repos/guild/attic/invitations',
      '/repos/guild/atlas/keys',
      '/repos/guild/attic/keys',
      '/orgs/guild/personal-access-tokens',
      '/orgs/guild/personal-access-token-requests',
      '/orgs/guild/installations',
      'ChangeCheck',
    ])
  })
})
