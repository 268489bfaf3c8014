/** Whatever others decide stands on an owner's pages until they say that they have seen it. */

import { describe, expect, it } from 'vitest'
import { recordChange } from '../../src/register/history/history.ts'
import { askingAbout, question, REVIEW, save } from '../fixtures/register/asked.ts'
import { TEO } from '../fixtures/register/rules-site.ts'
import { HOME, NOW, OWNER, type Site, STRANGER } from '../fixtures/register/site.ts'

const QUESTIONS = ['p1', 'p2', 'p3'].map((id) => question(id))

const decide = async (site: Site, id: string, person: typeof OWNER, decision = 'revoke') => {
  const answer = await site.visit(`/api/proposals/${id}/decisions`, person, {
    method: 'POST',
    headers: { origin: HOME, 'content-type': 'application/json' },
    body: JSON.stringify({
      decision,
      reason: 'Away since May.',
      ...(decision === 'keep' && { until: '2027-03-01' }),
    }),
  })
  expect(answer.status).toBe(201)
}

const overview = async (site: Site, person = OWNER) => await (await site.visit('/orgs/lichen', person)).text()

/** The number of the heading; 0 where there is none. */
const unseen = (page: string) => Number(/(\d+) decisions? that you have not seen yet/.exec(page)?.[1] ?? 0)

/** Presses the button as the page has it. */
async function press(site: Site, page: string, person = OWNER, fields: Record<string, string> = {}) {
  const value = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''
  return await site.send('/orgs/Lichen/seen', person, { upTo: value('upTo'), to: value('to'), ...fields })
}

describe('what other owners decided', () => {
  it('stands on the overview and the review: who, about whom, what, when, with a link; until it is seen', async () => {
    const site = await askingAbout(QUESTIONS)
    await decide(site, 'p1', TEO)
    await decide(site, 'p2', TEO, 'keep')
    for (const path of ['/orgs/lichen', REVIEW]) {
      const page = await (await site.visit(path, OWNER)).text()
      expect(unseen(page), path).toBe(2)
      expect(page).toContain('Decided: revoke')
      expect(page).toContain('Away since May.')
      expect(page).toContain('<b>teo</b>')
      expect(page).toContain('href="/orgs/Lichen/reviews/review-1?proposal=p1#proposal-p1"')
    }
    // The overview lists them; on the review they are one line, so that its questions come first.
    const folded =
      /<details class="line no-print"><summary>2 decisions that you have not seen yet, the newest by teo</
    expect(await (await site.visit(REVIEW, OWNER)).text()).toMatch(folded)
    expect(await overview(site)).not.toMatch(folded)
    const answer = await press(site, await overview(site))
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/orgs/lichen'])
    expect(unseen(await overview(site))).toBe(0)
    expect(unseen(await (await site.visit(REVIEW, OWNER)).text())).toBe(0)
  })

  it('does not count what one decided oneself, and is seen by each owner for themselves', async () => {
    const site = await askingAbout(QUESTIONS)
    await decide(site, 'p1', OWNER)
    await decide(site, 'p2', TEO)
    expect([unseen(await overview(site)), unseen(await overview(site, TEO))]).toEqual([1, 1])
    await press(site, await overview(site))
    expect([unseen(await overview(site)), unseen(await overview(site, TEO))]).toEqual([0, 1])
  })

  it('that was decided after the page was shown is not seen by its button', async () => {
    const site = await askingAbout(QUESTIONS)
    await decide(site, 'p1', TEO)
    const before = await overview(site)
    await decide(site, 'p2', TEO)
    await press(site, before)
    const page = await overview(site)
    expect([unseen(page), page.includes('proposal=p2')]).toEqual([1, true])
  })

  it('is not seen before it is decided, whatever number a form names, and an old page takes nothing back', async () => {
    const site = await askingAbout(QUESTIONS)
    await decide(site, 'p1', TEO)
    const old = await overview(site)
    await press(site, old, OWNER, { upTo: '999999' })
    await decide(site, 'p2', TEO)
    expect(unseen(await overview(site))).toBe(1)
    await press(site, await overview(site))
    await press(site, old)
    expect(unseen(await overview(site))).toBe(0)
  })

  it('includes an answer that was undone, and what the operator decided', async () => {
    const site = await askingAbout(QUESTIONS)
    const answer = await site.api('/api/proposals/p1/decisions', undefined, {
      method: 'POST',
      body: JSON.stringify({ decision: 'revoke', reason: 'By a script.' }),
    })
    expect(answer.status).toBe(201)
    expect(unseen(await overview(site))).toBe(1)
    await save(site, { decision: 'revoke', reason: 'Thanks.', proposal: 'p2' }, TEO)
    await recordChange(site.register, 100, null, {
      at: NOW,
      act: 'answer_undone',
      actor: { kind: 'person', ...TEO },
      sentence: 'teo undid their answer.',
    })
    const page = await overview(site)
    expect(page).toContain('teo undid their answer.')
  })

  it('is a page of twenty, with how many more there are and where', async () => {
    const site = await askingAbout([])
    for (let n = 0; n < 23; n += 1)
      await recordChange(site.register, 100, null, {
        at: NOW,
        act: 'decided',
        actor: { kind: 'person', ...TEO },
        sentence: `Decided: number ${n}.`,
      })
    const page = await overview(site)
    expect(unseen(page)).toBe(23)
    expect(page.match(/Decided: number/g)).toHaveLength(20)
    // Five stand open, so that the page's own numbers are not far below.
    const [open, folded] = page.split('<summary>15 older</summary>')
    expect([open, folded].map((part) => part?.match(/Decided: number/g)?.length)).toEqual([5, 15])
    expect(page).toContain('<a href="/orgs/Lichen/history">3 more in the history</a>')
    expect(page).not.toContain('Decided: number 2.')
  })

  it('is nothing of another organisation, of an audit, or of the calendar', async () => {
    const site = await askingAbout([])
    const by = { kind: 'person', ...TEO } as const
    await recordChange(site.register, 200, null, { at: NOW, act: 'decided', actor: by, sentence: 'In moss.' })
    await recordChange(site.register, 100, null, {
      at: NOW,
      act: 'audit_finished',
      actor: by,
      sentence: 'Read.',
    })
    expect(unseen(await overview(site))).toBe(0)
  })

  it('is said to be seen by owners alone, by their own form, and leads back to no other site', async () => {
    const site = await askingAbout(QUESTIONS)
    await decide(site, 'p1', TEO)
    const page = await overview(site)
    expect((await press(site, page, STRANGER)).status).toBe(404)
    expect((await press(site, page, OWNER, { token: 'made-up' })).status).toBe(403)
    expect((await press(site, page, OWNER, { upTo: 'all' })).status).toBe(422)
    expect(unseen(await overview(site))).toBe(1)
    for (const to of [
      'https://evil.example/orgs/x',
      '//evil.example',
      '/orgs/../../evil',
      '/orgs/x\\@evil',
    ]) {
      const answer = await press(site, page, OWNER, { to })
      const location = new URL(answer.headers.get('location') ?? '', HOME)
      expect(location.origin, to).toBe(HOME)
    }
  })
})
