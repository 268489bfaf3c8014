/** *See the plan*: the queue as it would be with the answers of the form, before they are saved. */

import { describe, expect, it } from 'vitest'
import { rankOf } from '../../src/policy/proposals/power.ts'
import { askingAbout, hidden, page, question, REVIEW, save, standing } from '../fixtures/register/asked.ts'
import { listenedTo } from '../fixtures/register/listened.ts'
import { TEO } from '../fixtures/register/rules-site.ts'
import { OWNER, type Site, STRANGER } from '../fixtures/register/site.ts'
import { tellAll } from '../fixtures/register/told.ts'

const FOUR = ['p1', 'p2', 'p3', 'p4'].map((id) => question(id, { riskScore: rankOf('can_push', 5) }))
const ANSWERS = {
  ...{ 'answer.p1': 'revoke', 'answer.p2': 'downgrade', 'role.p2': 'triage' },
  ...{ 'answer.p3': 'keep', 'until.p3': '2027-05-01', 'reason.p3': 'back in <May>', 'answer.p4': '' },
  ...{ reason: 'not used for long', page: '?sort=name' },
}

const planOf = async (site: Site, fields: Record<string, string> = ANSWERS) => {
  const answer = await save(site, { ...fields, plan: '1' })
  return { status: answer.status, text: await answer.text() }
}

/** What the plan's own form would send. */
function fieldsOf(text: string): Record<string, string> {
  const form = text.split('class="save"')[1]?.split('</form>')[0] ?? ''
  const fields = [...form.matchAll(/<input[^>]*>/g)].map(([input]) => [
    /name="([^"]*)"/.exec(input)?.[1] ?? '',
    (/value="([^"]*)"/.exec(input)?.[1] ?? '').replaceAll('&lt;', '<').replaceAll('&gt;', '>'),
  ])
  return Object.fromEntries(fields.filter(([name]) => name !== 'token'))
}

