/** The story of an App that may only read, on github.com: what an owner does by links, and what only an audit calls done. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { convertToOutsideCollaborator } from '../../fake-github/world/changes.ts'
import { daysAfter, hoursAfter } from '../../src/policy/calendar.ts'
import { LONG_AGO, NOW, smallWorld } from '../fixtures/github/small-world.ts'
import { type Asked, type Removal, sendAs, theDayComes, writesOf } from '../fixtures/whole/days.ts'
import { signedIn, startOnGitHubCom } from '../fixtures/whole/github-com.ts'
import type { Chatelaine } from '../fixtures/whole/whole.ts'

const HARMLESS = ['mirror', 'nightly', 'invitation to guild']

let chatelaine: Chatelaine
let folder: string
let cookie: string
let review: string
let asked: readonly Asked[]

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  guild.owner('guild-deputy')
  guild.act('guild-deputy', 'push')
  const key = { id: 71, title: 'mirror', key: 'ssh-ed25519 AAAA', read_only: false, added_by: 'guild-deputy' }
  guild.repository('attic', {
    archived: true,
    deploy_keys: [{ ...key, created_at: '2019-01-01T00:00:00Z', last_used: null }],
  })
  guild.repository('bench')
  for (const login of ['silent', 'former']) guild.member(login)
  for (const repository of ['atlas', 'bench']) guild.collaborator('guest', repository, 'write')
  for (const login of ['silent', 'former', 'guest']) guild.act(login, 'issue', { at: LONG_AGO })
  small.person('late')
  guild.has('teams', {
    ...{ slug: 'crew', name: 'Crew', id: 81, members: [{ login: 'former', role: 'member' }] },
    repositories: [
      { name: 'atlas', permission: 'push' },
      { name: 'bench', permission: 'push' },
    ],
  })
  guild.has('invitations', {
    ...{ id: 91, login: 'late', role: 'direct_member', inviter: 'guild-warden' },
    created_at: '2026-10-01T00:00:00Z',
  })
  guild.has('personal_access_tokens', {
    ...{ id: 61, token_id: 62, token_name: 'nightly', owner: 'guild-deputy', repository_selection: 'all' },
    ...{ permissions: { repository: { contents: 'write' } }, repositories: [] },
    ...{ token_expired: true, token_expires_at: '2026-09-01T00:00:00Z', token_last_used_at: null },
    access_granted_at: '2025-01-01T00:00:00Z',
  })
  folder = mkdtempSync(join(tmpdir(), 'chatelaine-by-hand-'))
  chatelaine = await startOnGitHubCom(small.world(), folder)
  await chatelaine.auditedAt(NOW)
  cookie = await signedIn(chatelaine, 'guild-warden')
  review = (await send<{ id: string }>('POST', '/api/orgs/guild/reviews', {})).body.id
  asked = await chatelaine.list<Asked>(`/api/orgs/guild/reviews/${review}/proposals`)
}, 120_000)

afterAll(async () => {
  await chatelaine.close()
  rmSync(folder, { recursive: true, force: true })
})

/** As the owner who is signed in. */
const send = <T>(method: string, path: string, body?: object) =>
  sendAs<T>(chatelaine, cookie, method, path, body)

/** The id of the question about a person, key, token or invitation. */
function about(name: string): string {
  const found = asked.find(({ subject }) => subject.login === name || subject.name?.startsWith(name))
  if (found === undefined) throw new Error(`${name} is not asked about`)
  return found.id
}

const answered = (name: string, answer: object = {}) =>
  send<{ status: string }>('POST', `/api/proposals/${about(name)}/decisions`, {
    ...{ decision: 'revoke', reason: 'Nobody needs it.' },
    ...answer,
  })
const revocation = async (name: string) =>
  (await send<Removal>('GET', `/api/proposals/${about(name)}/revocation`)).body
const linksOf = async (name: string) =>
  (await revocation(name)).outcomes.flatMap(({ links = [] }) => links.map(({ url }) => url))
const statusOf = async (name: string) =>
  (await send<{ status: string }>('GET', `/api/proposals/${about(name)}`)).body.status
const handsList = async () =>
  (await chatelaine.worker.fetch(`/orgs/guild/reviews/${review}?view=queue`, { headers: { cookie } })).text()
const byHand = (deed: Parameters<Chatelaine['github']['change']>[1]) =>
  chatelaine.github.change('guild-warden', deed)
/** The day comes, for pages too. */
async function comes(day: number): Promise<void> {
  const at = daysAfter(NOW, day)
  // Pages are looked at after the hourly run, an hour later.
  chatelaine = await chatelaine.restart({ CLOCK: hoursAfter(at, 2) })
  await theDayComes(chatelaine, at)
}

