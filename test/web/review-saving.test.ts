/** Saving a review's answers: many at once, errors in place, one answer for a group, the same over the API. */

import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { decisions, proposals } from '../../src/register/schema.ts'
import { API, act, askingAbout, hidden, page, question, save, standing } from '../fixtures/register/asked.ts'
import { TEO } from '../fixtures/register/rules-site.ts'
import { OWNER, type Site } from '../fixtures/register/site.ts'
import { tellAll } from '../fixtures/register/told.ts'

const MEMBERS = ['m1', 'm2', 'm3', 'm4'].map((id) => question(id, { power: 'membership_only' }))
const THREE = ['p1', 'p2', 'p3'].map((id) => question(id))

/** One answer for a group, with the token that the page carries. */
async function sameFor(site: Site, fields: Record<string, string>, text?: string): Promise<Response> {
  const form = (text ?? (await page(site))).split('id="same-membership_only"')[1] ?? ''
  return save(site, {
    ...{
      group: 'membership_only',
      answer: 'revoke',
      reason: 'no act for a year',
      seen: hidden(form, 'seen'),
    },
    ...fields,
  })
}

describe('answers that are saved together', () => {
  it('may all differ, need one reason, and are told in one line with what follows', async () => {
    const site = await askingAbout(THREE)
    await tellAll(site.register)
    const saved = await save(site, {
      ...{ 'answer.p1': 'revoke', 'answer.p2': 'keep', 'until.p2': '2027-05-01', 'reason.p2': 'mentors' },
      ...{ 'answer.p3': '', reason: 'not used for long' },
    })
    expect(saved.status).toBe(303)
    expect(await standing(site)).toEqual({ p1: 'decided', p2: 'kept', p3: 'open' })
    const reasons = await site.register.select().from(decisions).orderBy(decisions.proposalId)
    expect(reasons.map(({ reason }) => reason)).toEqual(['not used for long', 'mentors'])
    expect(new Set(reasons.map(({ batch }) => batch)).size).toBe(1)
    const text = await (await site.visit(saved.headers.get('location') ?? '', OWNER)).text()
    expect(text).toContain(
      '<b>2 answers saved.</b> 1 removal is queued for 6 December. Each answer can be changed until it is carried out.',
    )
    expect(text).toContain('1 stays as it is.')
    expect(text).toContain('Undo these 2')
  })

  it('are told with the first and the last day on which the queue has them', async () => {
    // Of the site's few accounts two may go in a day.
    const site = await askingAbout(THREE)
    await tellAll(site.register)
    const all = { 'answer.p1': 'revoke', 'answer.p2': 'revoke', 'answer.p3': 'revoke' }
    const saved = await save(site, { ...all, reason: 'gone' })
    const text = await (await site.visit(saved.headers.get('location') ?? '', OWNER)).text()
    expect(text).toContain(
      '<b>3 answers saved.</b> 3 removals are queued: from 6 December, 2 a day, done by 7 December.',
    )
  })

  it('are none of them saved where one is wrong: the page comes back with everything entered and the complaint at its field', async () => {
    const site = await askingAbout(THREE)
    const answer = await save(site, {
      ...{
        'answer.p1': 'revoke',
        'answer.p2': 'keep',
        'until.p2': '2026-01-01',
        'reason.p2': 'back in <May>',
      },
      ...{ 'answer.p3': 'downgrade', 'role.p3': 'triage', reason: 'not used for long' },
    })
    const text = await answer.text()
    expect(answer.status).toBe(422)
    expect(Object.values(await standing(site))).toEqual(['open', 'open', 'open'])
    // Three were sent and none saved, so it does not say that one was not.
    expect(text).toContain('<h2>Not saved: 1 thing to look at</h2>')
    expect(text).toContain('Nothing was saved; everything is as you left it.')
    expect(text).toContain('<a href="#until.p2">p2</a>: Keeping until 1 January 2026 has no effect')
    expect(text).toMatch(
      /id="until\.p2"[^>]*aria-invalid="true"[^>]*aria-describedby="complaint-until\.p2"[^>]*value="2026-01-01"/,
    )
    expect(text).toContain('<p class="complaint" id="complaint-until.p2">')
    expect(text).toMatch(/name="answer\.p1" value="revoke" checked/)
    expect(text).toMatch(/<option value="triage" selected/)
    expect(text).toContain('value="back in &lt;May&gt;"')
    expect(text).toMatch(/id="reason"[^>]*value="not used for long"/)
  })

  it('say everything that is missing at once: a day, a role, a reason', async () => {
    const site = await askingAbout(THREE)
    const answer = await save(site, {
      'answer.p1': 'keep',
      'until.p1': '',
      'answer.p2': 'downgrade',
      'answer.p3': 'revoke',
    })
    const text = await answer.text()
    expect(answer.status).toBe(422)
    for (const field of ['until.p1', 'role.p2', 'reason']) expect(text).toContain(`id="complaint-${field}"`)
    expect(text.split('Several answers at once need a reason.')).toHaveLength(3)
  })

  it('with none among them are refused in one sentence', async () => {
    const answer = await save(await askingAbout(THREE), { reason: 'x' })
    expect([answer.status, (await answer.text()).includes('Nothing was answered: choose an answer')]).toEqual(
      [422, true],
    )
  })

  it('leave out singly what has changed since it was shown, and name it', async () => {
    const site = await askingAbout(THREE)
    const text = await page(site)
    await save(site, { 'answer.p2': 'keep', 'until.p2': '2027-05-01', reason: 'mentors' }, TEO)
    const answer = await save(site, {
      ...{ 'answer.p1': 'revoke', 'answer.p2': 'revoke', reason: 'gone' },
      ...{ 'seen.p1': hidden(text, 'seen.p1'), 'seen.p2': hidden(text, 'seen.p2') },
    })
    const told = await answer.text()
    expect([answer.status, await standing(site)]).toEqual([200, { p1: 'decided', p2: 'kept', p3: 'open' }])
    expect(told).toContain('>p2</a>: This has changed since the page was shown.')
    expect(told).toContain('The other answer was saved.')
  })
})

