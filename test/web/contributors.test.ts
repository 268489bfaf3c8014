/** Contributors and team maintainers look at a review, comment and recommend; they decide nothing. */
import { describe, expect, it } from 'vitest'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { grants, organizations } from '../../src/register/schema.ts'
import { API, PAUL, page, REVIEW } from '../fixtures/register/asked.ts'
import { AMINA, contributing, MIKA, NILS, ZORA } from '../fixtures/register/contributing.ts'
import { HOME, IDLE, OWNER, type Site } from '../fixtures/register/site.ts'

const say = (site: Site, who: typeof OWNER, said: object, proposal = 'p1') =>
  site.visit(`/api/proposals/${proposal}/comments`, who, {
    method: 'POST',
    headers: { origin: HOME, 'content-type': 'application/json' },
    body: JSON.stringify(said),
  })

interface Listed {
  readonly items: readonly (Record<string, unknown> & { id: string; comments: unknown[] })[]
}

const listed = async (site: Site, who: typeof OWNER) =>
  (await (await site.visit(`${API}/proposals`, who)).json()) as Listed

const ids = ({ items }: Listed) => items.map(({ id }) => id).sort()

describe('who contributes', () => {
  it.each([
    ['by name', ZORA],
    ['by the team', AMINA],
  ] as const)('%s sees the review, its list and every proposal', async (_how, who) => {
    const site = await contributing()
    expect((await site.visit('/orgs/lichen/reviews', who)).status).toBe(200)
    const text = await page(site, '', who)
    expect(text).toContain('bela')
    expect(text).toContain('Only owners decide.')
    expect(ids(await listed(site, who))).toEqual(['about-bela', 'p1'])
    expect((await site.visit('/api/proposals/p1', who)).status).toBe(200)
    expect(await (await site.visit('/', who)).text()).toContain('/orgs/Lichen/reviews')
  })

  it('as the maintainer of a team sees the people of the team alone', async () => {
    const site = await contributing()
    expect(ids(await listed(site, MIKA))).toEqual(['about-bela'])
    expect(await page(site, '', MIKA)).not.toContain('p1')
    expect((await site.visit('/api/proposals/p1', MIKA)).status).toBe(404)
    expect((await say(site, MIKA, { text: 'Still here.' }, 'p1')).status).toBe(404)
    expect((await say(site, MIKA, { text: 'Still here.' }, 'about-bela')).status).toBe(201)
  })

  it('in a team below counts in the team above', async () => {
    const site = await contributing()
    await site.register.insert(grants).values([
      {
        orgId: 100,
        key: 'team_parent:22',
        kind: 'team_parent',
        teamId: 22,
        parentId: 21,
        role: '',
        firstSeen: '2026-01-01T00:00:00.000Z',
      },
      {
        orgId: 100,
        key: 'team_membership:22:13',
        kind: 'team_membership',
        teamId: 22,
        accountId: NILS.id,
        role: 'member',
        firstSeen: '2026-01-01T00:00:00.000Z',
      },
    ])
    expect(ids(await listed(site, NILS))).toEqual(['about-bela', 'p1'])
  })

  it('does so until the end that owners gave, or until the team is left', async () => {
    const site = await contributing()
    site.clock.now = '2027-03-02T00:00:00.000Z'
    expect((await site.visit(`${API}/proposals`, ZORA)).status).toBe(404)
    await site.register.run("update grants set closed_at = '2027-01-01T00:00:00.000Z' where account_id = 11")
    expect((await site.visit(`${API}/proposals`, AMINA)).status).toBe(404)
  })

  it('is nobody by an unreadable rule, and a member is none by being one', async () => {
    const site = await contributing()
    expect((await site.visit(REVIEW, NILS)).status).toBe(404)
    await site.register.update(organizations).set({ rules: '{"contributors": 5}' })
    expect([(await site.visit(REVIEW, ZORA)).status, (await site.visit(REVIEW, AMINA)).status]).toEqual([
      404, 404,
    ])
  })

  it('decides nothing, and opens no other page and no file', async () => {
    const site = await contributing()
    const post = (path: string, body: object) =>
      site.visit(path, AMINA, {
        method: 'POST',
        headers: { origin: HOME, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    expect((await post('/api/proposals/p1/decisions', { decision: 'keep', reason: 'x' })).status).toBe(403)
    expect((await post(`${API}/decisions`, { proposals: [], decision: 'keep', reason: 'x' })).status).toBe(
      403,
    )
    for (const path of ['', '/accounts', '/accounts/bela', '/credentials', '/history', '/settings'])
      expect([path, (await site.visit(`/orgs/lichen${path}`, AMINA)).status]).toEqual([path, 404])
    for (const path of ['/accounts', '/accounts/bela', '/history', '/settings', '/queue'])
      expect([path, (await site.visit(`/api/orgs/lichen${path}`, AMINA)).status]).toEqual([path, 404])
    expect((await site.visit(`${REVIEW}?format=csv`, AMINA)).status).toBe(403)
    expect((await site.visit(`${API}/proposals?status=kept`, AMINA)).status).toBe(403)
    expect(await page(site, '', AMINA)).not.toContain('type="radio"')
    expect(await site.register.query.decisions.findMany()).toEqual([])
  })

  it('stands in the history when looking', async () => {
    const site = await contributing()
    await page(site, '', ZORA)
    const { items } = await findHistoryPage(site.register, 100, null, 1)
    expect(items[0]?.sentence).toBe('zora looked at the proposals of a review.')
  })
})

describe('a comment', () => {
  it('stands on the row with what it recommends, for owners and who contributes, and in the history', async () => {
    const site = await contributing()
    const said = { text: 'She reads the issues only.', recommends: 'downgrade', role: 'read' }
    expect((await say(site, AMINA, said)).status).toBe(201)
    for (const who of [OWNER, ZORA]) {
      const text = await page(site, '', who)
      expect(text, who.login).toContain('amina suggests: downgrade to read')
      expect(text, who.login).toContain('She reads the issues only.')
      const about = (await listed(site, who)).items.find(({ id }) => id === 'p1')
      expect(about?.comments).toMatchObject([{ by: AMINA, ...said }])
    }
    const { items } = await findHistoryPage(site.register, 100, null, 9)
    expect(items.find(({ act }) => act === 'commented')).toMatchObject({
      actor: AMINA,
      sentence: 'amina said on the proposal and suggests: downgrade to read: She reads the issues only.',
    })
    const chained = JSON.stringify(await site.register.query.history.findMany())
    expect(chained).not.toMatch(/amina|issues only/)
  })

  it('of a later day replaces the recommendation on the row, and both can be read', async () => {
    const site = await contributing()
    await say(site, AMINA, { text: 'Long gone.', recommends: 'revoke' })
    site.clock.now = '2026-11-23T06:00:00.000Z'
    await say(site, AMINA, { text: 'She wrote to me.', recommends: 'keep' })
    const text = await page(site)
    expect(text).toContain('amina suggests: keep')
    expect(text).not.toContain('amina suggests: revoke')
    expect(text).toContain('Long gone.')
  })

  it('decides nothing: the proposal stands as it stood, and an answer bound to the page still fits', async () => {
    const site = await contributing()
    const before = await site.register.query.proposals.findMany()
    const [p1] = (await listed(site, OWNER)).items.filter(({ id }) => id === 'p1')
    await say(site, AMINA, { text: 'Revoke it.', recommends: 'revoke' })
    expect(await site.register.query.proposals.findMany()).toEqual(before)
    const [later] = (await listed(site, OWNER)).items.filter(({ id }) => id === 'p1')
    expect(later?.seen).toBe(p1?.seen)
  })

  it('said twice is kept once', async () => {
    const site = await contributing()
    const said = { text: 'Long gone.', recommends: 'revoke' }
    const both = await Promise.all([say(site, AMINA, said), say(site, AMINA, said)])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(await site.register.query.comments.findMany()).toHaveLength(1)
  })

  it.each([
    ['without words', 422, { text: ' ' }],
    ['of more than 1,000 characters', 422, { text: 'x'.repeat(1001) }],
    ['with a downgrade to nothing', 422, { text: 'x', recommends: 'downgrade' }],
    ['with a role that is no downgrade', 422, { text: 'x', recommends: 'revoke', role: 'read' }],
    ['with an answer that is not offered', 422, { text: 'x', recommends: 'downgrade', role: 'admin' }],
  ])('%s is refused, and nothing is kept', async (_what, status, said) => {
    const site = await contributing()
    expect((await say(site, AMINA, said)).status).toBe(status)
    expect(await site.register.query.comments.findMany()).toEqual([])
  })

  it('is nobody’s on their own case, nor a member’s, nor a token’s that only reads', async () => {
    const site = await contributing()
    const paul = { id: PAUL, login: 'p1' }
    const rules = { contributors: { team: null, people: [{ ...paul, until: '2027-03-01T00:00:00.000Z' }] } }
    await site.register.update(organizations).set({ rules: JSON.stringify(rules) })
    const own = await say(site, paul, { text: 'I need it.' })
    expect([own.status, await own.text()]).toEqual([403, expect.stringContaining('their own case')])
    expect(await page(site, '', paul)).not.toContain('id="text.p1"')
    expect((await say(site, paul, { text: 'Fine.' }, 'about-bela')).status).toBe(201)
    for (const who of [IDLE, NILS]) expect((await say(site, who, { text: 'x' })).status).toBe(404)
    const token = await site.token(paul)
    await site.register.run("update api_tokens set scope = 'read'")
    const bearer = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const sent = { method: 'POST', headers: bearer, body: '{"text":"Fine too."}' }
    expect((await site.visit('/api/proposals/about-bela/comments', undefined, sent)).status).toBe(403)
    expect(await site.register.query.comments.findMany()).toHaveLength(1)
  })

  it('is not taken where the proposal has ended', async () => {
    const site = await contributing()
    await site.register.run("update proposals set status = 'done' where id = 'p1'")
    expect((await say(site, AMINA, { text: 'Good.' })).status).toBe(409)
  })

  it('has its fields in the row that an owner chose, open; in every other row there is the way to them', async () => {
    const site = await contributing()
    const link = '?comment=p1#proposal-p1'
    expect(await page(site)).toContain(`/reviews/review-1${link}"`)
    expect(await page(site)).not.toContain('<textarea')
    const chosen = await page(site, '?comment=p1')
    expect(chosen).toMatch(
      /<li class="ask" id="proposal-p1">.*?<details open="">.*?<textarea[^>]*name="text\.p1"/s,
    )
    expect(chosen.match(/<textarea/g)).toHaveLength(1)
    const kept = await site.send(`${REVIEW}/comments`, OWNER, { page: '?comment=p1', 'text.p1': 'Ask Paul.' })
    expect(kept.headers.get('location')).toContain('/reviews/review-1?said=1#proposal-p1')
    expect(await page(site, '?said=1')).toContain('Your comment stands on the row.')
  })

  it('is one of at most five in a form; of six none is kept, and all come back', async () => {
    const site = await contributing()
    const six = Object.fromEntries(
      ['p1', 'b', 'c', 'd', 'e', 'f'].map((id) => [`text.${id}`, `Word on ${id}.`]),
    )
    const answer = await site.send(`${REVIEW}/comments`, AMINA, { page: '', ...six })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toMatch(/At most 5 are kept at once.*Word on p1\./s)
    expect(await site.register.query.comments.findMany()).toEqual([])
  })

  it('is written on the page, by owners too; what may not be said comes back as it was entered', async () => {
    const site = await contributing()
    for (const who of [OWNER, AMINA]) {
      const answer = await site.send(`${REVIEW}/comments`, who, {
        ...{ page: '', 'text.p1': `A word of ${who.login}.`, 'recommends.p1': 'downgrade:triage' },
        ...{ 'text.about-bela': '', 'recommends.about-bela': '' },
      })
      expect([answer.status, answer.headers.get('location')]).toEqual([
        303,
        expect.stringContaining('#proposal-p1'),
      ])
      expect(await page(site, '', who)).toContain(`${who.login} suggests: downgrade to triage`)
      const again = await site.send(`${REVIEW}/comments`, who, {
        ...{ page: '', 'text.p1': '', 'recommends.p1': 'keep', 'text.about-bela': 'Half a thought' },
      })
      const text = await again.text()
      expect(again.status, who.login).toBe(422)
      expect(text).toContain('A comment needs words')
      expect(text).toContain('Half a thought')
      expect(text).toMatch(/<option value="keep" selected/)
    }
  })
})
