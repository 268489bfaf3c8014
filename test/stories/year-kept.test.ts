/** A year of four people whom a review must not remove, by the stories of other projects: each is asked when it is right to ask, and not before. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LONG_AGO, NOW, smallWorld } from '../fixtures/github/small-world.ts'
import { writesOf } from '../fixtures/whole/days.ts'
import { guildIn, type Held } from '../fixtures/whole/guild.ts'
import { aYearOf, type Year } from '../fixtures/whole/year.ts'

const WHY = 'I keep the herbarium, as every year.'

let year: Year
let before: Held
const seen: Record<string, unknown> = {}
const asked: Record<string, readonly string[]> = {}
/** Whom the newest review asks about, under its quarter and the day. */
async function look(): Promise<void> {
  const newest = (await year.reviews()).at(-1)
  if (newest !== undefined) asked[newest.quarter] = newest.asked
}
const leaveUntil = async (until: string) =>
  (await year.send('parent', 'PUT', '/api/me/leave', { until })).status
const keepObjector = async (until: string) => {
  const { id } = await year.about('objector')
  const answer = { decision: 'keep', reason: 'The herbarium.', until }
  return (await year.send('guild-warden', 'POST', `/api/proposals/${id}/decisions`, answer)).status
}

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  guild.owner('deputy')
  for (const login of ['parent', 'objector', 'release-bot']) {
    guild.member(login)
    guild.collaborator(login, 'atlas', 'write')
    guild.act(login, 'issue', { at: LONG_AGO })
  }
  guild.member('promoted')
  guild.act('promoted', 'push', { at: '2026-08-01T10:00:00.000Z' })
  const world = small.world()
  year = await aYearOf(world, ['guild-warden', 'deputy'])
  const push = (actor: string, at: string) =>
    year.chatelaine().github.act({ actor, kind: 'push', owner: 'guild', repo: 'atlas', at })

  // Autumn: the first leave, the first review, the first protest.
  await year.comes(NOW)
  before = year.heldBy('parent')
  const sponsors = [{ login: 'release-bot', sponsor: 'deputy', until: '2027-09-01' }]
  seen.sponsored = (await year.send('guild-warden', 'PUT', '/api/orgs/guild/settings', { sponsors })).status
  seen.firstLeave = await leaveUntil('2027-02-28')
  await year.comes('2026-11-23T06:00:00.000Z')
  seen.parentAway = await year.verdictOf('parent')
  await year.send('guild-warden', 'POST', '/api/orgs/guild/reviews', {})
  await look()
  const { id } = await year.about('objector')
  const answer = { proposal: id, answer: 'still_needed', text: WHY }
  seen.protest = (await year.send('objector', 'POST', '/api/me/answers', answer)).status
  seen.firstKeep = await keepObjector('2027-06-01')

  // Winter: nobody is asked again. Spring: the parent is back and works; a member is made an owner.
  await year.comes('2027-01-13T06:00:00.000Z')
  await look()
  for (const member of guildIn(world).members) if (member.login === 'promoted') member.role = 'admin'
  push('parent', '2027-03-04T10:00:00.000Z')
  await year.comes('2027-03-05T06:00:00.000Z')
  seen.parentBack = await year.verdictOf('parent')
  await year.comes('2027-04-14T06:00:00.000Z')
  await look()
  seen.promoted = await year.verdictOf('promoted')

  // Summer: the second leave, the second protest.
  await year.comes('2027-06-02T06:00:00.000Z')
  seen.secondLeave = await leaveUntil('2027-11-01')
  await year.comes('2027-07-14T06:00:00.000Z')
  await look()
  const summer = (await year.reviews()).at(-1)
  seen.page = await year.page('guild-warden', `/orgs/guild/reviews/${summer?.id}`)
  seen.again = (await year.about('objector')).status
  seen.secondKeep = await keepObjector('2028-06-01')

  // Autumn again: the bot's sponsor has ended, the owner has been silent for long, the parent is away, and then back.
  await year.comes('2027-10-13T06:00:00.000Z')
  await look()
  seen.parentAwayAgain = await year.verdictOf('parent')
  push('parent', '2027-11-02T05:00:00.000Z')
  await year.comes('2027-11-02T06:00:00.000Z')
  await look()
  seen.parentBackAgain = await year.verdictOf('parent')
  seen.thirdLeave = await leaveUntil('2028-06-01')
}, 600_000)
afterAll(() => year.close())

describe('Parental leave, many times', () => {
  test('two leaves in a year are within twelve months of 24, a third long one is not', () => {
    expect([seen.firstLeave, seen.secondLeave, seen.thirdLeave]).toEqual([200, 200, 422])
  })

  test('no review of the year asks about them, and nobody tells them anything', async () => {
    expect(Object.keys(asked)).toEqual(['2026-Q4', '2027-Q1', '2027-Q2', '2027-Q3', '2027-Q4'])
    expect(Object.values(asked).flat()).not.toContain('parent')
    expect(await year.noticesOf('parent')).toEqual([])
  })

  test('each leave ends, they come back and work, and hold what they held', () => {
    expect([seen.parentAway, seen.parentBack, seen.parentAwayAgain, seen.parentBackAgain]).toMatchObject([
      { verdict: 'exempt' },
      { verdict: 'active' },
      { verdict: 'exempt' },
      { verdict: 'active' },
    ])
    expect(year.heldBy('parent')).toEqual(before)
  })
})

describe('Same person must object every year', () => {
  test('is not asked while the owners keep what they hold, and is asked after that', () => {
    expect([seen.protest, seen.firstKeep, seen.again, seen.secondKeep]).toEqual([201, 201, 'open', 201])
    const quarters = Object.entries(asked).flatMap(([quarter, logins]) =>
      logins.includes('objector') ? [quarter] : [],
    )
    expect(quarters).toEqual(['2026-Q4', '2027-Q3'])
  })

  test('the next review shows the owners what they answered, so that nobody has to say it twice', () => {
    expect(seen.page).toContain('last time: said: still needed')
    expect(seen.page).toContain(WHY)
  })
})

describe('Just promoted', () => {
  test('is new for as long as the window, though silent, and asked about only then', () => {
    expect(seen.promoted).toMatchObject({ verdict: 'new' })
    const quarters = Object.entries(asked).flatMap(([quarter, logins]) =>
      logins.includes('promoted') ? [quarter] : [],
    )
    expect(quarters).toEqual(['2027-Q4'])
  })
})

describe('Release bot', () => {
  test('is not asked about while somebody answers for it, and is when nobody does any more', () => {
    expect(seen.sponsored).toBe(200)
    const quarters = Object.entries(asked).flatMap(([quarter, logins]) =>
      logins.includes('release-bot') ? [quarter] : [],
    )
    expect(quarters).toEqual(['2027-Q4'])
  })
})

test('SECURITY.md, rows 3 and 4: in all that year nothing was written to GitHub, and the history holds all of it', async () => {
  expect(writesOf(year.chatelaine())).toEqual([])
  expect(await year.isHistoryWhole()).toBe(true)
}, 60_000)