describe('one answer for a group', () => {
  it('reaches all its pages', async () => {
    const rows = Array.from({ length: 120 }, (_, n) => question(`m${n}`, { power: 'membership_only' }))
    const site = await askingAbout(rows)
    expect((await sameFor(site, {})).status).toBe(303)
    expect(new Set(Object.values(await standing(site)))).toEqual(new Set(['decided']))
  })

  it('refuses singly what has changed since it was shown, and leaves what has joined', async () => {
    const site = await askingAbout(MEMBERS)
    const shown = await page(site)
    await save(site, { 'answer.m2': 'keep', 'until.m2': '2027-05-01', reason: 'mentors' }, TEO)
    await site.register
      .update(proposals)
      .set({ evidence: [act('2026-11-20T00:00:00.000Z')] })
      .where(eq(proposals.id, 'm3'))
    await site.register.insert(proposals).values(question('m5', { power: 'membership_only' }))
    const answer = await sameFor(site, {}, shown)
    const text = await answer.text()
    expect(await standing(site)).toEqual({ m1: 'decided', m2: 'kept', m3: 'open', m4: 'decided', m5: 'open' })
    expect(text).toContain('2 answers were not saved')
    expect(text).toContain('The other 2 answers were saved.')
  })

  it('leaves out whom it is told to', async () => {
    const finding = { code: 'two_factor_off', sentence: 'Has no second factor at sign-in.' } as const
    const [first, ...others] = MEMBERS
    const site = await askingAbout([{ ...first, findings: [finding] } as (typeof MEMBERS)[number], ...others])
    expect(await page(site)).toContain('Leave out the 1 without a second factor')
    await sameFor(site, { except: 'no_second_factor' })
    expect(await standing(site)).toEqual({ m1: 'open', m2: 'decided', m3: 'decided', m4: 'decided' })
  })

  it('needs a reason, said once and with the form kept', async () => {
    const site = await askingAbout(MEMBERS)
    const answer = await sameFor(site, { reason: '' })
    const text = await answer.text()
    expect(answer.status).toBe(422)
    expect(text.split('One answer to several needs a reason.')).toHaveLength(3)
    expect(text).toMatch(/name="answer" value="revoke" form="same-membership_only" required=""[^>]*checked/)
  })

  it('is never offered for owners and admins, nor taken', async () => {
    const admins = ['a1', 'a2'].map((id) => question(id, { power: 'owners_and_admins' }))
    const site = await askingAbout(admins)
    expect(await page(site)).not.toContain('The same answer for all')
    expect((await sameFor(site, { group: 'owners_and_admins' })).status).toBe(422)
    expect(await standing(site)).toEqual({ a1: 'open', a2: 'open' })
  })
})

