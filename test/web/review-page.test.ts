/** The page of a review: the second owner's view, and counts that add up. */

import { describe, expect, it } from 'vitest'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { accounts, messages, organizations } from '../../src/register/schema.ts'
import { API, askingAbout, hidden, page, question, REVIEW, save } from '../fixtures/register/asked.ts'
import { TEO } from '../fixtures/register/rules-site.ts'
import { IDLE, NOW, OWNER } from '../fixtures/register/site.ts'

const THREE = ['p1', 'p2', 'p3'].map((id) => question(id))

describe('the second owner’s view', () => {
  const admin = question('a1', {
    power: 'owners_and_admins',
    risk: { score: 9, opens: [], privileged: true },
  })

  it('shows the other’s answer and reason first, and agrees in one click', async () => {
    const site = await askingAbout([admin])
    await save(site, { 'answer.a1': 'downgrade', 'role.a1': 'read', reason: 'has moved on' }, TEO)
    const text = await page(site, '?view=second')
    expect(text).toContain('Waiting for you')
    expect(text).toContain('has moved on')
    const vote = /name="agree" value="([^"]+)"/.exec(text)?.[1] ?? ''
    expect(text).toContain('Agree: downgrade to read')
    // The fixture's owners are too new to give a second vote: the rule is tested with the rules.
    expect((await save(site, { agree: vote, 'seen.a1': hidden(text, 'seen.a1') })).status).toBe(403)
    expect(await page(site, '?view=second', TEO)).toContain('Waiting for another owner')
  })

  it('shows two opinions to both, and what is one’s own case to nobody', async () => {
    const site = await askingAbout([admin])
    await save(site, { 'answer.a1': 'revoke', reason: 'gone' }, TEO)
    await save(site, { 'answer.a1': 'keep', 'until.a1': '2027-05-01', reason: 'mentors' })
    for (const person of [OWNER, TEO]) {
      const text = await page(site, '?view=second', person)
      expect(text).toContain('Two opinions')
      expect(text).toContain('mentors')
      expect(text).toContain('gone')
    }
  })

  it('names who can agree and since when they were there, and says whether a channel was told', async () => {
    const iris = { id: 8, login: 'iris' }
    const site = await askingAbout([
      admin,
      question('a2', {
        ...{ power: 'owners_and_admins', risk: admin.risk, subject: { kind: 'account', ...iris } },
        grantsThen: { 'organization_role:8': 'admin' },
      }),
    ])
    const rights = [OWNER, TEO, iris].map(({ id }) => ({
      kind: 'organization_role' as const,
      ...{ account: id, role: 'admin' as const },
    }))
    await site.register.insert(accounts).values({ ...iris, type: 'User' })
    for (const each of grantsStatements(site.register, 100, rights, NOW)) await each
    await site.register.update(organizations).set({ firstCompleteAt: NOW })
    await page(site, '', TEO)
    await save(site, { 'answer.a1': 'revoke', 'answer.a2': 'revoke', reason: 'gone' })
    const of = async (id: string) =>
      (await page(site, '?view=second')).split(`id="proposal-${id}"`)[1]?.split('<details><summary>')[0] ?? ''
    expect(await of('a1')).toContain(
      'iris (has not looked yet) or teo (last looked on 22 November 2026) can agree. No channel was told of it',
    )
    // About iris only teo can agree: nobody decides about themselves.
    expect(await of('a2')).toContain('<summary>teo can agree</summary><p>teo (last looked')
    const vote = (await site.register.query.decisions.findFirst())?.id
    await site.register.insert(messages).values({
      ...{ id: `decided:${vote}:slack`, orgId: 100, channel: 'slack', kind: 'decided', message: '{}' },
      ...{ status: 'delivered', notBefore: NOW, writtenAt: NOW, deliveredAt: '2026-11-23T06:00:00.000Z' },
    })
    expect(await of('a2')).toContain('Slack was told on 23 November 2026.')
    await site.register.update(organizations).set({ firstCompleteAt: '2026-11-01T00:00:00.000Z' })
    expect(await of('a1')).toContain('No other owner can agree to it now.')
  })

  it('says from when on one owner alone may confirm', async () => {
    const site = await askingAbout([admin])
    await save(site, { 'answer.a1': 'revoke', reason: 'gone' })
    expect(await page(site, '?view=second')).toContain('If nobody answers, you can confirm it alone from')
  })
})

describe('counts', () => {
  it('of the views add up to all, whatever became of each', async () => {
    const states = [
      'open',
      'needs_second',
      'decided',
      'running',
      'by_hand',
      'kept',
      'done',
      'failed',
      'stale',
      'carried_over',
    ] as const
    const site = await askingAbout(states.map((status, n) => question(`p${n}`, { status })))
    const text = await page(site)
    expect(text).toContain(
      '10 questions: 1 to decide, 1 for a second owner, 4 decided (3 of them in the queue), 4 done',
    )
    const { counts } = (await (await site.api(API)).json()) as { counts: Record<string, number> }
    const { proposed, decided: _answered, ...each } = counts
    expect(Object.values(each).reduce((sum, n) => sum + n, 0)).toBe(proposed)
  })

  it('after the rest was carried over say that nothing is left', async () => {
    const site = await askingAbout(THREE)
    const carried = await site.send(`${REVIEW}/carry-over`, OWNER, { reason: 'conference season' })
    const text = await (await site.visit(carried.headers.get('location') ?? '', OWNER)).text()
    expect(text).toContain('<b>3 questions carried over.</b>')
    expect(text).toContain('Nothing is left to answer')
    expect(text).not.toContain(' to decide</span>')
  })

  it('of decisions say how fast they were given', async () => {
    const site = await askingAbout(THREE)
    await save(site, { 'answer.p1': 'revoke', reason: 'gone' })
    site.clock.now = '2026-11-22T06:00:50.000Z'
    await save(site, { 'answer.p2': 'revoke', 'answer.p3': 'revoke', reason: 'gone' })
    expect(await page(site, '?view=decided')).toContain('3 decisions in 50 seconds, saved 2 times')
  })
})

