/** The form and the API that ask about a team or a repository in an open review. */

import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { findSharedGrants } from '../../src/register/reviews/shared-grants.ts'
import { reviews } from '../../src/register/schema.ts'
import { IDLE, NOW, OWNER, openSite, type Site, STRANGER } from '../fixtures/register/site.ts'

const REVIEW = '/orgs/lichen/reviews/review-1'
let site: Site
let team: string

beforeEach(async () => {
  site = await openSite()
  await site.register.insert(reviews).values({
    ...{ id: 'review-1', orgId: 100, quarter: '2026-Q4', openedAt: NOW, openedBy: { kind: 'calendar' } },
    ...{ dueAt: '2026-12-13T06:00:00.000Z', auditId: 'audit-0' },
    scope: { contributors: null, countedTo: 11, because: 'calendar' },
  })
  team = (await findSharedGrants(site.register, 100)).find(({ kind }) => kind === 'team')?.name ?? ''
})

const askedAbout = async () => {
  const answer = await (await site.api(`/api${REVIEW}/proposals`)).json()
  const { items } = answer as {
    items: { subject: { login: string }; scope: { kind: string; name: string } }[]
  }
  return items.map(({ subject, scope }) => `${subject.login} ${scope.kind} ${scope.name}`)
}
const byApi = (body: object, review = REVIEW) =>
  site.api(`/api${review}/grants`, undefined, { method: 'POST', body: JSON.stringify(body) })

describe('asking about a team', () => {
  it('is offered on an open review with those who hold it, and leads back to the review with the questions', async () => {
    expect(await (await site.visit(REVIEW, OWNER)).text()).toContain('?ask#ask-about-grant')
    const form = await site.visit(`${REVIEW}?ask`, OWNER)
    expect(await form.text()).toContain(`team ${team} (1 person)`)
    const sent = await site.send(`${REVIEW}/grants`, OWNER, { about: `team:${team}` })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/orgs/Lichen/reviews/review-1'])
    expect(await askedAbout()).toEqual([`${IDLE.login} team ${team}`])
  })

  it('over the API answers how many are asked about, and nobody twice', async () => {
    const first = await byApi({ team })
    expect([first.status, await first.json()]).toEqual([201, { added: 1 }])
    expect(await (await byApi({ team })).json()).toEqual({ added: 0 })
  })

  it('is refused with a sentence: both or neither, an unknown team, somebody else, a closed review', async () => {
    expect((await byApi({})).status).toBe(422)
    expect((await byApi({ team, repository: 'atlas' })).status).toBe(422)
    expect((await byApi({ team: 'no-such-team' })).status).toBe(404)
    expect((await site.send(`${REVIEW}/grants`, STRANGER, { about: `team:${team}` })).status).toBe(404)
    expect((await site.send(`${REVIEW}/grants`, OWNER, { about: '' })).status).toBe(422)
    await site.register.update(reviews).set({ closedAt: NOW }).where(eq(reviews.id, 'review-1'))
    expect((await byApi({ team })).status).toBe(409)
    expect(await (await site.visit(REVIEW, OWNER)).text()).not.toContain('ask-about-grant')
  })
})