describe('over the API', () => {
  const send = async (site: Site, body: object) => {
    const answer = await site.api(`${API}/decisions`, undefined, {
      method: 'POST',
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: (await answer.json()) as Sent }
  }
  const revoke = { decision: 'revoke', reason: 'no act for a year' }

  it('several take one answer, and what has changed since is refused singly', async () => {
    const site = await askingAbout(THREE)
    const { items } = (await (await site.api(`${API}/proposals`)).json()) as {
      items: { id: string; seen: string }[]
    }
    await save(site, { 'answer.p2': 'keep', 'until.p2': '2027-05-01', reason: 'mentors' }, TEO)
    const list = items.map(({ id, seen }) => ({ id, seen }))
    const { status, body } = await send(site, {
      ...revoke,
      proposals: [...list, { id: 'made-up', seen: 'x' }],
    })
    expect(status).toBe(200)
    expect(body.decided?.map(({ proposal }) => proposal)).toEqual(['p1', 'p3'])
    expect(body.refused?.map(({ proposal }) => proposal)).toEqual(['p2', 'made-up'])
    expect(await standing(site)).toEqual({ p1: 'decided', p2: 'kept', p3: 'decided' })
  })

  it('a group takes one answer by what the review showed of it', async () => {
    const site = await askingAbout([...MEMBERS, ...THREE])
    const { groups } = (await (await site.api(API)).json()) as {
      groups: { group: string; count: number; seen: string | null }[]
    }
    expect(groups.map(({ group, count }) => [group, count])).toContainEqual(['membership_only', 4])
    const members = groups.find(({ group }) => group === 'membership_only')
    const { body } = await send(site, { ...revoke, group: 'membership_only', seen: members?.seen })
    expect(body.decided).toHaveLength(4)
    expect((await send(site, { ...revoke, group: 'can_push' })).status).toBe(422)
    expect((await send(site, { ...revoke, group: 'owners_and_admins', seen: '' })).status).toBe(422)
    // Cut off, or of nobody's: that would answer nobody, and not say so.
    for (const seen of ['bad', 'AAAA', members?.seen?.slice(0, 8)])
      expect([seen, (await send(site, { ...revoke, group: 'can_push', seen })).status]).toEqual([seen, 422])
    expect((await send(site, { ...revoke, reason: '', proposals: [{ id: 'p1' }] })).status).toBe(422)
  })

  it('proposals are filtered by status, group and a name, team or repository', async () => {
    const site = await askingAbout([...MEMBERS, ...THREE])
    await save(site, { 'answer.p1': 'revoke', reason: 'gone' })
    const ids = async (query: string) => {
      const { items } = (await (await site.api(`${API}/proposals?${query}`)).json()) as {
        items: { id: string }[]
      }
      return items.map(({ id }) => id)
    }
    expect(await ids('status=decided')).toEqual(['p1'])
    expect(await ids('power=can_push')).toEqual(['p1', 'p2', 'p3'])
    expect(await ids('q=M3')).toEqual(['m3'])
    expect(await ids('q=lichen&power=membership_only')).toHaveLength(4)
  })

  interface Sent {
    readonly decided?: readonly { readonly proposal: string }[]
    readonly refused?: readonly { readonly proposal: string; readonly why: string }[]
  }
})