describe('a review that is over', () => {
  it('says how many questions nobody answered, what became of them, and leads to the report', async () => {
    const site = await askingAbout([
      question('p1', { status: 'carried_over' }),
      question('p2', { status: 'carried_over' }),
      question('p3', { status: 'kept' }),
    ])
    await site.register.run(`update reviews set closed_at = '2026-11-22T05:00:00.000Z'`)
    const text = await page(site)
    expect(text).toContain('<h1>Closed with 2 questions nobody answered</h1>')
    expect(text).toMatch(/What nobody answered changed nothing[\s\S]*href="[^"]*\/report">evidence report/)
    expect(text).not.toContain('Nothing is left to answer')
  })

  it('leaves the number of the one that is open beside Reviews', async () => {
    const site = await askingAbout(THREE)
    await site.register.run(`insert into reviews select 'review-0', org_id, '2026-Q3', opened_at, opened_by, due_at,
      '2026-11-01T06:00:00.000Z', audit_id, scope, reminders, reminded_at from reviews`)
    const text = await (await site.visit('/orgs/lichen/reviews/review-0', OWNER)).text()
    expect(text).toContain('closed 1 November 2026')
    expect(text).toContain('3<span class="unseen"> to decide')
  })
})

describe('the heading', () => {
  it('of a review whose day is over says that it was due', async () => {
    const site = await askingAbout(THREE)
    expect(await page(site)).toMatch(/· due \d/)
    await site.register.run(`update reviews set due_at = '2026-11-21T06:00:00.000Z'`)
    expect(await page(site)).toContain('· was due 21 November 2026')
  })

  it('counts a group that takes one answer by the rows that are looked at before it is given', async () => {
    const admins = Array.from({ length: 30 }, (_, n) => question(`a${n}`, { power: 'owners_and_admins' }))
    const members = Array.from({ length: 400 }, (_, n) => question(`m${n}`, { power: 'membership_only' }))
    expect(await page(await askingAbout([...admins, ...members]))).toContain('430 questions, about 4 minutes')
    expect(await page(await askingAbout(admins))).toContain('30 questions, about 3 minutes')
  })

  it('leads on to what is left, from wherever a saving has led', async () => {
    const site = await askingAbout(THREE)
    const saved = await save(site, { 'answer.p1': 'revoke', reason: 'gone' })
    const queue = await (await site.visit(saved.headers.get('location') ?? '', OWNER)).text()
    expect(queue).toContain(`2 questions are left. <a href="/orgs/Lichen/reviews/review-1">Go on</a>`)
    await save(site, { 'answer.p2': 'keep', 'until.p2': '2027-05-01', 'answer.p3': 'revoke', reason: 'gone' })
    expect(await page(site, '?view=queue')).not.toContain('Go on')
  })

  it('says what an answer does where it is given, and nowhere else', async () => {
    const site = await askingAbout(THREE)
    const sentence = 'any answer can be changed; without an answer nothing changes'
    expect(await page(site)).toContain(sentence)
    for (const view of ['second', 'decided', 'queue', 'done'])
      expect(await page(site, `?view=${view}`)).not.toContain(sentence)
  })

  it('of a group leads to its rows, but not where they alone are shown', async () => {
    const site = await askingAbout(Array.from({ length: 70 }, (_, n) => question(`p${n}`)))
    expect(await page(site)).toContain('Show only these')
    expect(await page(site, '?power=can_push')).not.toContain('Show only these')
  })
})

describe('a page', () => {
  it('shows eighteen rows, and the next ones by a link', async () => {
    const site = await askingAbout(Array.from({ length: 50 }, (_, n) => question(`p${n}`)))
    expect((await page(site)).split('class="ask"')).toHaveLength(19)
    expect((await page(site, '?page=2')).split('class="ask"')).toHaveLength(19)
    expect(await page(site)).toContain('?page=2')
    expect(await page(site)).toContain('Save before you turn the page')
    expect(await page(await askingAbout(THREE))).not.toContain('turn the page')
  })

  it('past the last says so, and leads to the questions that are left', async () => {
    const site = await askingAbout(THREE)
    const text = await page(site, '?power=can_push&page=2')
    expect(text).toContain('There is no page 2 any more')
    expect(text).toMatch(/<a href="[^"]*\?power=can_push">To the first page/)
    expect(text).not.toMatch(/Nothing that is left|What was answered/)
  })

  it('while every removal is paused says so', async () => {
    const site = await askingAbout(THREE)
    await site.send('/orgs/lichen/pause', OWNER, { paused: 'yes' })
    await site.register.run("update organizations set paused_at = '2026-11-22T05:00:00.000Z' where id = 100")
    expect(await page(site)).toContain('Every removal is paused')
  })

  it('whoever is asked about sees no choice in their own row', async () => {
    const site = await askingAbout([question('p1', { subject: { kind: 'account', ...IDLE } })])
    site.owners.add(IDLE.id)
    const text = await page(site, '', IDLE)
    expect(text).toContain('This is your own case. Another owner decides it.')
    expect(text).not.toContain('name="answer.p1"')
  })
})
