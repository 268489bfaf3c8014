/** Two months of people who are removed or nearly so, by the stories of other projects: told first, once, and let back in. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { daysAfter, hoursAfter } from '../../src/policy/calendar.ts'
import { LONG_AGO, NOW, smallWorld } from '../fixtures/github/small-world.ts'
import { type Removal, writesOf } from '../fixtures/whole/days.ts'
import { guildIn, type Held, NOTHING } from '../fixtures/whole/guild.ts'
import { aYearOf, type Year } from '../fixtures/whole/year.ts'

const PEOPLE = ['author', 'unreached', 'listed', 'synced', 'returned'] as const
type Person = (typeof PEOPLE)[number] | 'dozer'

let year: Year
const before = new Map<string, Held>()
const idOf = new Map<string, string>()
const seen: Record<string, unknown> = {}

const day = (n: number) => daysAfter(NOW, n)
const path = (login: Person) => `/api/proposals/${idOf.get(login)}`
const owner = <T = unknown>(method: string, where: string, body?: object, who = 'guild-warden') =>
  year.send<T>(who, method, where, body)
const statusOf = async (login: Person) => (await owner<{ status: string }>('GET', path(login))).body.status
const tells = (login: Person, body: object) => owner<{ kind: string }>('POST', `${path(login)}/notice`, body)
const held = (...logins: readonly Person[]) => logins.map((login) => year.heldBy(login))
const asBefore = (...logins: readonly Person[]) => logins.map((login) => before.get(login))
const waitsFor = async (login: Person) =>
  (await owner<{ items: { proposal: string }[] }>('GET', '/api/orgs/guild/queue')).body.items.find(
    ({ proposal }) => proposal === idOf.get(login),
  )

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  for (const login of ['deputy', 'dozer']) guild.owner(login)
  guild.act('dozer', 'issue', { at: LONG_AGO })
  for (const login of PEOPLE) {
    guild.member(login)
    guild.collaborator(login, 'atlas', 'write')
    guild.act(login, 'issue', { at: LONG_AGO })
  }
  const world = small.world()
  year = await aYearOf(world, ['guild-warden', 'deputy'])

  // The first evening.
  await year.comes(NOW)
  for (const login of [...PEOPLE, 'dozer']) before.set(login, year.heldBy(login))
  await owner('PUT', '/api/orgs/guild/settings', { removalBudget: { count: 10, share: 1 } })
  seen.opened = await Promise.all([1, 2].map(() => owner('POST', '/api/orgs/guild/reviews', {})))
  seen.openedAgain = await owner('POST', '/api/orgs/guild/reviews', {})
  await year.hour(hoursAfter(NOW, 2))
  await year.killed()
  await year.hour(hoursAfter(NOW, 3))
  seen.reviews = await year.reviews()
  for (const login of [...PEOPLE, 'dozer']) idOf.set(login, (await year.about(login)).id)
  const revoke = { decision: 'revoke', reason: 'Thank you.' }
  await owner('POST', `${path('author')}/decisions`, { ...revoke, decision: 'downgrade', role: 'read' })
  for (const login of ['unreached', 'listed', 'synced', 'returned', 'dozer'] as const)
    await owner('POST', `${path(login)}/decisions`, revoke)
  await owner('POST', `${path('dozer')}/decisions`, revoke, 'deputy')
  await Promise.all([1, 2, 3].map(() => tells('listed', { way: 'mail' })))
  await year.killed()
  await tells('listed', { way: 'mail' })
  seen.listedTold = await year.noticesOf('listed')
  for (const login of ['synced', 'returned', 'dozer'] as const) await tells(login, { way: 'mail' })
  seen.tried = (await tells('unreached', { way: 'mail', unreachable: true })).body

  // Whoever holds the session of the dormant owner says that they are away; and a second way fails too soon.
  await year.comes(day(10))
  seen.hijack = (await year.send('dozer', 'PUT', '/api/me/leave', { until: day(30).slice(0, 10) })).status
  seen.tooSoon = (await tells('unreached', { way: 'chat', unreachable: true })).body

  // The day of those who were told.
  await year.comes(day(15))
  seen.removed = held('listed', 'synced', 'returned')
  seen.kept = held('author', 'unreached', 'dozer')
  seen.dozerWaits = await waitsFor('dozer')

  // One is put back by what keeps access in a file, one asks to come back.
  const atlas = world.repository('guild', 'atlas')
  guildIn(world).members.push({ login: 'synced', role: 'member', added_at: '2026-12-08T00:00:00Z' })
  atlas?.collaborators.push({ login: 'synced', role: 'write', added_at: '2026-12-08T00:00:00Z' })
  await year.comes(day(16))
  const ask = { revocation: idOf.get('returned'), text: 'I have time again.' }
  seen.askedBack = (await year.send('returned', 'POST', '/api/me/requests', ask)).status
  seen.givenBack = (await owner<Removal>('DELETE', `${path('returned')}/revocation`)).body.status
  await year.hour(hoursAfter(day(16), 2))
  year.chatelaine().github.acceptInvitation('returned', 'guild')
  await year.hour(hoursAfter(day(16), 3))
  seen.returned = held('returned')
  seen.request = (
    await year.send<{ organizations: readonly { taken: readonly { requests: readonly object[] }[] }[] }>(
      'returned',
      'GET',
      '/api/me',
    )
  ).body.organizations[0]?.taken[0]?.requests[0]
  await year.comes(day(20))
  const [, table = ''] = (await year.page('deputy', '/orgs/guild')).split('Access that came back')
  seen.rejoined = table.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
  seen.unreachable = (await tells('unreached', { way: 'letter', unreachable: true })).body

  // The dormant owner's leave is over, and now those who would be left are away.
  await year.comes(day(30))
  for (const who of ['guild-warden', 'deputy'])
    await year.send(who, 'PUT', '/api/me/leave', { until: day(40).slice(0, 10) })
  await year.comes(day(32))
  seen.nobodyLeft = [held('dozer'), await statusOf('dozer')]
  await year.comes(day(42))
  seen.dozerGone = [held('dozer'), await statusOf('dozer')]
  await year.comes(day(49))
  seen.unreachedBefore = held('unreached')
  await year.comes(day(51))
  seen.unreachedAfter = held('unreached')

  // Nobody has told the author anything; then they do something.
  seen.authorStill = held('author')
  seen.authorWaits = await waitsFor('author')
  year
    .chatelaine()
    .github.act({ actor: 'author', kind: 'pull_request', owner: 'guild', repo: 'atlas', at: day(52) })
  await year.comes(hoursAfter(day(52), 2))
  seen.authorEnds = await statusOf('author')
  seen.nextReview = (await year.reviews()).at(-1)
}, 600_000)
afterAll(() => year.close())

describe('Tool bug duplicated last month’s list', () => {
  test('opened twice at once, again, by hourly runs that came twice, and after a kill, there is one list', () => {
    const statuses = (seen.opened as { status: number }[]).map(({ status }) => status).sort()
    expect([...statuses, (seen.openedAgain as { status: number }).status]).toEqual([201, 409, 409])
    expect(seen.reviews).toMatchObject([{ quarter: '2026-Q4', asked: [...PEOPLE, 'dozer'].sort() }])
  })

  test('one notice is recorded, however often it is sent', () => {
    expect(seen.listedTold).toEqual([{ way: 'mail', result: 'sent' }])
  })

  test('nothing was removed twice', () => {
    const deletes = writesOf(year.chatelaine()).filter((call) => call.startsWith('DELETE'))
    expect(deletes.length).toBeGreaterThanOrEqual(4)
    expect(new Set(deletes).size).toBe(deletes.length)
  })
})

describe('Active author downgraded, no word reached him', () => {
  test('nothing is carried out before the telling is recorded, weeks after the decision', () => {
    expect([seen.kept, seen.authorStill]).toEqual([
      asBefore('author', 'unreached', 'dozer'),
      asBefore('author'),
    ])
    expect(seen.authorWaits).toMatchObject({ dueAt: null, waitsFor: [{ kind: 'notice' }] })
  })

  test('what they do meanwhile ends the question, and the next review does not ask', () => {
    expect(seen.authorEnds).toBe('stale')
    expect(seen.nextReview).toMatchObject({
      quarter: '2027-Q1',
      asked: expect.not.arrayContaining(['author']),
    })
  })

  test('who cannot be reached in two ways, 14 days apart, loses it 30 days after the second, and no day before', () => {
    expect([seen.tried, seen.tooSoon, seen.unreachable]).toMatchObject([
      { kind: 'tried' },
      { kind: 'tried' },
      { kind: 'unreachable', until: expect.stringContaining(day(50).slice(0, 10)) },
    ])
    expect(seen.unreachedBefore).toEqual(asBefore('unreached'))
    expect(seen.unreachedAfter).toEqual([NOTHING])
  })
})

describe('Admin role removal followed by re-invite', () => {
  test('who was told is removed on the day', () => {
    expect(seen.removed).toEqual([NOTHING, NOTHING, NOTHING])
  })

  test('who asks to come back gets exactly what they held, by one click of one owner', () => {
    expect([seen.askedBack, seen.givenBack]).toEqual([201, 'restoring'])
    expect(seen.returned).toEqual(asBefore('returned'))
    expect(seen.request).toMatchObject({ endedBecause: 'given_back' })
  })

  test('both are counted as re-joins, and what a sync put back stands apart', () => {
    expect(seen.rejoined).toMatch(/2026-Q4 3 1 \(33 %\) 1 0 1/)
  })

  test('who was let back in by owners is not asked about by the next review, and whom a sync put back is', () => {
    expect(seen.nextReview).toMatchObject({ asked: ['synced'] })
  })
})

describe('SECURITY.md, row 11: a hijacked dormant owner who says that they are away', () => {
  test('does not get the question off the table: it waits until the leave is over', () => {
    expect(seen.hijack).toBe(200)
    expect(seen.dozerWaits).toMatchObject({
      waitsFor: expect.arrayContaining([expect.objectContaining({ kind: 'away' })]),
    })
  })

  test('SECURITY.md, row 2: stays while every owner who would be left is away, and goes when they are back', () => {
    expect(seen.nobodyLeft).toEqual([asBefore('dozer'), 'decided'])
    expect(seen.dozerGone).toEqual([[NOTHING], 'done'])
  })
})

test('SECURITY.md, row 8: the history holds all of it', async () => {
  expect(await year.isHistoryWhole()).toBe(true)
}, 60_000)
