/** The person's own page: what is asked, three answers, what comes next, leave, everything held; for nobody else. */

import { describe, expect, test } from 'vitest'
import { daysAfter } from '../../src/policy/calendar.ts'
import {
  accessLog,
  answers,
  history,
  leaves,
  notices,
  proposals,
  reviews,
} from '../../src/register/schema.ts'
import { ABOUT_BELA } from '../fixtures/register/about-bela.ts'
import { belaAsked } from '../fixtures/register/bela-asked.ts'
import { IDLE, NOW, OWNER, openSite, type Site, STRANGER } from '../fixtures/register/site.ts'

const ADA = { kind: 'person', ...OWNER } as const

const text = async (site: Site, path = '/me', person = IDLE) => (await site.visit(path, person)).text()
const main = async (site: Site, path = '/me', person = IDLE) =>
  (/<main.*<\/main>/s.exec(await text(site, path, person))?.[0] ?? '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
const answer = (site: Site, fields: Record<string, string>, person = IDLE) =>
  site.send('/me/answers', person, { proposal: 'about-bela', ...fields })
const told = (site: Site, changes: Partial<typeof notices.$inferInsert> = {}) =>
  site.register.insert(notices).values({
    ...{ id: 'n', orgId: 100, proposalId: 'about-bela', accountId: IDLE.id, kind: 'notice', result: 'sent' },
    ...{ way: 'mail', at: NOW, recordedBy: ADA, recordedAt: NOW },
    ...changes,
  })

describe('somebody who is asked', () => {
  test('reads what they hold, what was last seen, and who asks, in their own person', async () => {
    const page = await main(await belaAsked())
    expect(page).toContain('Hello Bela')
    expect(page).toContain('You can still push to atlas in Lichen, through team cartographers.')
    expect(page).toContain('a push in atlas on 3 February 2026 , 9 months ago')
    expect(page).toContain('The owners of Lichen are asked whether you still need your access there')
    expect(page).toContain('Nothing that you did in Lichen was seen since 22 May 2026')
    expect(page).not.toMatch(/\b(theirs?|them|they|has had access|has held)\b/i)
  })
  test('finds three answers of equal weight and a fourth, each a form that works without script', async () => {
    const page = await text(await belaAsked())
    const sent = [...page.matchAll(/name="answer" value="(\w+)"/g)].map(([, value]) => value)
    expect(sent).toEqual(['still_needed', 'away', 'step_down', 'wrong'])
    const buttons = ['I still need it', 'I am away', 'I step down'].map(
      (label) => new RegExp(`<button type="submit"([^>]*)>${label}<`).exec(page)?.[1],
    )
    expect(buttons).toEqual(['', '', ''])
  })
  test('is never promised that a "still needed" settles it', async () => {
    const site = await belaAsked()
    expect(await main(site)).not.toContain('not asked again')
    await answer(site, { answer: 'still_needed', text: 'Releases.' })
    expect(await main(site, '/me/answers/about-bela')).toContain('read your answer and decide')
  })
  test('reads the day on which they were told, the earliest day from there, and the end of the review', async () => {
    const site = await belaAsked()
    expect(await main(site)).toContain('14 days after a message to you')
    await told(site)
    const page = await main(site)
    expect(page).toContain('22 November 2026 You were told, by an owner (mail).')
    expect(page).toContain('6 December 2026 The earliest day on which any access of yours can be taken away.')
    expect(page).toContain('13 December 2026 By this day the owners should have decided.')
    expect(page).not.toContain('after a message to you')
  })
  test('finds the owners by name with a link to each, and is no owner to ask themselves', async () => {
    const site = await belaAsked()
    expect(await text(site)).toContain('href="https://github.example/ada"')
    await site.register.run(
      "insert into grants (org_id, key, kind, account_id, role, first_seen) values (100, 'organization_role:2x', 'organization_role', 2, 'admin', '2026-11-22T06:00:00.000Z')",
    )
    expect(await text(site)).not.toContain('>bela on GitHub<')
  })
  test('with strong rights reads that an owner asks in another way, and that two decide', async () => {
    const page = await main(await belaAsked({ risk: { ...ABOUT_BELA.risk, privileged: true } }))
    expect(page).toContain('makes sure in another way, by a call or a chat, that it is really you')
    expect(page).toContain('One owner has to agree.')
    expect(page).toContain('the owners keep the question open meanwhile')
  })
  test('who steps down where there is an emeritus team reads its name', async () => {
    const plan = [
      { action: 'add_to_emeritus_team', target: 'emeritus', account: IDLE.id, team: 'emeritus' },
    ] as const
    const choice = { role: null, lost: [], back: [] }
    const choices = [{ ...choice, decision: 'emeritus', plan } as const]
    expect(await main(await belaAsked({ choices }))).toContain(
      'You join team emeritus , which gives no rights',
    )
  })
})

describe('an answer', () => {
  test('leads to a page that says what comes next, with Undo and Change; undoing it leads back', async () => {
    const site = await belaAsked()
    const sent = await answer(site, { answer: 'still_needed', text: 'For the next release.' })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/me/answers/about-bela'])
    const page = await main(site, '/me/answers/about-bela')
    expect(page).toContain('Thank you, Bela')
    expect(page).toContain('In your words: For the next release.')
    expect(page).toContain('Undo')
    expect(page).toContain('Change my answer')
    expect(await main(site)).toContain(
      'You answered on 22 November 2026 :  I still need it'.replace(/ +/g, ' '),
    )
    expect((await site.send('/me/answers/about-bela/take-back', IDLE, {})).status).toBe(303)
    const [row] = await site.register.select().from(answers)
    expect(row?.endedAt).toBe(NOW)
    expect(await main(site)).not.toContain('You answered on 22 November 2026 :')
  })
  test('of being away closes the question, and the page says until when and how to come back earlier', async () => {
    const site = await belaAsked()
    await answer(site, { answer: 'away', until: '2027-05-01' })
    const page = await main(site, '/me/answers/about-bela')
    expect(page).toContain('Have a good time, Bela')
    expect(page).toContain('1 May 2027 You are back.')
    expect(page).toContain('I come back earlier')
    expect((await site.register.select().from(proposals))[0]?.status).toBe('stale')
    expect(await main(site)).toContain('You are away')
    expect(page).toContain('Undo')
    expect((await site.send('/me/answers/about-bela/take-back', IDLE, {})).status).toBe(303)
    expect(await main(site)).toContain('You can answer first')
    expect(await main(site)).not.toContain('You are away')
  })
  test('of being away is not undone after the review, when nothing would ask again', async () => {
    const site = await belaAsked()
    await answer(site, { answer: 'away', until: '2027-05-01' })
    await site.register.update(reviews).set({ closedAt: NOW })
    expect(await main(site, '/me/answers/about-bela')).not.toContain('Undo')
    expect((await site.send('/me/answers/about-bela/take-back', IDLE, {})).status).toBe(409)
  })
  test.each([
    ['no day', { answer: 'away', until: '', text: '' }],
    ['a day that has passed', { answer: 'away', until: '2026-01-01', text: '' }],
    ['a day beyond twelve months', { answer: 'away', until: '2028-01-01', text: '' }],
    ['nothing said of what is wrong', { answer: 'wrong', until: '', text: '' }],
    ['a text that is too long', { answer: 'still_needed', until: '', text: 'x'.repeat(2001) }],
  ])(
    'with %s comes back with what was entered, the complaint at its field, and nothing recorded',
    async (_, fields) => {
      const site = await belaAsked()
      const sent = await answer(site, fields)
      const page = await sent.text()
      expect(sent.status).toBe(422)
      expect(page).toMatch(/aria-invalid="true"/)
      expect(page).toContain('class="complaint"')
      if (fields.until !== '') expect(page).toContain(`value="${fields.until}"`)
      if (fields.text !== '') expect(page).toContain(`value="${fields.text}"`)
      expect(await site.register.select().from(answers)).toEqual([])
    },
  )
  test('that an owner entered is shown as such, and can be changed', async () => {
    const site = await belaAsked()
    await site.register.insert(answers).values({
      ...{ id: 'a', orgId: 100, proposalId: 'about-bela', accountId: IDLE.id, answer: 'still_needed' },
      ...{ by: ADA, toldBy: 'by phone', at: NOW },
    })
    const page = await main(site)
    expect(page).toContain('An owner entered what you said on 22 November 2026')
    expect(page).toContain('Entered by ada, told by phone')
    expect(page).toContain('Change my answer')
  })
  test('of one person about another is as unknown as a question that never was', async () => {
    const site = await belaAsked()
    const foreign = await answer(site, { answer: 'step_down' }, STRANGER)
    const never = await answer(site, { answer: 'step_down', proposal: 'never' }, STRANGER)
    expect([foreign.status, never.status]).toEqual([404, 404])
    expect((await site.visit('/me/answers/about-bela', STRANGER)).status).toBe(404)
    expect(await site.register.select().from(answers)).toEqual([])
  })
})

describe('leave', () => {
  test('is set for every organisation, shown, and ended by the person themselves', async () => {
    const site = await belaAsked()
    expect((await site.send('/me/leave', IDLE, { until: '2027-05-01' })).status).toBe(303)
    expect((await site.register.select().from(leaves))[0]).toMatchObject({ orgId: null, accountId: IDLE.id })
    const page = await main(site)
    expect(page).toContain('Until 1 May 2027 , from everything served here')
    expect((await site.send('/me/leave/end', IDLE, {})).status).toBe(303)
    expect(await main(site)).not.toContain('You are away')
  })
  test('with a wrong day comes back with it', async () => {
    const site = await belaAsked()
    const sent = await site.send('/me/leave', IDLE, { until: '2029-01-01' })
    const page = await sent.text()
    expect([sent.status, page.includes('value="2029-01-01"')]).toEqual([422, true])
    expect(page).toContain('leave-until-complaint')
  })
})

describe('somebody who is not asked', () => {
  test('reads that nobody asks them anything, and all that is held on them', async () => {
    const page = await main(await openSite())
    expect(page).toContain('No question about you is open')
    expect(page).toContain('team cartographers')
    expect(page).not.toContain('I step down')
  })
  test('and on whom nothing is held, reads a friendly page', async () => {
    const page = await main(await openSite(), '/me', STRANGER)
    expect(page).toContain('Hello zora')
    expect(page).toContain('there is nothing to do')
    expect(page).not.toContain('Away for a while')
  })
})

test('opening the page notes that what one was told is seen, once, and of oneself alone', async () => {
  const site = await belaAsked()
  await told(site)
  await told(site, { id: 'other', accountId: 1 })
  await text(site)
  site.clock.now = daysAfter(NOW, 1)
  await text(site)
  const rows = await site.register.select({ id: notices.id, seenAt: notices.seenAt }).from(notices)
  expect(rows).toEqual([
    { id: 'n', seenAt: NOW },
    { id: 'other', seenAt: null },
  ])
})

test('an announcement begins no notice for who can push', async () => {
  const site = await belaAsked()
  await told(site, { kind: 'announcement' })
  expect(await main(site)).toContain('14 days after a message to you')
})

describe('SECURITY.md, row 7: nobody else', () => {
  test('can read the page: an owner, a stranger and nobody see their own, or the sign-in', async () => {
    const site = await belaAsked()
    await answer(site, { answer: 'still_needed', text: 'A secret of mine.' })
    for (const person of [OWNER, STRANGER])
      for (const path of ['/me', '/api/me'])
        expect(await text(site, path, person)).not.toContain('A secret of mine.')
    expect((await site.visit('/me')).status).toBe(303)
    expect((await site.visit('/api/me')).status).toBe(401)
    expect((await site.api('/api/me')).status).toBe(403)
  })
  test('learns that it was looked at: a view is no entry, neither in the history nor in the log of views', async () => {
    const site = await belaAsked()
    await text(site)
    await text(site, '/api/me')
    expect(await site.register.select().from(history)).toEqual([])
    expect(await site.register.select().from(accessLog)).toEqual([])
  })
})

describe('GET /api/me', () => {
  test('has everything of the page', async () => {
    const site = await belaAsked()
    await told(site)
    await answer(site, { answer: 'still_needed', text: 'Releases.' })
    await site.send('/me/leave', IDLE, { until: '2027-05-01' })
    const me = await (await site.visit('/api/me', IDLE)).json()
    expect(me).toMatchObject({
      ...{ id: IDLE.id, login: 'bela', name: 'Bela Marsh', tokens: [] },
      leaves: [{ organization: null, until: expect.stringContaining('2027-05-01'), endedAt: null }],
      organizations: [
        {
          organization: 'Lichen',
          owners: [{ login: 'ada' }],
          unreadable: null,
          dossier: { twoFactor: 'disabled', reason: expect.stringContaining('Nothing that you did') },
          credentials: [{ kind: 'deploy_key', name: 'docs', repository: 'atlas', lastUsed: 'never' }],
          questions: [{ proposal: 'about-bela', open: true, toldAt: NOW }],
          notices: [{ proposal: 'about-bela', way: 'mail' }],
          answers: [{ answer: 'still_needed', text: 'Releases.', endedAt: null }],
          taken: [],
        },
      ],
      notObserved: expect.arrayContaining([expect.stringContaining('mail')]),
    })
  })
  test('is there for a token of the person, which learns of no tokens', async () => {
    const site = await belaAsked()
    const me = (await (await site.api('/api/me', await site.token(IDLE))).json()) as { tokens: unknown }
    expect(me.tokens).toBe(null)
  })
  test('is linked from the page as a download', async () => {
    expect(await text(await openSite())).toContain('href="/api/me" download="chatelaine-bela.json"')
  })
})

test('a decided question shows who decided, and the day of the queue', async () => {
  const site = await belaAsked({ status: 'decided' })
  await told(site)
  await site.register.run(`insert into decisions (id, proposal_id, voter, by, decision, reason, plan, at) values
    ('d', 'about-bela', 'person:1', '${JSON.stringify(ADA)}', 'revoke', 'x', '[]', '${daysAfter(NOW, 0)}')`)
  const page = await main(site)
  expect(page).toContain('ada decided to take your access back')
  expect(page).toContain('have decided to take your access back. Your answer stops it')
  expect(page).not.toContain('are asked whether')
  expect(page).toContain('It is decided and waits for its day.')
  expect(page).toContain('6 December 2026 The earliest day')
})
