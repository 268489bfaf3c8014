/** Undoing what was saved together: only one's own answers, and nothing that is carried out. */

import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { outcomes, proposals } from '../../src/register/schema.ts'
import { askingAbout, page, question, REVIEW, save, standing } from '../fixtures/register/asked.ts'
import { TEO } from '../fixtures/register/rules-site.ts'
import { OWNER, type Site } from '../fixtures/register/site.ts'

const THREE = ['p1', 'p2', 'p3'].map((id) => question(id))

describe('undoing', () => {
  const both = { 'answer.p1': 'revoke', 'answer.p2': 'revoke', reason: 'gone' }
  const batchOf = async (site: Site) => (await site.register.query.decisions.findFirst())?.batch ?? ''

  it('takes back what was saved together, and the history tells it', async () => {
    const site = await askingAbout(THREE)
    await save(site, both)
    const undone = await site.send(`${REVIEW}/undo`, OWNER, { batch: await batchOf(site) })
    expect(Object.values(await standing(site))).toEqual(['open', 'open', 'open'])
    expect(await (await site.visit(undone.headers.get('location') ?? '', OWNER)).text()).toContain(
      '<b>2 answers undone.</b>',
    )
    const history = await site.visit('/api/orgs/lichen/history', OWNER)
    expect((await history.text()).split('ada undid their answer.')).toHaveLength(3)
    expect((await site.send(`${REVIEW}/undo`, OWNER, { batch: await batchOf(site) })).status).toBe(409)
  })

  it('of a changed answer says that the one before does not come back', async () => {
    const site = await askingAbout(THREE)
    await save(site, { 'answer.p1': 'revoke', reason: 'gone' })
    await save(site, { 'answer.p1': 'keep', 'until.p1': '2027-03-01', reason: 'back soon' })
    const [, second] = await site.register.query.decisions.findMany()
    const undone = await site.send(`${REVIEW}/undo`, OWNER, { batch: second?.batch ?? '' })
    expect(await standing(site)).toEqual({ p1: 'open', p2: 'open', p3: 'open' })
    expect(await (await site.visit(undone.headers.get('location') ?? '', OWNER)).text()).toContain(
      '<b>1 answer undone.</b> It no longer counts, and an answer of yours that it replaced does not come back.',
    )
  })

  it('leaves the other owner’s answer, and what is being carried out', async () => {
    const site = await askingAbout(THREE)
    await save(site, both)
    await save(site, { 'answer.p1': 'revoke', reason: 'gone' }, TEO)
    await site.register.update(proposals).set({ status: 'running' }).where(eq(proposals.id, 'p2'))
    await site.send(`${REVIEW}/undo`, OWNER, { batch: await batchOf(site) })
    expect(await standing(site)).toEqual({ p1: 'decided', p2: 'running', p3: 'open' })
  })

  it('takes back what people follow by hand, until an audit has ticked off a part of it', async () => {
    const site = await askingAbout(['p1', 'p2'].map((id) => question(id, harmless(id))))
    await save(site, both)
    expect(await standing(site)).toEqual({ p1: 'by_hand', p2: 'by_hand' })
    expect(await page(site, '?view=decided')).toContain('?view=decided&amp;change=p1')
    await site.register.update(outcomes).set({ status: 'done' }).where(eq(outcomes.revocationId, 'p2'))
    const batch = await batchOf(site)
    expect(await page(site, `?view=queue&saved=${batch}`)).toContain('Undo this answer')
    await site.send(`${REVIEW}/undo`, OWNER, { batch })
    expect(await standing(site)).toEqual({ p1: 'open', p2: 'by_hand' })
    expect(await page(site, '?view=queue')).not.toContain('expired-p1')
    expect((await save(site, { 'answer.p1': 'revoke', reason: 'gone' })).status).toBe(303)
    expect(await standing(site)).toEqual({ p1: 'by_hand', p2: 'by_hand' })
  })

  it('is nobody else’s', async () => {
    const site = await askingAbout(THREE)
    await save(site, both)
    expect((await site.send(`${REVIEW}/undo`, TEO, { batch: await batchOf(site) })).status).toBe(409)
    expect(await standing(site)).toEqual({ p1: 'decided', p2: 'decided', p3: 'open' })
  })
})

/** Of a token that has expired: what becomes of it touches nobody. */
function harmless(id: string): Parameters<typeof question>[1] {
  const plan = [{ action: 'by_hand', target: `expired-${id}`, url: 'https://github.com/x' }] as const
  return {
    ...{ subjectKey: `credential:deploy_key:${id}`, plan, power: 'clean_up' },
    subject: { kind: 'credential', credentialKind: 'deploy_key', id, name: `expired-${id}` },
    choices: [
      { decision: 'keep', role: null, plan: [], lost: [], back: [] },
      { decision: 'revoke', role: null, plan, lost: [], back: [] },
    ],
  }
}
