/** The review form: what it offers, to whom, and what a forged form can do. */
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { Credential } from '../../src/policy/words.ts'
import { credentialsStatement } from '../../src/register/access/credentials.ts'
import { proposals, reviews } from '../../src/register/schema.ts'
import { IDLE, NOW, OWNER, openSite, type Site } from '../fixtures/register/site.ts'
import { tellAll } from '../fixtures/register/told.ts'

const REASON = 'No act since <b>May</b>.'

async function openSiteWithReviews(): Promise<Site> {
  const site = await openSite()
  for (const [orgId, review] of [
    [100, 'review-l'],
    [200, 'review-m'],
  ] as const) {
    await site.register.insert(reviews).values({
      id: review,
      orgId,
      quarter: '2026-Q4',
      openedAt: '2026-10-01T00:00:00.000Z',
      openedBy: { kind: 'calendar' },
      dueAt: '2026-12-13T06:00:00.000Z',
      auditId: 'audit-0',
      scope: { contributors: null, countedTo: 11, because: 'calendar' },
    })
  }
  await propose(site, 100, 'review-l', 'about-bela', IDLE, 5)
  await propose(site, 100, 'review-l', 'about-ada', OWNER, 9)
  await propose(site, 200, 'review-m', 'about-moira', { id: 7, login: 'moira' }, 5)
  await tellAll(site.register)
  return site
}

async function propose(
  site: Site,
  orgId: number,
  reviewId: string,
  id: string,
  who: typeof IDLE,
  score: number,
) {
  await site.register.insert(proposals).values({
    id,
    reviewId,
    orgId,
    subjectKey: `account:${who.id}`,
    subject: { kind: 'account', ...who },
    verdict: { verdict: 'inactive', newest: null, since: NOW, heldSinceBefore: null },
    reason: REASON,
    findings: [],
    evidence: [],
    risk: { score, opens: ['can push to 1 repository'], privileged: false },
    riskScore: score,
    plan: [{ action: 'remove_membership', target: 'Lichen', account: who.id }],
    consequences: [],
    grantsThen: { 'organization_role:2': 'member', 'team_membership:20:2': 'member' },
    status: 'open',
    stale: null,
    openedAt: '2026-10-01T00:00:00.000Z',
  })
}

const PAGE = '/orgs/lichen/reviews/review-l'
const FORM = `${PAGE}/decisions`
/** The fields of one row's answer. */
const answering = (id: string, decision: string, reason = 'gone') => ({ [`answer.${id}`]: decision, reason })
const statuses = async (site: Site) => {
  const rows = await site.register.select().from(proposals).orderBy(proposals.id)
  return Object.fromEntries(rows.map(({ id, status }) => [id, status]))
}
const decisions = (site: Site) => site.register.query.decisions.findMany()

