/** The story of a review's decisions from the first evening to the way back, over the calendar: whom nothing may take from, and what is proven. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renameRepository } from '../../fake-github/world/changes.ts'
import { daysAfter, hoursAfter, isBefore } from '../../src/policy/calendar.ts'
import type { Instant } from '../../src/policy/words.ts'
import { verifyHistory } from '../../src/register/history/history-list.ts'
import { openRegister } from '../../src/register/open.ts'
import { NOW } from '../fixtures/github/small-world.ts'
import {
  type Asked,
  anHourComes,
  type Removal,
  sendAs,
  theDayComes,
  writesOf,
} from '../fixtures/whole/days.ts'
import { guildIn, guildOfEveryCase, type Held, heldIn, NOTHING } from '../fixtures/whole/guild.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

/** Those in whose way nothing comes; dozer is an owner, about whom two decide. */
const GONE = ['silent', 'p1', 'p2', 'p3', 'guest', 'dozer'] as const
const BUDGET = 2
/** Notice, and four days of a budget of two. */
const DUE = 14
const ENDED = 20

let chatelaine: Chatelaine
let folder: string
let asked: readonly Asked[]
let before: ReadonlyMap<string, Held>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chatelaine-deeds-'))
  chatelaine = await startChatelaine({
    world: guildOfEveryCase(),
    persist: folder,
    vars: { WRITE_PAUSE: '0' },
  })
  await chatelaine.auditedAt(NOW)
  const rules = { removalBudget: { count: BUDGET, share: 0.5 } }
  expect((await chatelaine.rulesBy('guild-warden', 'guild', rules)).status).toBe(200)
  const { id } = (await chatelaine.api<{ id: string }>('/api/orgs/guild/reviews', 'POST')).body
  asked = await chatelaine.list<Asked>(`/api/orgs/guild/reviews/${id}/proposals`)
  before = new Map(everybody().map((login) => [login, heldBy(login)]))
}, 120_000)

afterAll(async () => {
  await chatelaine.close()
  rmSync(folder, { recursive: true, force: true })
})

function about(login: string): string {
  const found = asked.find(({ subject }) => subject.kind === 'account' && subject.login === login)
  if (found === undefined) throw new Error(`${login} is not asked about`)
  return found.id
}

/** As somebody who has just signed in. */
const send = async <T = unknown>(who: string, method: string, path: string, body?: object) =>
  sendAs<T>(chatelaine, await chatelaine.sessionOf(who), method, path, body)

const answered = (who: string, login: string, answer: object = {}) =>
  send<{ status: string }>(who, 'POST', `/api/proposals/${about(login)}/decisions`, {
    ...{ decision: 'revoke', reason: 'Thank you for everything.' },
    ...answer,
  })
const proposal = async (login: string) => (await chatelaine.api<Asked>(`/api/proposals/${about(login)}`)).body
const told = (who: string, login: string) =>
  send(who, 'POST', `/api/proposals/${about(login)}/notice`, { way: 'mail' })
const queue = () => chatelaine.list<{ dueAt: Instant | null }>('/api/orgs/guild/queue')
const dueDays = async () => (await queue()).flatMap(({ dueAt }) => dueAt ?? [])
const revocation = async (login: string) =>
  (await chatelaine.api<Removal>(`/api/proposals/${about(login)}/revocation`)).body

const guildNow = () => guildIn(chatelaine.world)
const heldBy = (login: string) => heldIn(chatelaine.world, login)
const everybody = () => asked.flatMap(({ subject: { login } }) => (login ? [login] : []))
const deed = (change: Parameters<Chatelaine['github']['change']>[1]) =>
  chatelaine.github.change('guild-warden', change)