describe('the plan of answers that are not saved', () => {
  it('stands at an address that leads to the review when it is opened anew, and tells strangers nothing', async () => {
    const site = await askingAbout(FOUR)
    const again = await site.visit(`${REVIEW}/decisions`, OWNER)
    expect([again.status, again.headers.get('location')]).toEqual([303, '/orgs/Lichen/reviews/review-1'])
    expect((await site.visit(`${REVIEW}/decisions`, STRANGER)).status).toBe(404)
  })

  it('is the queue as it would be, and nothing is recorded', async () => {
    const site = await askingAbout(FOUR)
    await tellAll(site.register)
    expect(await page(site)).toMatch(/<button type="submit" name="plan" value="1"[^>]*>See the plan</)
    const { status, text } = await planOf(site)
    expect(status).toBe(200)
    expect(text).toContain('The plan, not saved yet')
    expect(text).toContain('3 answers: 2 removals on 6 December; 1 stays as it is. Nothing is recorded')
    expect(text).toContain('Sunday 6 December')
    expect(text).toContain('<span class="act-d nowrap">downgrade to triage</span>')
    // Once, and not on every row.
    expect(text.split('not saved yet</h1>')[1]?.match(/not saved/g)).toHaveLength(1)
    expect(text).not.toContain('queue/stop')
    expect(Object.values(await standing(site))).toEqual(['open', 'open', 'open', 'open'])
    expect(await site.register.query.decisions.findMany()).toEqual([])
  })

  it('of no answer says that there is no plan yet, and not that something was not saved', async () => {
    const { status, text } = await planOf(await askingAbout(FOUR), { page: '' })
    expect(status).toBe(422)
    expect(text).toContain('<h2>No plan yet</h2>')
    expect(text).toContain('choose an answer in a row first')
    expect(text).not.toContain('Not saved')
  })

  it('stands in line with what is decided already, within the budget', async () => {
    const site = await askingAbout(FOUR)
    await tellAll(site.register)
    await save(site, { 'answer.p4': 'revoke', reason: 'gone' })
    site.clock.now = '2026-11-22T06:01:00.000Z'
    // Of the site's few accounts two may go in a day.
    const { text } = await planOf(site)
    expect(text).toContain('3 answers: 2 removals, from 6 to 7 December')
    expect(text).toContain('3 removals, from 6 to 7 December')
    expect(text.match(/>saved already</g)).toHaveLength(1)
  })

  it('has no day for those who are still to be told, and says so', async () => {
    const { text } = await planOf(await askingAbout(FOUR))
    expect(text).toContain('3 answers: 2 removals once their people have been told; 1 stays as it is.')
  })

  it('keeps everything that was entered: it can be saved from there', async () => {
    const site = await askingAbout(FOUR)
    const sent = fieldsOf((await planOf(site)).text)
    expect(sent).toMatchObject(ANSWERS)
    const saved = await save(site, sent)
    expect(saved.status).toBe(303)
    expect(await standing(site)).toEqual({ p1: 'decided', p2: 'decided', p3: 'kept', p4: 'open' })
  })

  it('leads back to the form as it was left', async () => {
    const site = await askingAbout(FOUR)
    const back = await save(site, { ...fieldsOf((await planOf(site)).text), back: '1' })
    const text = await back.text()
    expect(back.status).toBe(200)
    expect(text).toMatch(/name="answer\.p1" value="revoke" checked/)
    expect(text).toMatch(/<option value="triage" selected/)
    expect(text).toContain('value="back in &lt;May&gt;"')
    expect(text).toMatch(/id="reason"[^>]*value="not used for long"/)
    expect(text).toContain('<option value="name" selected')
    expect(text).not.toContain('were not saved')
    expect(Object.values(await standing(site))).toEqual(['open', 'open', 'open', 'open'])
  })

  it('needs no reason yet, but complains of what is wrong at its field', async () => {
    const site = await askingAbout(FOUR)
    expect((await planOf(site, { ...ANSWERS, reason: '' })).status).toBe(200)
    const wrong = await planOf(site, { ...ANSWERS, 'until.p3': '2026-01-01' })
    expect([wrong.status, wrong.text.includes('id="complaint-until.p3"')]).toEqual([422, true])
    expect((await planOf(site, { reason: 'x' })).status).toBe(422)
  })

  it('says what would wait for a second owner, and what would be refused', async () => {
    const admin = { power: 'owners_and_admins', risk: { score: 9, opens: [], privileged: true } } as const
    const site = await askingAbout([...FOUR, question('a1', admin)])
    const shown = hidden(await page(site), 'seen.p1')
    await save(site, { 'answer.p1': 'keep', 'until.p1': '2027-05-01', reason: 'mentors' }, TEO)
    const answers = { 'answer.a1': 'revoke', 'answer.p1': 'revoke', 'seen.p1': shown, reason: 'gone' }
    const { text } = await planOf(site, answers)
    expect(text).toContain('1 answer: 1 for a second owner.')
    expect(text).toContain('<b>p1</b> would not be saved: This has changed since the page was shown.')
  })

  it('asks the register as often for a page of answers as for one', async () => {
    const counts = []
    for (const n of [1, 50]) {
      const site = await askingAbout(Array.from({ length: 50 }, (_, at) => question(`p${at}`)))
      const answers = Object.fromEntries(Array.from({ length: n }, (_, at) => [`answer.p${at}`, 'revoke']))
      await planOf(site, answers)
      const { register, calls } = listenedTo(site.register)
      Object.assign(site.platform, { register })
      await planOf(site, answers)
      counts.push(calls.flat().length)
    }
    expect(counts[1]).toBe(counts[0])
  })

  it('is nobody’s but an owner’s, as saving is', async () => {
    const site = await askingAbout(FOUR)
    site.owners.delete(OWNER.id)
    expect((await site.send(`${REVIEW}/decisions`, OWNER, { ...ANSWERS, plan: '1' })).status).toBe(403)
  })
})
