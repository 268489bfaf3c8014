/** The owners' list of notices: who is to be told, the text for each, and what is recorded, by page and by API. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { Instant } from '../../src/policy/words.ts'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { leaves, organizations } from '../../src/register/schema.ts'
import { areMembers, askingAbout, PAUL, question, REVIEW } from '../fixtures/register/asked.ts'
import { TEO } from '../fixtures/register/rules-site.ts'
import { HOME, IDLE, NOW, OWNER, type Site } from '../fixtures/register/site.ts'
import { tell } from '../fixtures/register/told.ts'

const LIST = `${REVIEW}/notices`
const OPENED: Instant = '2026-11-20T06:00:00.000Z'
const TODAY = NOW.slice(0, 10)

let site: Site
beforeEach(async () => {
  const member = {
    power: 'membership_only' as const,
    openedAt: OPENED,
    grantsThen: { 'organization_role:1': 'member' },
  }
  site = await askingAbout([
    question('p1', { openedAt: OPENED }),
    question('p2', { openedAt: OPENED }),
    question('m1', member),
    question('m2', member),
    question('o1', { ...member, grantsThen: { 'outside_collaborator:111001': '' } }),
  ])
  await areMembers(site, ['m1', 'm2'])
})

const list = async (query = '', person = OWNER) => await (await site.visit(`${LIST}${query}`, person)).text()
const rows = () => site.register.query.notices.findMany()
const record = (id: string, body: object, person = OWNER) =>
  site.visit(`/api/proposals/${id}/notice`, person, {
    method: 'POST',
    headers: { origin: HOME, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const codeOf = async (answer: Promise<Response>) => {
  const { status } = await answer
  return [status, ((await (await answer).json()) as { code?: string; notBefore?: string }).code]
}

describe('the page', () => {
  it('lists who gets a notice of their own with their text, and the rest under one announcement', async () => {
    const text = await list()
    expect(text).toContain('<h1>5 people to tell</h1>')
    for (const login of ['p1', 'p2', 'o1']) expect(text).toContain(`Hello ${login},`)
    expect(text).not.toContain('Hello m1')
    expect(text).toContain('2 members are still to be told')
    expect(text).toContain('mailto:?subject=Your%20access')
    expect(text).not.toMatch(/<script|style="/)
  })

  it('counts in its heading those on its other pages, too', async () => {
    site = await askingAbout(
      Array.from({ length: 52 }, (_, n) => question(`p${n + 1}`, { openedAt: OPENED })),
    )
    for (const page of [await list(), await list('?page=2')])
      expect(page).toContain('A notice of their own <span class="n">52</span>')
  })

  it('is linked from the review, which counts who is still to be told', async () => {
    const text = await (await site.visit(REVIEW, OWNER)).text()
    expect(text).toContain(`<a href="${LIST.replace('lichen', 'Lichen')}">5 people are still to be told</a>`)
  })

  it('notes one tick for many, each in the history', async () => {
    const answer = await site.send(LIST, OWNER, {
      all: '1',
      open: 'p1',
      way: 'mail',
      day: TODAY,
      act: 'sent',
    })
    expect(answer.status).toBe(303)
    expect(await list('?told=1')).toContain('Noted for 1 person.')
    expect(await rows()).toMatchObject([
      { proposalId: 'p1', accountId: PAUL, kind: 'notice', result: 'sent', way: 'mail', at: NOW, orgId: 100 },
    ])
    const { items } = await findHistoryPage(site.register, 100, null, 10)
    expect(items.find(({ act }) => act === 'notice_sent')).toMatchObject({
      actor: OWNER,
      subject: { login: 'p1' },
    })
    expect(await list()).toContain('<h1>4 people to tell</h1>')
  })

  it('notes the announcement with one tick, for members without further rights alone', async () => {
    const announced = () => site.send(LIST, OWNER, { way: 'the mailing list', day: TODAY, act: 'announced' })
    expect((await announced()).status).toBe(303)
    expect((await rows()).map(({ proposalId, kind }) => [proposalId, kind]).sort()).toEqual([
      ['m1', 'announcement'],
      ['m2', 'announcement'],
    ])
    expect((await announced()).status).toBe(422)
    expect(await rows()).toHaveLength(2)
    expect(await list()).toContain('2 members were told')
  })

  it('never says that everybody was told while the announcement is owed, or somebody is away', async () => {
    const heading = async () => /<h1>(.*?)<\/h1>/.exec(await list())?.[1]
    for (const proposal of ['p1', 'p2', 'o1'])
      await site.send(LIST, OWNER, { proposal, way: 'mail', day: TODAY, act: 'sent' })
    expect(await heading()).toBe('2 people to tell')
    await site.send(LIST, OWNER, { way: 'the mailing list', day: TODAY, act: 'announced' })
    expect(await heading()).toBe('Everybody here has been told')
  })

  it('does not ask to tell anybody where the rules ask for no notice', async () => {
    await site.register.update(organizations).set({ rules: '{"noticeDays": 0}' })
    expect(await list()).toMatch(/<h1>Nobody has to be told<.*5 people were not told yet/s)
  })

  it('says what is wrong with what was sent, and notes nothing', async () => {
    for (const [fields, complaint] of [
      [{ way: '', day: TODAY }, 'how they were told'],
      [{ way: 'mail', day: 'yesterday' }, 'when it was sent'],
      [{ way: 'mail', day: '2027-01-01' }, 'still to come'],
      [{ way: 'email', day: TODAY }, 'sent from here'],
    ] as const) {
      const answer = await site.send(LIST, OWNER, { ...fields, act: 'sent', proposal: 'p1' })
      expect([answer.status, (await answer.text()).includes(complaint)]).toEqual([422, true])
    }
    const nobody = await site.send(LIST, OWNER, { way: 'mail', day: TODAY, act: 'sent' })
    expect(await nobody.text()).toContain('Nobody was ticked')
    expect(await rows()).toEqual([])
  })

  it('exports every text', async () => {
    const csv = await list('?format=csv')
    expect(csv.split('\n')[0]).toContain('"login"')
    expect(csv).toContain('Hello p1,')
    const { items } = JSON.parse(await list('?format=json')) as { items: { login: string; state: string }[] }
    expect(items.map(({ login, state }) => [login, state]).sort()).toEqual([
      ['o1', 'to tell'],
      ['p1', 'to tell'],
      ['p2', 'to tell'],
    ])
  })

  it('says how far each is: told, seen, not reached, away, enough notices, an e-mail that may have left', async () => {
    await tell(site.register, { proposal: 'p1', account: PAUL, at: OPENED })
    await tell(site.register, { proposal: 'p2', account: PAUL + 1, at: OPENED, result: 'unreachable' })
    await tell(site.register, {
      proposal: 'o1',
      account: 111_001,
      at: OPENED,
      result: 'sending',
      way: 'email',
    })
    const text = await list()
    expect(text).toContain('told on 20 November 2026 by mail, not seen yet')
    expect(text).toContain('another way counts from 4 December 2026 on')
    expect(text).toContain('may have been sent; it is not sent again')
  })

  it('says that they have seen it once they opened their own page', async () => {
    await tell(site.register, { proposal: 'p1', account: PAUL, at: OPENED })
    await site.visit('/me', { id: PAUL, login: 'p1' })
    expect(await list()).toContain('told on 20 November 2026 by mail, seen on 22 November 2026')
  })

  it('is for owners', async () => {
    expect((await site.visit(LIST, IDLE)).status).toBe(404)
    expect((await site.visit(LIST)).status).not.toBe(200)
  })
})

describe('a notice by the API', () => {
  it('is recorded once, however often it is sent', async () => {
    const sent = { way: 'Mail', sentAt: '2026-11-21' }
    const answers = await Promise.all([record('p1', sent), record('p1', sent)])
    await record('p1', sent)
    expect(answers.map(({ status }) => status)).toContain(201)
    expect(await rows()).toHaveLength(1)
    expect(await (await record('p1', sent)).json()).toEqual({
      kind: 'sent',
      at: '2026-11-21T23:59:59.000Z',
      way: 'mail',
    })
  })

  it('can say that somebody was not reached', async () => {
    expect(await (await record('p1', { way: 'mail', unreachable: true })).json()).toMatchObject({
      kind: 'tried',
    })
  })

  it.each([
    ['in the future', { sentAt: '2026-12-24' }, 422],
    ['before the question', { sentAt: '2026-11-19' }, 422],
    ['by no way', { way: ' ' }, 422],
    ['as our own e-mail', { way: 'email' }, 422],
  ])('is refused %s', async (_, change, status) => {
    expect((await record('p1', { way: 'mail', ...change })).status).toBe(status)
    expect(await rows()).toEqual([])
  })

  it('is refused to whom it is about, and to no other owner', async () => {
    await site.register.run("update proposals set subject = json_set(subject, '$.id', 7) where id = 'p1'")
    expect(await codeOf(record('p1', { way: 'mail' }, TEO))).toEqual([403, 'forbidden'])
    expect(await rows()).toEqual([])
    expect((await record('p1', { way: 'mail' })).status).toBe(201)
  })

  it('is refused where nothing is carried out any more', async () => {
    await site.register.run("update proposals set status = 'kept' where id = 'p1'")
    expect(await codeOf(record('p1', { way: 'mail' }))).toEqual([409, 'conflict'])
  })

  it('is refused beyond three a quarter over all organisations, until the next one', async () => {
    for (const n of [1, 2, 3] as const)
      await tell(site.register, {
        proposal: `x${n}`,
        account: PAUL,
        at: `2026-10-0${n}T06:00:00.000Z`,
        orgId: 200 + n,
      })
    const answer = await record('p1', { way: 'mail' })
    expect([answer.status, await answer.json()]).toMatchObject([
      409,
      { notBefore: '2027-01-01T00:00:00.000Z' },
    ])
    expect(await rows()).toHaveLength(3)
    // An announcement is none, and what failed reached nobody.
    expect((await record('p1', { way: 'mail', unreachable: true })).status).toBe(201)
  })

  it('goes not beyond the cap, though all are sent at once', async () => {
    for (const n of [1, 2] as const)
      await tell(site.register, {
        proposal: `x${n}`,
        account: PAUL,
        at: `2026-10-0${n}T06:00:00.000Z`,
        orgId: 200 + n,
      })
    const ways = ['mail', 'chat', 'phone', 'letter']
    await Promise.all(ways.map((way) => record('p1', { way })))
    expect(await rows()).toHaveLength(3)
  })

  it('is refused during their leave, here or everywhere, until it is over', async () => {
    const until = '2027-02-01T00:00:00.000Z' as const
    await site.register.insert(leaves).values({
      ...{ id: 'leave', accountId: PAUL, orgId: null, since: OPENED, until, setAt: OPENED },
      by: { kind: 'person', id: PAUL, login: 'p1' },
    })
    const answer = await record('p1', { way: 'mail' })
    expect([answer.status, await answer.json()]).toMatchObject([409, { notBefore: until }])
    expect(await rows()).toEqual([])
    expect(await list()).toContain('away until 1 February 2027')
  })
})