describe('SECURITY.md, row 3: on the first evening', () => {
  it('only owners decide, and each answer is recorded with who gave it', async () => {
    expect((await answered('silent', 'p1')).status).toBeGreaterThanOrEqual(403)
    for (const login of ['silent', 'p1', 'p2', 'p3', 'guest', 'woke', 'exempt', 'raised'])
      expect(await answered('guild-warden', login)).toMatchObject({
        status: 201,
        body: { status: 'decided' },
      })
    expect((await answered('deputy', 'ward')).body.status).toBe('decided')
    const lower = { decision: 'downgrade', role: 'triage' }
    expect((await answered('guild-warden', 'sticky', lower)).body.status).toBe('decided')
    const acts = await chatelaine.list<{ act: string }>('/api/orgs/guild/history')
    expect(acts.filter(({ act }) => act === 'decided').length).toBeGreaterThanOrEqual(10)
  }, 60_000)

  it("SECURITY.md, rows 2 and 11: an owner's or administrator's right does not go on one answer, nor by a program", async () => {
    for (const login of ['dozer', 'sleeper', 'keeper'])
      expect((await answered('guild-warden', login)).body.status).toBe('needs_second')
    const program = { decision: 'revoke', reason: 'By a program.' }
    const byProgram = await chatelaine.api(`/api/proposals/${about('keeper')}/decisions`, 'POST', program)
    expect(byProgram.status).toBe(403)
    for (const login of ['dozer', 'sleeper'])
      expect((await answered('third', login)).body.status).toBe('decided')
  }, 60_000)

  it('Notice: nothing has its day before its person is told', async () => {
    expect(await dueDays()).toEqual([])
    for (const login of everybody()) expect((await told('third', login)).status).toBe(201)
  }, 60_000)

  it('Queue: everything has its day, not before the notice is over, and never more than the budget', async () => {
    const days = await dueDays()
    const inDays = days.map((at) => at.slice(0, 10))
    expect(days.filter((day) => isBefore(day, daysAfter(NOW, DUE)))).toEqual([])
    expect([inDays.length, inDays]).toEqual([12, [...inDays].sort()])
  })
})

describe('SECURITY.md, row 4: whoever, before their day,', () => {
  beforeAll(async () => {
    const exemptions = [{ login: 'exempt', reason: 'Parental leave.', until: '2027-06-01' }]
    expect((await chatelaine.rulesBy('third', 'guild', { exemptions })).status).toBe(200)
    await theDayComes(chatelaine, daysAfter(NOW, 5))
    expect(everybody().map(heldBy)).toEqual([...before.values()])
    deed((world) => {
      const collaborators = world.repository('guild', 'vault')?.collaborators
      collaborators?.push({ login: 'raised', role: 'write', added_at: '2026-12-02T00:00:00Z' })
      for (const member of guildNow().members) if (member.login === 'deputy') member.role = 'member'
    })
    guildNow().organization_roles.push({
      ...{ id: 9, name: 'all write', base_role: 'write', permissions: [], source: 'Organization' },
      ...{ users: ['sticky'], teams: [] },
    })
    const lateActs = hoursAfter(daysAfter(NOW, DUE), -1)
    chatelaine.github.setNow(lateActs)
    for (const actor of ['woke', 'sleeper'])
      chatelaine.github.act({ actor, kind: 'issue_comment', owner: 'guild', repo: 'atlas', at: lateActs })
    for (let day = DUE; day <= ENDED; day += 1) await theDayComes(chatelaine, daysAfter(NOW, day))
  }, 400_000)

  it.each([
    ['was active again', 'woke', /newer act|active again/],
    ['was exempted by another owner', 'exempt', /exempt/],
    ['was given more', 'raised', /given more|stronger/],
  ])('%s keeps everything, and the question ends with the reason', async (_, login, why) => {
    const { status, stale } = await proposal(login)
    expect(status).toBe('stale')
    expect(stale).toMatch(why)
    expect(heldBy(login)).toMatchObject({ role: 'member' })
  })

  it('SECURITY.md, row 3: was decided about by an owner who is none any more keeps everything and is asked about again', async () => {
    expect(await proposal('ward')).toMatchObject({ status: 'open', reopened: { kind: 'vote' } })
    expect(heldBy('ward')).toEqual(before.get('ward'))
  })

  it('Woken keys: is an owner who wakes stays an owner, and on the review until somebody has asked them', async () => {
    expect(await proposal('sleeper')).toMatchObject({ status: 'open', reopened: { kind: 'act' } })
    expect(heldBy('sleeper')).toEqual(before.get('sleeper'))
    const identity = `/api/proposals/${about('sleeper')}/identity`
    expect((await send('sleeper', 'POST', identity, { way: 'It is me.' })).status).toBe(403)
    expect((await send('third', 'POST', identity, { way: 'By telephone.' })).status).toBe(204)
    expect((await proposal('sleeper')).status).toBe('stale')
    expect(heldBy('sleeper')).toEqual(before.get('sleeper'))
  }, 30_000)
})

