/** The off-boarding list: lines of the organisation's own, ticked by owners for whoever was removed. */

import { sql } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { countOffboardingLeft } from '../../src/register/people/offboarding-ticks.ts'
import { proposals, revocations } from '../../src/register/schema.ts'
import { ABOUT_BELA } from '../fixtures/register/about-bela.ts'
import { begun, TEO } from '../fixtures/register/rules-site.ts'
import { HOME, IDLE, NOW, OWNER, type Site } from '../fixtures/register/site.ts'

const LIST = '/api/proposals/about-bela/offboarding'
let site: Site

beforeEach(async () => {
  site = await begun()
  await site.putRules({ offboarding: ['PyPI', 'conda-forge', 'Zulip'] })
  await site.register.insert(proposals).values({ ...ABOUT_BELA, status: 'done' })
  await site.register.insert(revocations).values({
    ...{
      id: 'about-bela',
      orgId: 100,
      status: 'done',
      startedBy: { kind: 'calendar' as const },
      startedAt: NOW,
    },
    ...{ finishedAt: NOW, rehearsal: false, verified: true },
  })
})

const tick = (done: readonly string[], person = OWNER) =>
  site.visit(LIST, person, {
    method: 'PUT',
    headers: { origin: HOME, 'content-type': 'application/json' },
    body: JSON.stringify({ done }),
  })
const list = async () =>
  (await (await site.visit(LIST, OWNER)).json()) as {
    summary: string
    items: { line: string; done: unknown }[]
  }
const left = () =>
  countOffboardingLeft(site.register, 100, ['PyPI', 'conda-forge', 'Zulip'], '2026-11-01T00:00:00.000Z')

test('any owner ticks a line and takes it back; who and when stand there and in the history', async () => {
  expect((await list()).summary).toBe('0 of 3 ticked')
  expect(await left()).toEqual({ people: 1, lines: 3 })
  expect((await tick(['PyPI', 'Zulip'])).status).toBe(200)
  expect((await tick(['PyPI'], TEO)).status).toBe(200)
  expect(await list()).toMatchObject({
    summary: '1 of 3 ticked',
    items: [
      { line: 'PyPI', done: { by: { login: 'ada' }, at: NOW } },
      { line: 'conda-forge', done: null },
      { line: 'Zulip', done: null },
    ],
  })
  expect(await left()).toEqual({ people: 1, lines: 2 })
  const history = await (await site.visit('/api/orgs/lichen/history?limit=3', OWNER)).json()
  expect((history as { items: { sentence: string }[] }).items.map(({ sentence }) => sentence)).toEqual([
    'teo took back the tick of "Zulip" of the off-boarding list for bela.',
    'ada ticked "Zulip" of the off-boarding list for bela.',
    'ada ticked "PyPI" of the off-boarding list for bela.',
  ])
})

test('the tab Done and the page of the account show the list, and its form ticks', async () => {
  for (const path of ['reviews/review-1?view=done', 'accounts/bela']) {
    const page = await (await site.visit(`/orgs/lichen/${path}`, OWNER)).text()
    expect(page).toContain('0 of 3 ticked')
    expect(page).toContain('conda-forge')
  }
  const sent = await site.send('/orgs/lichen/proposals/about-bela/offboarding', OWNER, {
    done: 'PyPI',
    from: 'account',
  })
  expect([sent.status, sent.headers.get('location')]).toEqual([303, '/orgs/Lichen/accounts/bela'])
  expect(await (await site.visit('/orgs/lichen/reviews/review-1?view=done', OWNER)).text()).toContain(
    '1 of 3 ticked',
  )
})

test('a line that the list does not have any more stays where it was ticked, and counts no more', async () => {
  await tick(['PyPI'])
  await site.putRules({ offboarding: ['Zulip'] })
  expect(await list()).toMatchObject({
    summary: '0 of 1 ticked',
    items: [{ line: 'Zulip' }, { line: 'PyPI', isAsked: false }],
  })
  expect((await tick(['no line of ours'])).status).toBe(422)
})

test('the list is for people whose removal is done, and for nobody but owners', async () => {
  expect((await site.visit(LIST, IDLE)).status).toBe(404)
  await site.register.run(sql`update revocations set status = 'running'`)
  expect([(await tick(['PyPI'])).status, (await site.visit(LIST, OWNER)).status]).toEqual([409, 404])
})

test('the form of the settings has a line for each', async () => {
  const page = await (await site.visit('/orgs/lichen/settings', OWNER)).text()
  expect(page).toContain('PyPI\nconda-forge\nZulip</textarea>')
})
