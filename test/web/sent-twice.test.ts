/** A double click, or a retry after an answer that got lost: it is said once, and told once. */
import { beforeEach, describe, expect, it } from 'vitest'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { askForRules, findPendingRules } from '../../src/register/rules/pending-rules.ts'
import { answers, leaves, proposals } from '../../src/register/schema.ts'
import { ABOUT_BELA } from '../fixtures/register/about-bela.ts'
import { begun, put, TEO, waiting } from '../fixtures/register/rules-site.ts'
import { HOME, IDLE, NOW, OWNER, type Site } from '../fixtures/register/site.ts'

let site: Site
beforeEach(async () => {
  site = await begun()
  await site.register.insert(proposals).values({ ...ABOUT_BELA, openedAt: '2026-11-01T06:00:00.000Z' })
})

const send = (path: string, person: typeof OWNER, body: object, method = 'POST') =>
  site.visit(path, person, {
    method,
    headers: { origin: HOME, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const says = async (body: object) => {
  const answer = await send('/api/me/answers', IDLE, { proposal: 'about-bela', ...body })
  return (await answer.json()) as { id: string; status: string }
}
const acts = async () =>
  (await findHistoryPage(site.register, 100, null, 20)).items.map(({ act }) => act).reverse()

describe('design §3.8: sent twice', () => {
  it('at the same moment and later, an answer of the person is one answer', async () => {
    const said = { answer: 'still_needed', text: 'The herbarium.' }
    const clicks = await Promise.all([says(said), says(said)])
    const all = [...clicks, await says(said)]
    expect(new Set(all.map(({ id }) => id)).size).toBe(1)
    expect([await site.register.$count(answers), await acts()]).toEqual([1, ['answered']])
  })

  it('stepping down is one vote, and other words are another answer', async () => {
    const votes = await Promise.all([says({ answer: 'step_down' }), says({ answer: 'step_down' })])
    expect(votes.map(({ status }) => status)).toEqual(['decided', 'decided'])
    expect(await acts()).toEqual(['decided'])
    await says({ answer: 'wrong' })
    await says({ answer: 'wrong', text: 'That is not me.' })
    expect(await acts()).toEqual(['decided', 'answered', 'answered'])
  })

  it('an answer after which owners have decided is a new one: they decide once more', async () => {
    await says({ answer: 'still_needed' })
    await send('/api/proposals/about-bela/decisions', OWNER, { decision: 'revoke', reason: 'Read.' })
    expect((await says({ answer: 'still_needed' })).status).toBe('open')
    expect((await site.register.query.proposals.findFirst())?.status).toBe('open')
    expect(await acts()).toEqual(['answered', 'decided', 'answered'])
  })

  it('what an owner was told is entered once; another owner who was told it, too, says so', async () => {
    const told = { answer: 'still_needed', toldBy: 'by phone' }
    const enter = (person: typeof OWNER) => send('/api/proposals/about-bela/answers', person, told)
    await Promise.all([enter(OWNER), enter(OWNER)])
    expect(await acts()).toEqual(['answered'])
    await enter(TEO)
    expect(await acts()).toEqual(['answered', 'answered'])
  })

  it('leave until the same day is the same leave, and its start stays', async () => {
    const away = (until: string) => send('/api/me/leave', IDLE, { until }, 'PUT')
    await Promise.all([away('2027-05-01'), away('2027-05-01')])
    site.clock.now = '2026-11-25T06:00:00.000Z'
    await away('2027-05-01')
    expect((await site.register.select().from(leaves)).map(({ since }) => since)).toEqual([NOW])
    expect(await acts()).toEqual(['leave_set'])
    await away('2027-04-01')
    expect(await acts()).toEqual(['leave_set', 'leave_set'])
  })

  it('a change of the rules that waits goes on waiting: its time does not begin again', async () => {
    await Promise.all([put(site, { windowMonths: 5 }), put(site, { windowMonths: 5 })])
    const [first] = await waiting(site)
    site.clock.now = '2026-11-25T06:00:00.000Z'
    await put(site, { windowMonths: 5 })
    expect(await waiting(site)).toMatchObject([{ id: first.id, at: NOW }])
    expect(await acts()).toEqual(['rule_change_pending'])
    await put(site, { windowMonths: 5, noticeDays: 7 })
    const both = await waiting(site)
    expect(both.map(({ setting, at }) => [setting, at])).toEqual([
      ['windowMonths', NOW],
      ['noticeDays', site.clock.now],
    ])
    await put(site, { windowMonths: 4 })
    expect((await acts()).filter((act) => act === 'rule_change_pending')).toHaveLength(3)
  })

  it("a channel's address sent twice is the same address, though it is stored encrypted", async () => {
    const sent = (name: string) => ({ channels: { slack: `https://hooks.slack.com/services/${name}` } })
    await put(site, sent('owners'))
    await put(site, sent('owners'))
    expect(await acts()).toEqual(['rules_changed'])
    await put(site, sent('others'))
    await put(site, sent('others'))
    expect(await acts()).toEqual(['rules_changed', 'rule_change_pending'])
    expect(await waiting(site)).toHaveLength(1)
  })

  it('a change that was asked for without knowing what waits is not written over it', async () => {
    await put(site, { windowMonths: 5 })
    const row = { id: 'other.0', setting: 'windowMonths', value: 4 }
    const by = { kind: 'person', ...TEO } as const
    const ask = (known: Parameters<typeof askForRules>[4]) =>
      askForRules(site.register, 100, [row], { by, at: NOW, sentence: 'teo asked.', facts: {} }, known)
    expect([await ask([]), await acts()]).toEqual([false, ['rule_change_pending']])
    expect(await ask(await findPendingRules(site.register, 100))).toBe(true)
    expect(await waiting(site)).toMatchObject([{ id: 'other.0', value: 4 }])
  })
})