describe('Carrying out: when the queue has moved on by itself', () => {
  it.each(GONE)('%s holds nothing by any path, proven by reading GitHub again', async (login) => {
    expect(heldBy(login)).toEqual(NOTHING)
    expect(await revocation(login)).toMatchObject({ status: 'done', verified: true })
    expect((await proposal(login)).status).toBe('done')
  })

  it('SECURITY.md, row 6: what is not proven is never done: a path that the plan did not know of is an alarm', async () => {
    expect(await revocation('sticky')).toMatchObject({ status: 'failed', verified: false })
    expect((await proposal('sticky')).status).toBe('failed')
  })

  it('SECURITY.md, row 2: two active owners are left, and who administers alone was left too: one vote is not two', async () => {
    const owners = guildNow()
      .members.filter(({ role }) => role === 'admin')
      .map(({ login }) => login)
    expect(owners.sort()).toEqual(['guild-warden', 'sleeper', 'third'])
    expect((await proposal('keeper')).status).toBe('needs_second')
    expect(heldBy('keeper')).toEqual(before.get('keeper'))
  })

  it('SECURITY.md, row 5: in no 24 hours went more people than the budget, though every hourly run came twice', async () => {
    const database = await chatelaine.worker.database()
    const { results } = await database
      .prepare('select counted_at as at from revocations where counted_at is not null order by counted_at')
      .all<{ at: Instant }>()
    expect(results.length).toBeGreaterThanOrEqual(GONE.length)
    const within = results.map(
      ({ at: from }) =>
        results.filter(({ at }) => !isBefore(at, from) && isBefore(at, hoursAfter(from, 24))).length,
    )
    expect(Math.max(...within)).toBeLessThanOrEqual(BUDGET)
  })

  it('SECURITY.md, row 8: nothing was sent twice', () => {
    const writes = writesOf(chatelaine)
    expect(writes.length).toBeGreaterThanOrEqual(GONE.length)
    expect(new Set(writes).size).toBe(writes.length)
  })

  it('Queue: out of turn, what has started is 202 again, and what waits says for what', async () => {
    const start = (login: string) =>
      send<{ status?: string; why?: string; notBefore?: string }>(
        'third',
        'POST',
        `/api/proposals/${about(login)}/revocation`,
      )
    expect(await start('silent')).toMatchObject({ status: 202, body: { status: 'done' } })
    expect(await start('keeper')).toMatchObject({ status: 409, body: { why: 'second_vote' } })
    expect(await start('sticky')).toMatchObject({ status: 409, body: { notBefore: expect.any(String) } })
  }, 30_000)

  it('SECURITY.md, row 10: nobody was given anything, but by hand', () => {
    for (const login of everybody()) {
      const { teams = [], direct = [] } = before.get(login) ?? NOTHING
      const now = heldBy(login)
      expect(teams).toEqual(expect.arrayContaining([...now.teams]))
      if (login !== 'raised' && login !== 'sticky')
        expect(direct).toEqual(expect.arrayContaining([...now.direct]))
    }
    expect(writesOf(chatelaine).filter((call) => /^(PUT|POST)/.test(call))).toEqual([
      expect.stringContaining('/collaborators/sticky'),
    ])
  })
})

