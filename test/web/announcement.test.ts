/** The announcement of a review: one text for members without further rights, by page and by API. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { Instant } from '../../src/policy/words.ts'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { areMembers, askingAbout, question, REVIEW } from '../fixtures/register/asked.ts'
import { HOME, NOW, OWNER, type Site } from '../fixtures/register/site.ts'

const PATH = `/api${REVIEW}/announcement`
const OPENED: Instant = '2026-11-20T06:00:00.000Z'

let site: Site
beforeEach(async () => {
  const power = 'membership_only' as const
  const member = { power, openedAt: OPENED, grantsThen: { 'organization_role:1': 'member' } }
  site = await askingAbout([
    question('p1', { openedAt: OPENED }),
    question('m1', member),
    question('m2', member),
    question('m3', member),
  ])
  await areMembers(site, ['m1', 'm2', 'm3'])
})

const read = async () => (await (await site.visit(PATH, OWNER)).json()) as Record<string, unknown>
const post = (body: object) =>
  site.visit(PATH, OWNER, {
    method: 'POST',
    headers: { origin: HOME, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const told = async () =>
  (await site.register.query.notices.findMany()).map(({ proposalId }) => proposalId).sort()
const page = async () => await (await site.visit(`${REVIEW}/notices`, OWNER)).text()
/** Ends everything that somebody holds, as an audit does that finds it gone. */
const leaves = (login: string) =>
  site.register.run(`update grants set closed_at = '${NOW}' where account_id =
    (select subject ->> 'id' from proposals where id = '${login}')`)

describe('the announcement', () => {
  it('is read with its text and count, and recorded once for everybody it is for', async () => {
    expect(await read()).toMatchObject({ people: 3, told: 0, at: null, way: null })
    expect((await read()).text).not.toMatch(/m1|m2|m3|p1/)
    const answer = await post({ way: 'The mailing list', sentAt: '2026-11-21' })
    expect([answer.status, await answer.json()]).toMatchObject([
      201,
      { people: 3, told: 3, at: '2026-11-21T23:59:59.000Z', way: 'the mailing list' },
    ])
    expect(await told()).toEqual(['m1', 'm2', 'm3'])
    const { items } = await findHistoryPage(site.register, 100, null, 10)
    expect(items.filter(({ act }) => act === 'announced')).toMatchObject([{ actor: OWNER }])
    expect((await post({ way: 'chat' })).status).toBe(409)
    expect(await told()).toHaveLength(3)
  })

  it.each([
    ['by no way', { way: ' ' }],
    ['on a day to come', { way: 'chat', sentAt: '2026-12-24' }],
    ['as our own e-mail', { way: 'email' }],
  ])('is refused %s', async (_, body) => {
    expect((await post(body)).status).toBe(422)
    expect(await told()).toEqual([])
  })

  it('counts nobody who left meanwhile, and their question does not wait for it', async () => {
    await leaves('m3')
    expect(await read()).toMatchObject({ people: 2, told: 0 })
    expect(await page()).toContain('2 members are still to be told')
    expect(await (await post({ way: 'chat' })).json()).toMatchObject({ people: 2, told: 2 })
    expect(await told()).toEqual(['m1', 'm2', 'm3'])
  })

  it('can be ticked for those alone who left before they were told', async () => {
    for (const login of ['m1', 'm2', 'm3']) await leaves(login)
    expect(await page()).toContain('Who was not told has left meanwhile')
    expect((await post({ way: 'chat' })).status).toBe(201)
    expect(await page()).not.toContain('Who was not told has left')
  })
})
