/** Stories of a second audit, after people were renamed, joined, were promoted or came back. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LONG_AGO, NOW, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

interface Proposal {
  readonly id: string
  readonly subject: { readonly kind: string; readonly login: string }
  readonly status: string
  readonly stale: string | null
}

let chatelaine: Chatelaine

/** The verdicts of all accounts with this login: exactly one for a person who is known once. */
async function verdictsOf(login: string) {
  const found = (await chatelaine.accounts('guild')).filter((account) => account.login === login)
  return found.map(({ verdict, lastActivity }) => ({ verdict, at: lastActivity?.at ?? null }))
}

async function proposals(): Promise<Proposal[]> {
  const [review] = await chatelaine.list<{ id: string }>('/api/orgs/guild/reviews')
  return chatelaine.list<Proposal>(`/api/orgs/guild/reviews/${review?.id}/proposals`)
}

async function count(sql: string): Promise<number> {
  const database = await chatelaine.worker.database()
  const row = await database.prepare(`SELECT count(*) AS n FROM ${sql}`).first<{ n: number }>()
  return row?.n ?? -1
}

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  for (const login of ['Renamed-Before', 'CamelCase', 'silent', 'promoted', 'on-leave', 'returning']) {
    guild.member(login)
  }
  guild.owner('second-warden')
  guild.act('second-warden', 'merge')
  guild.act('Renamed-Before', 'issue')
  guild.act('CamelCase', 'review', { n: 2 })
  guild.act('passer-by', 'pull_request', { n: 2, at: LONG_AGO })
  guild.act('returning', 'commit', { at: LONG_AGO })
  // An old GitHub account that has not joined the organisation yet.
  small.person('newcomer')
  chatelaine = await startChatelaine({ world: small.world() })
  await chatelaine.audited('guild')
  await changeTheWorld()
  await chatelaine.audited('guild')
}, 60_000)

afterAll(() => chatelaine.close())

function act(actor: string, kind: 'issue' | 'pull_request', at: string): void {
  chatelaine.github.act({ actor, kind, at, owner: 'guild', repo: 'atlas' })
}

async function changeTheWorld(): Promise<void> {
  const { github, world } = chatelaine
  github.rename('Renamed-Before', 'renamed-after')
  github.rename('CamelCase', 'camelcase')
  const guild = world.organization('guild')
  guild?.members.push({ login: 'newcomer', role: 'member', added_at: github.now() })
  for (const member of guild?.members ?? []) if (member.login === 'promoted') member.role = 'admin'
  const exemptions = [{ login: 'ON-LEAVE', reason: 'a year at sea', until: '2027-06-01T00:00:00.000Z' }]
  expect((await chatelaine.rulesBy('guild-warden', 'guild', { exemptions })).status).toBe(200)
}

describe('people are identified by their id, not their login', () => {
  it('somebody who was renamed keeps their activity and their access, and is not new', async () => {
    expect(await verdictsOf('renamed-after')).toEqual([{ verdict: 'active', at: '2026-10-12T10:00:00.000Z' }])
    expect(await verdictsOf('Renamed-Before')).toEqual([])
  })

  it('a case-sensitive comparison removed people (operations-engineering#2053): a login in another case is the same person', async () => {
    expect(await verdictsOf('camelcase')).toEqual([{ verdict: 'active', at: '2026-10-12T10:00:00.000Z' }])
    expect((await chatelaine.api('/api/orgs/GUILD/accounts/CAMELCASE')).status).toBe(200)
  })

  it('an exemption written in capitals holds (kubernetes/org#4726, uppercase login)', async () => {
    expect(await verdictsOf('on-leave')).toMatchObject([{ verdict: 'exempt' }])
  })

  it('a new login closes no grant and opens none twice', async () => {
    expect(await count("grants WHERE closed_at IS NOT NULL AND kind <> 'organization_role'")).toBe(0)
    expect(
      await count(
        "grants JOIN accounts ON accounts.id = account_id WHERE login IN ('renamed-after', 'camelcase')",
      ),
    ).toBe(2)
  })
})

describe('people who could not have acted yet', () => {
  it('a member of ten days was listed (kubernetes/org#4726): somebody who joined after the first audit is new', async () => {
    expect(await verdictsOf('newcomer')).toMatchObject([{ verdict: 'new' }])
  })

  it('just promoted (OTel community#3327, NixOS#30): somebody who got a role since the last audit is new in it', async () => {
    expect(await verdictsOf('promoted')).toMatchObject([{ verdict: 'new' }])
  })

  it('somebody who was there before and did nothing is not new', async () => {
    expect(await verdictsOf('silent')).toMatchObject([{ verdict: 'inactive' }])
  })
})

describe('a change of the rules', () => {
  it('sending messages to another channel is announced in the channel used before', async () => {
    const before = chatelaine.channels.received.discord.length
    const elsewhere = { channels: { discord: 'https://discord.com/api/webhooks/1/elsewhere' } }
    expect((await chatelaine.rulesBy('guild-warden', 'guild', elsewhere)).status).toBe(200)
    const announced = JSON.stringify(chatelaine.channels.received.discord.slice(before))
    expect(announced).toContain('the rules were changed')
    expect(announced).not.toContain('elsewhere')
    // Nothing is sent to the new channel: the tests use no network.
    const database = await chatelaine.worker.database()
    await database
      .prepare("UPDATE organizations SET rules = json_set(rules, '$.channels.discord', NULL)")
      .run()
  })
})

describe('an audit while a review is open', () => {
  it("a tool repeated last month's list (HackForLA#6554): another audit proposes nobody twice and sends no message twice", async () => {
    expect((await chatelaine.api('/api/orgs/guild/reviews', 'POST')).status).toBe(201)
    const before = await proposals()
    expect(before.map(({ subject }) => subject.login).sort()).toEqual(['returning', 'silent'])
    await chatelaine.audited('guild')
    expect((await proposals()).map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort())
    expect((await chatelaine.api('/api/orgs/guild/reviews', 'POST')).status).toBe(409)
    expect(await chatelaine.list('/api/orgs/guild/reviews')).toHaveLength(1)
    const messages = chatelaine.channels.received.slack.map((message) => JSON.stringify(message))
    expect(new Set(messages).size).toBe(messages.length)
  })

  it('work after the list was made (kubernetes/org#5665) makes the proposal stale and says what it was', async () => {
    act('returning', 'pull_request', NOW)
    await chatelaine.audited('guild')
    const proposal = (await proposals()).find(({ subject }) => subject.login === 'returning')
    expect(proposal?.stale).toContain('pull request')
    const decision = { decision: 'revoke', reason: 'Silent for long.' }
    expect((await chatelaine.api(`/api/proposals/${proposal?.id}/decisions`, 'POST', decision)).status).toBe(
      409,
    )
  })
  it('an act during an audit, too late for it, is seen by the next audit even if nothing else changed', async () => {
    act('silent', 'issue', '2026-11-22T07:00:00.000Z')
    await chatelaine.audited('guild')
    expect(await verdictsOf('silent')).toMatchObject([{ verdict: 'inactive' }])
    await chatelaine.worker.scheduled('2026-11-23T06:00:00.000Z')
    await expect.poll(() => count('audits WHERE finished_at IS NULL'), { timeout: 10_000 }).toBe(0)
    expect(await verdictsOf('silent')).toEqual([{ verdict: 'active', at: '2026-11-22T07:00:00.000Z' }])
  })
})