describe('The way back: a hundred days later, after renamings, past a failed invitation', () => {
  const later = daysAfter(NOW, ENDED + 100)
  beforeAll(async () => {
    deed((world) => {
      for (const team of guildNow().teams) if (team.slug === 'crew') team.slug = 'rowers'
      const bench = world.repository('guild', 'bench')
      if (bench !== undefined) renameRepository(world, bench, 'settle')
    })
    chatelaine.github.rename('silent', 'silent-no-more')
    guildNow().invitations.push({
      ...{ id: 991, login: 'silent-no-more', role: 'direct_member', teams: [], inviter: 'guild-warden' },
      ...{ created_at: '2027-03-01T00:00:00Z', failed_at: '2027-03-08T00:00:00Z' },
    })
    chatelaine.github.setNow(later)
    chatelaine = await chatelaine.restart({ CLOCK: later })
    await theDayComes(chatelaine, later)
  }, 120_000)

  it('one click of one owner is enough, and it is pending until they accept', async () => {
    const asking = await send('third', 'DELETE', `/api/proposals/${about('silent')}/revocation`)
    expect(asking).toMatchObject({ status: 202, body: { status: 'restoring' } })
    await anHourComes(chatelaine, hoursAfter(later, 2))
    expect(heldBy('silent-no-more')).toEqual(NOTHING)
    expect((await revocation('silent')).status).toBe('restoring')
    expect(guildNow().invitations.map(({ id }) => id)).not.toContain(991)
  }, 60_000)

  it('then exactly what was stored is held again, by its number, and that is verified', async () => {
    expect(chatelaine.github.acceptInvitation('silent-no-more', 'guild')).toBe(true)
    await anHourComes(chatelaine, hoursAfter(later, 3))
    expect(heldBy('silent-no-more')).toEqual(before.get('silent'))
    expect((await revocation('silent')).status).toBe('restored')
  }, 60_000)

  it("an owner's role waits for a second owner, and neither of one click nor of a program is given", async () => {
    const path = `/api/proposals/${about('dozer')}/revocation`
    expect((await chatelaine.api(path, 'DELETE')).status).toBeGreaterThanOrEqual(403)
    expect((await send('third', 'DELETE', path)).body).toMatchObject({ waitsFor: 'second_owner' })
    await anHourComes(chatelaine, hoursAfter(later, 4))
    expect(guildNow().invitations.some(({ login }) => login === 'dozer')).toBe(false)
    expect((await send('guild-warden', 'DELETE', path)).status).toBe(202)
    await anHourComes(chatelaine, hoursAfter(later, 5))
    expect(guildNow().invitations).toContainEqual(expect.objectContaining({ login: 'dozer', role: 'admin' }))
  }, 90_000)

  it('those who came back are counted, by the way back', async () => {
    await theDayComes(chatelaine, daysAfter(later, 1))
    const cookie = await chatelaine.sessionOf('third')
    const page = await (await chatelaine.worker.fetch('/orgs/guild', { headers: { cookie } })).text()
    const [, table = ''] = page.split('Access that came back')
    expect(table.replaceAll(/<[^>]+>/g, ' ')).toMatch(/2026-Q4\s+\d+\s+1 \(\d+ %\)\s+1\s+0\s+0/)
  }, 90_000)

  it('SECURITY.md, rows 8 and 11: the history holds all of it, unbroken and as the register', async () => {
    const register = openRegister(await chatelaine.worker.database())
    expect(await verifyHistory(register, guildNow().id)).toMatchObject({ ok: true })
    const entries = await chatelaine.list<{ act: string }>('/api/orgs/guild/history')
    const acts = entries.map(({ act }) => act)
    const removal = ['decided', 'revocation_started', 'revocation_done']
    const other = ['notice_sent', 'proposal_stale', 'proposal_reopened', 'vote_fell_away']
    expect(acts).toEqual(expect.arrayContaining([...removal, ...other]))
  })
})