describe('on the first evening', () => {
  it.each(HARMLESS)('the answer about %s shows its link at once: it touches nobody', async (name) => {
    expect(await answered(name)).toMatchObject({ status: 201, body: { status: 'decided' } })
    expect(await revocation(name)).toMatchObject({ status: 'by_hand', verified: null })
    const [link] = await linksOf(name)
    expect(link).toMatch(/^https:\/\/github\.com\/(orgs|organizations|guild)\//)
  })

  it('what touches a person has no link before its day, and says from when', async () => {
    for (const name of ['silent', 'guest']) expect((await answered(name)).status).toBe(201)
    const outside = { decision: 'downgrade', role: 'outside_collaborator' }
    const atlas = chatelaine.world.repository('guild', 'atlas')?.id
    expect((await answered('former', { ...outside, repositories: [atlas] })).status).toBe(201)
    for (const name of ['silent', 'guest', 'former']) {
      const notice = `/api/proposals/${about(name)}/notice`
      expect((await send('POST', notice, { way: 'mail' })).status).toBe(201)
      expect(await revocation(name)).toMatchObject({ status: 'pending', startedAt: null, outcomes: [] })
    }
    const page = await handsList()
    expect(page).not.toContain('people?query=silent')
    expect(page).toContain('The notice or the cooling time runs until 6 December 2026')
  })

  it('nothing is written to GitHub, and a click out of turn changes nothing either', async () => {
    const early = await send<{ notBefore: string }>('POST', `/api/proposals/${about('silent')}/revocation`)
    expect(early).toMatchObject({
      status: 409,
      body: { notBefore: expect.stringMatching(/^2026-12-06T06:/) },
    })
    expect(writesOf(chatelaine)).toEqual([])
  })
})

describe('followed by a person, the links are ticked off by the next audit', () => {
  it('is not done before an audit has read it', async () => {
    byHand((world) => {
      const guild = world.organization('guild')
      const attic = world.repository('guild', 'attic')
      if (guild === undefined || attic === undefined) throw new Error('the guild is there')
      attic.deploy_keys = []
      guild.personal_access_tokens = []
    })
    for (const name of HARMLESS)
      expect(await revocation(name)).toMatchObject({ status: 'by_hand', verified: null })
  })

  it('then it is done, by hand and proven; what was left is not', async () => {
    await comes(1)
    for (const name of ['mirror', 'nightly']) {
      expect(await revocation(name)).toMatchObject({ status: 'done', verified: true })
      expect(await statusOf(name)).toBe('done')
    }
    expect(await revocation('invitation to guild')).toMatchObject({ status: 'by_hand', verified: null })
    expect(await handsList()).toMatch(/done \(by hand\)/i)
    const acts = (await chatelaine.list<{ act: string }>('/api/orgs/guild/history')).map(({ act }) => act)
    expect(acts).toContain('done_by_hand')
  }, 60_000)
})

describe('on the day that is due', () => {
  it('the queue makes a list of links of it, with every step, and writes nothing', async () => {
    await comes(14)
    for (const name of ['guest', 'former'])
      expect(await revocation(name)).toMatchObject({ status: 'by_hand', withheld: null })
    expect(await linksOf('guest')).toHaveLength(3)
    expect(await linksOf('former')).toHaveLength(2)
    expect(writesOf(chatelaine)).toEqual([])
  }, 120_000)

  it('a third one is due the day after: the budget paces people, too', async () => {
    const { items } = (await send<{ items: readonly object[] }>('GET', '/api/orgs/guild/queue')).body
    expect(items).toContainEqual(
      expect.objectContaining({
        proposal: about('silent'),
        waitsFor: [expect.objectContaining({ kind: 'budget' }), { kind: 'earnest' }],
      }),
    )
    await comes(15)
    expect(await linksOf('silent')).toEqual(['https://github.com/orgs/guild/people?query=silent'])
    expect(writesOf(chatelaine)).toEqual([])
  }, 120_000)

  it('each step that an audit finds gone is ticked off, and all of it is done only with the last', async () => {
    byHand((world) => {
      const bench = world.repository('guild', 'bench')
      if (bench !== undefined)
        bench.collaborators = bench.collaborators.filter(({ login }) => login !== 'guest')
      const guild = world.organization('guild')
      if (guild === undefined) throw new Error('the guild is there')
      convertToOutsideCollaborator(world, guild, 'former', world.now)
      guild.members = guild.members.filter(({ login }) => login !== 'silent')
    })
    await comes(16)
    expect((await revocation('guest')).outcomes.map(({ status }) => status).sort()).toEqual([
      'by_hand',
      'by_hand',
      'done',
    ])
    expect((await revocation('former')).outcomes.map(({ status }) => status)).toEqual(['done', 'by_hand'])
    expect([await statusOf('guest'), await statusOf('former')]).toEqual(['decided', 'decided'])
    expect(await revocation('silent')).toMatchObject({ status: 'done', verified: true })
  }, 120_000)

  it('a new way in is news, never done', async () => {
    byHand((world) => {
      const [atlas, bench] = ['atlas', 'bench'].map((name) => world.repository('guild', name))
      if (atlas === undefined || bench === undefined) throw new Error('they are there')
      atlas.collaborators = atlas.collaborators.filter(({ login }) => login !== 'guest')
      bench.collaborators = bench.collaborators.filter(({ login }) => login !== 'former')
      world.repository('guild', 'attic')?.collaborators.push({
        ...{ login: 'guest', role: 'read', added_at: '2026-12-07T00:00:00Z' },
      })
    })
    await comes(17)
    expect(await statusOf('former')).toBe('done')
    expect(await statusOf('guest')).toBe('stale')
    expect(await revocation('guest')).toMatchObject({ verified: null })
  }, 120_000)
})
