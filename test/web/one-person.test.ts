/** What their own page, the owners' page about them, the notice, the review, the queue and the history say of one person: the same days everywhere. */

import { expect, it } from 'vitest'
import { decisions, reviews } from '../../src/register/schema.ts'
import { belaAsked, takenFromBela } from '../fixtures/register/bela-asked.ts'
import { HOME, IDLE, NOW, OWNER, type Site } from '../fixtures/register/site.ts'

const REVIEW = '/orgs/Lichen/reviews/review-1'

const textAt = async (site: Site, path: string, person = OWNER) =>
  (await (await site.visit(path, person)).text())
    .replace(/^.*<main/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/ ([,.])/g, '$1')

const json = async <T>(site: Site, path: string, person = OWNER) =>
  (await (await site.visit(path, person)).json()) as T

const send = async (site: Site, path: string, body: object, person = OWNER) => {
  const headers = { origin: HOME, 'content-type': 'application/json' }
  const { status } = await site.visit(path, person, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(status, path).toBe(201)
}

/** Everything that is said of bela, and the days that programs read. */
async function saidOfBela(site: Site) {
  const [me, account, head, decided, queue, notices, history] = await Promise.all([
    textAt(site, '/me', IDLE),
    textAt(site, '/orgs/Lichen/accounts/bela'),
    textAt(site, REVIEW),
    textAt(site, `${REVIEW}?view=decided`),
    textAt(site, `${REVIEW}?view=queue`),
    textAt(site, `${REVIEW}/notices`),
    textAt(site, '/orgs/Lichen/history'),
  ])
  const { organizations } = await json<{
    organizations: { questions: { earliest: string | null }[] }[]
  }>(site, '/api/me', IDLE)
  const { items } = await json<{ items: { dueAt: string | null }[] }>(site, '/api/orgs/Lichen/queue')
  const earliest = organizations[0]?.questions[0]?.earliest
  return { me, account, head, decided, queue, notices, history, earliest, dueAt: items[0]?.dueAt }
}

it('while nobody has told them, every place gives the days of notice, and no place a day of its own', async () => {
  const site = await belaAsked({ lastActiveAt: '2026-02-03T10:00:00.000Z' })
  const before = await saidOfBela(site)
  expect(before.head).toContain('Nothing is removed before 6 December 2026. Until then any answer')
  expect(before.head).toContain('1 person is still to be told')
  expect(before.notices).toContain('1 person to tell')
  expect(before.notices).toContain('14 days have passed since')
  expect(before.notices).toContain('Nothing changes before 6 December 2026.')
  expect(before.notices).toContain('Your newest act that we know of in Lichen was on 3 February 2026')
  expect(before.me).toContain('a push in atlas on 3 February 2026')
  expect(before.me).toContain('14 days after a message to you The earliest day')
  expect(before.me).toContain('13 December 2026 By this day the owners should have decided.')
  expect(before.head).toContain('due 13 December 2026')

  await send(site, '/api/proposals/about-bela/decisions', { decision: 'revoke', reason: 'Has moved on.' })
  const decided = await saidOfBela(site)
  expect(decided.me).toContain('ada decided to take your access back.')
  expect(decided.me).toContain('14 days after a message to you The earliest day')
  expect(decided.decided).toContain('Carried out 14 days after they have been told')
  expect(decided.account).toContain('Carried out 14 days after they have been told.')
  expect(decided.queue).toContain('1 removal waits until its person has been told')
  expect(decided.notices).toContain('We would take this access back. Nothing changes before 6 December 2026.')
  expect([decided.earliest, decided.dueAt]).toEqual([null, null])
})

it('from the telling on, every place gives the same day', async () => {
  const site = await belaAsked({ lastActiveAt: '2026-02-03T10:00:00.000Z' })
  await send(site, '/api/proposals/about-bela/decisions', { decision: 'revoke', reason: 'Has moved on.' })
  await send(site, '/api/proposals/about-bela/notice', { sentAt: NOW.slice(0, 10), way: 'mail' })
  const { me, account, head, decided, queue, notices, history, ...days } = await saidOfBela(site)
  expect(me).toContain('22 November 2026 You were told, by an owner (mail).')
  expect(me).toContain('6 December 2026 The earliest day on which any access of yours can be taken away.')
  expect(head).toContain('Nothing is removed before 6 December 2026')
  expect(head).not.toContain('still to be told')
  expect(decided).toContain('Carried out from 6 December 2026 on')
  expect(account).toContain('Carried out from 6 December 2026 on, unless they act or answer.')
  expect(account).toContain('Told on 22 November 2026 by mail.')
  expect(queue).toContain('1 removal on 6 December')
  expect(queue).toContain('Sunday 6 December')
  expect(notices).toContain('Everybody here has been told')
  expect(notices).toContain('told on 22 November 2026 by mail')
  expect(history).toContain('They were told by mail on 22 November 2026.')
  expect(days.earliest).toBe('2026-12-06T06:00:00.000Z')
  expect(days.dueAt).toBe(days.earliest)
})

it('who steps down themselves goes after the cooling time, and no place promises a later day', async () => {
  const site = await belaAsked({ lastActiveAt: '2026-02-03T10:00:00.000Z' })
  await send(site, '/api/me/answers', { proposal: 'about-bela', answer: 'step_down' }, IDLE)
  const { me, account, head, decided, queue, notices, history, ...days } = await saidOfBela(site)
  expect(me).toContain('23 November 2026 The earliest day on which it is carried out.')
  expect(me).toContain('You have said that you give it up.')
  expect(me).not.toContain('bela decided')
  expect(head).toContain(
    'Nothing is removed before 6 December 2026, except what 1 person gives up themselves. Until then',
  )
  expect(head).not.toContain('still to be told')
  expect(decided).toContain('Carried out from 23 November 2026 on')
  expect(account).toContain('Carried out from 23 November 2026 on')
  expect(queue).toContain('Monday 23 November')
  expect(notices).not.toContain('1 person to tell')
  expect(history).toContain('bela steps down: revoke, by their own vote.')
  expect(days.earliest).toBe('2026-11-23T06:00:00.000Z')
  expect(days.dueAt).toBe(days.earliest)
})

it('once something may be due, the review promises no day before which nothing goes', async () => {
  const site = await belaAsked({ openedAt: '2026-11-01T06:00:00.000Z' })
  await site.register.update(reviews).set({ openedAt: '2026-11-01T06:00:00.000Z' })
  expect(await textAt(site, REVIEW)).toContain('Nothing is removed before 23 November 2026. Until then')
  await send(site, '/api/proposals/about-bela/decisions', { decision: 'revoke', reason: 'Has moved on.' })
  expect(await textAt(site, REVIEW)).toContain(
    'What is answered now is removed on 23 November 2026 at the earliest; what was decided before, on its day in the queue. Until then',
  )
})

it('who became emeritus counts as done, and reads of nothing that was taken but what they gave up', async () => {
  const site = await takenFromBela()
  await site.register.update(decisions).set({
    decision: 'emeritus',
    plan: [
      { action: 'add_to_emeritus_team', target: 'emeritus', account: IDLE.id, team: 'emeritus' },
      { action: 'remove_team_membership', target: 'team cartographers', account: IDLE.id, team: 20 },
    ],
  })
  const done = await textAt(site, `${REVIEW}?view=done`)
  expect(done).toContain('Done: 1 answer carried out')
  expect(done).toContain('Carried out 1')
  const me = await textAt(site, '/me', IDLE)
  expect(me).toContain('What you no longer hold in Lichen 22 November 2026 : team cartographers')
  expect(me).not.toContain('into emeritus')
})
