/** Whoever chooses their own name at GitHub chooses no texts that go with them: an erasure takes what names them, and no words of ours. */
import { beforeEach, describe, expect, it } from 'vitest'
import { accounts, grants, proposals } from '../../src/register/schema.ts'
import { ABOUT_BELA } from '../fixtures/register/about-bela.ts'
import { begun, put } from '../fixtures/register/rules-site.ts'
import { HOME, NOW, OWNER, type Site } from '../fixtures/register/site.ts'

/** A friend of whoever has an owner's session; they held something once. */
const FRIEND = { id: 77, login: 'friend' }
const PROPOSAL = '0b6f2a4e-3d1c-4c55-9a9e-6d2b8f7a1c30'

let site: Site
beforeEach(async () => {
  site = await begun()
  await site.register.insert(proposals).values({ ...ABOUT_BELA, id: PROPOSAL, reason: 'Asked by Moira.' })
  expect((await put(site, { coolingHours: 48 })).status).toBe(200)
  await send(`/api/proposals/${PROPOSAL}/decisions`, { decision: 'revoke', reason: 'They left.' })
})

describe('an erasure of somebody who is called', () => {
  it.each([
    ['as a part of a sentence', { name: 'from 24 to 48' }],
    ['as a word of every sentence', { name: 'The' }],
    ['as two words of one, in capitals', { name: 'The Rules' }],
    ['by the id of a question', { login: PROPOSAL }],
    ['as the rules are', { login: 'rules' }],
    ['as an answer is', { login: 'revoke' }],
    ['as a verdict is', { name: 'Inactive' }],
    ['as everybody is', { login: 'account' }],
  ])('%s leaves the history and the questions about others as they were', async (_, called) => {
    await friendWho({ ...FRIEND, ...called })
    const before = await texts()
    const answer = await erase({ ...FRIEND, ...called }.login)
    expect([answer.status, await answer.json()]).toEqual([200, { texts: 0 }])
    expect(await texts()).toEqual(before)
    expect((await site.visit('/orgs/lichen/reviews/review-1', OWNER)).status).toBe(200)
    expect(await (await site.visit('/api/orgs/lichen/history', OWNER)).text()).not.toContain('"erased":true')
  })

  it('with the letters of another’s name leaves what was asked for about those', async () => {
    await put(site, { contributors: { people: [{ login: 'bela', until: '2027-01-01' }] } })
    await site.register.run("update pending_rules set ended_at = '2026-11-22T06:00:00.000Z'")
    const before = await site.register.query.pendingRules.findMany()
    await friendWho({ ...FRIEND, login: 'el' })
    expect((await erase('el')).status).toBe(200)
    expect([before.length > 0, await site.register.query.pendingRules.findMany()]).toEqual([true, before])
  })

  it('as nobody else is takes what was said of them, by either name', async () => {
    await friendWho({ ...FRIEND, login: 'mo-77', name: 'Moira Quill' })
    await send(`/api/proposals/${PROPOSAL}/comments`, { text: 'Moira Quill knows.' })
    await send(`/api/proposals/${PROPOSAL}/comments`, { text: 'MO-77 knows.' })
    expect(await (await erase('mo-77')).json()).toEqual({ texts: 2 })
    expect(await texts()).toMatchObject({ comments: ['(erased) knows.', '(erased) knows.'] })
  })
})

async function friendWho({ id, login, name = null }: { id: number; login: string; name?: string | null }) {
  await site.register
    .insert(accounts)
    .values({ id, login, name, nodeId: null, type: 'User', createdAt: null })
  const held = {
    orgId: 100,
    accountId: id,
    key: `organization_role:${id}`,
    kind: 'organization_role',
  } as const
  await site.register.insert(grants).values({ ...held, role: 'member', firstSeen: NOW, closedAt: NOW })
}

function send(path: string, body: object) {
  const headers = { origin: HOME, 'content-type': 'application/json' }
  return site.visit(path, OWNER, { method: 'POST', headers, body: JSON.stringify(body) })
}

function erase(login: string) {
  return send(`/api/orgs/lichen/accounts/${login}/erasure`, { reason: 'organization' })
}

/** What the rows about others say. */
async function texts() {
  const { register } = site
  const comments = await register.query.comments.findMany()
  return {
    proposals: await register.query.proposals.findMany(),
    decisions: await register.query.decisions.findMany(),
    comments: comments.map(({ text }) => text),
  }
}