describe('the review form', () => {
  it('shows the riskiest first, with plan and reason as text', async () => {
    const text = await (await (await openSiteWithReviews()).visit(PAGE, OWNER)).text()
    expect(text.indexOf('id="proposal-about-ada"')).toBeLessThan(text.indexOf('id="proposal-about-bela"'))
    expect(text).toContain('<li>End the membership in Lichen</li>')
    expect(text).toContain('No act since &lt;b&gt;May')
  })

  it('without proposals does not say that everybody is active', async () => {
    const site = await openSiteWithReviews()
    await site.register.delete(proposals)
    const text = await (await site.visit(PAGE, OWNER)).text()
    expect(text).toContain('Nothing is proposed.')
    expect(text).toContain('was kept or has not been read in full yet is not proposed')
  })

  it('does not let anybody answer their own case', async () => {
    const text = await (await (await openSiteWithReviews()).visit(PAGE, OWNER)).text()
    expect(text).toContain('This is your own case.')
    expect(text).toContain('name="answer.about-bela"')
    expect(text).not.toContain('name="answer.about-ada"')
  })

  it('finds the view and the page on which a proposal stands', async () => {
    const site = await openSiteWithReviews()
    for (let n = 0; n < 99; n += 1) {
      const id = `p-${String(n).padStart(2, '0')}`
      await propose(site, 100, 'review-l', id, { id: 1000 + n, login: id }, 7)
    }
    const pageWith = async (id: string) => {
      const answer = await site.visit(`${PAGE}?proposal=${id}`, OWNER)
      const to = answer.headers.get('location')
      return { page: to === null ? answer : await site.visit(to, OWNER), at: to?.replace('Lichen', 'lichen') }
    }
    for (const [id, page] of [
      ['about-ada', 1],
      ['p-16', 1],
      ['p-17', 2],
      ['p-88', 5],
      ['about-bela', 6],
    ] as const) {
      const found = await pageWith(id)
      expect([id, found.page.status, found.at]).toEqual([id, 200, `${PAGE}?view=decide&page=${page}`])
      expect(await found.page.text()).toContain(`id="proposal-${id}"`)
    }
    expect((await pageWith('made-up')).page.status).toBe(200)
    await site.send(FORM, OWNER, answering('about-bela', 'revoke'))
    expect((await pageWith('about-bela')).at).toBe(`${PAGE}?view=decided&page=1`)
    const dossier = await (await site.visit('/orgs/lichen/accounts/bela', OWNER)).text()
    expect(dossier).toContain('?proposal=about-bela#proposal-about-bela')
  })

  it('never reloads by itself, for somebody may be typing an answer', async () => {
    const site = await openSiteWithReviews()
    await site.register.update(proposals).set({ status: 'running' }).where(eq(proposals.id, 'about-ada'))
    expect(await (await site.visit(PAGE, OWNER)).text()).not.toContain('http-equiv="refresh"')
  })

  it('does not let anybody answer for their own deploy key or carry it over', async () => {
    const site = await openSiteWithReviews()
    const key: Credential = {
      kind: 'deploy_key',
      id: '701',
      name: 'ada builds',
      owner: OWNER.id,
      repository: 10,
      scopes: ['write'],
      createdAt: '2025-01-01T00:00:00.000Z',
      lastUsed: 'never',
      expiresAt: null,
      details: {},
    }
    await credentialsStatement(site.register, 100, [key], NOW)
    await propose(site, 100, 'review-l', 'about-a-key', { id: 77, login: 'x' }, 3)
    const subject = {
      kind: 'credential',
      credentialKind: 'deploy_key',
      id: '701',
      name: 'ada builds',
    } as const
    await site.register
      .update(proposals)
      .set({ subjectKey: 'credential:deploy_key:701', subject })
      .where(eq(proposals.id, 'about-a-key'))
    const text = await (await site.visit(PAGE, OWNER)).text()
    expect(text.split('This is your own case.')).toHaveLength(3)
    expect(text).not.toContain('name="answer.about-a-key"')

    const carry = () => site.send(`${PAGE}/carry-over`, OWNER, { reason: 'Conference season.' })
    expect((await carry()).status).toBe(303)
    expect(await statuses(site)).toEqual({
      'about-a-key': 'open',
      'about-ada': 'open',
      'about-bela': 'carried_over',
      'about-moira': 'open',
    })
    expect((await carry()).status).toBe(409)
  })

  it('records an answer once: the second click changes nothing', async () => {
    const site = await openSiteWithReviews()
    const answer = answering('about-bela', 'revoke')
    const first = await site.send(FORM, OWNER, answer)
    expect([first.status, first.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/^\/orgs\/Lichen\/reviews\/review-l\?view=queue&saved=[\w-]+$/),
    ])
    expect((await site.send(FORM, OWNER, answer)).status).toBe(409)
    expect(await decisions(site)).toHaveLength(1)
    const text = await (await site.visit(`${PAGE}?view=decided`, OWNER)).text()
    expect(text).toContain('Carried out from')
  })

  it('does not start a revocation before the notice and cooling time have passed, and says when it can', async () => {
    const site = await openSiteWithReviews()
    await site.send(FORM, OWNER, answering('about-bela', 'revoke'))
    const answer = await site.api('/api/proposals/about-bela/revocation', undefined, { method: 'POST' })
    expect([answer.status, await answer.json()]).toMatchObject([
      409,
      { notBefore: '2026-11-23T06:00:00.000Z', status: 409 },
    ])
  })

  it('a forged form reaches no proposal of another organisation', async () => {
    const site = await openSiteWithReviews()
    const answer = answering('about-moira', 'revoke', 'mine now')
    expect((await site.send(FORM, OWNER, answer)).status).toBe(409)
    expect((await site.send('/orgs/lichen/reviews/review-m/decisions', OWNER, answer)).status).toBe(404)
    expect((await site.send('/orgs/moss/reviews/review-m/decisions', OWNER, answer)).status).toBe(404)
    expect((await site.send('/orgs/lichen/reviews/review-m/carry-over', OWNER, { reason: 'x' })).status).toBe(
      404,
    )
    expect((await site.visit('/orgs/lichen/reviews/review-m', OWNER)).status).toBe(404)
    expect(await decisions(site)).toEqual([])
  })

  it('answering several at once and carrying over the rest both need a reason', async () => {
    const site = await openSiteWithReviews()
    await propose(site, 100, 'review-l', 'about-cleo', { id: 4, login: 'cleo' }, 4)
    const several = (reason: string) =>
      site.send(FORM, OWNER, { ...answering('about-bela', 'revoke', reason), 'answer.about-cleo': 'revoke' })
    expect((await several('')).status).toBe(422)
    expect((await several('gone')).status).toBe(303)
    expect((await site.send(`${PAGE}/carry-over`, OWNER, { reason: '' })).status).toBe(422)
  })

  it('a reason has a maximum length, by form and by API, for one proposal and for several', async () => {
    const site = await openSiteWithReviews()
    const answer = { decision: 'revoke', reason: 'x'.repeat(2001) }
    const { reason } = answer
    expect((await site.send(FORM, OWNER, answering('about-bela', 'revoke', reason))).status).toBe(422)
    const group = { group: 'membership_only', seen: '', answer: 'revoke', reason }
    expect((await site.send(FORM, OWNER, group)).status).toBe(422)
    expect((await site.send(`${PAGE}/carry-over`, OWNER, { reason })).status).toBe(422)
    const body = JSON.stringify({ ...answer, until: null, role: null })
    const path = '/api/proposals/about-bela/decisions'
    expect((await site.api(path, undefined, { method: 'POST', body })).status).toBe(422)
    expect(await decisions(site)).toEqual([])
    const fits = JSON.stringify({ decision: 'revoke', reason: 'gone', until: null, role: null })
    expect((await site.api(path, undefined, { method: 'POST', body: fits })).status).toBe(201)
  })

  it('a right that ended since the page was shown decides nothing', async () => {
    const site = await openSiteWithReviews()
    await site.visit(PAGE, OWNER)
    site.owners.clear()
    const answer = await site.send(FORM, OWNER, answering('about-bela', 'revoke'))
    expect([answer.status, await decisions(site)]).toEqual([403, []])
  })
})
