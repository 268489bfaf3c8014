/** The evidence report of a review: numbers as of its end, two editions, and a digest that anybody can recompute. */

import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Instant } from '../../src/policy/words.ts'
import { findReview } from '../../src/register/reviews/reviews.ts'
import * as s from '../../src/register/schema.ts'
import { closeReview } from '../../src/review/close.ts'
import { askingAbout, question } from '../fixtures/register/asked.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import { HOME, OWNER, type Site } from '../fixtures/register/site.ts'
import { leaveTraces, SOMEBODY } from '../fixtures/register/somebody.ts'

const OPENED: Instant = '2026-11-20T06:00:00.000Z'
const CLOSED: Instant = '2026-12-20T06:17:00.000Z'
const ADA = { kind: 'person', id: 1, login: 'ada' } as const
const TEO = { kind: 'person', id: 7, login: 'teo' } as const

interface Got {
  readonly digest: string
  readonly final: boolean
  readonly report: Record<string, unknown> & {
    numbers: Record<string, unknown>
    spec6: { asks: string; stands: string }[]
    lines?: unknown[]
  }
}

let site: Site

/** Six questions: one revoked and proven, one by hand, one kept by two, one of two opinions, one open, one ended by an act. */
beforeEach(async () => {
  site = await askingAbout([
    question('p1', { status: 'done', openedAt: OPENED }),
    question('p2', { status: 'done', openedAt: OPENED }),
    question('p3', { status: 'kept', openedAt: OPENED, power: 'owners_and_admins' }),
    question('p4', { status: 'open', openedAt: OPENED }),
    question('p5', { status: 'open', openedAt: OPENED }),
    question('p6', { status: 'stale', openedAt: OPENED }),
  ])
  await vote('p1', ADA, 'revoke', '2026-11-21T06:00:00.000Z')
  await vote('p2', ADA, 'revoke', '2026-11-22T06:00:00.000Z')
  await vote('p3', ADA, 'keep', '2026-11-24T06:00:00.000Z')
  await vote('p3', TEO, 'keep', '2026-11-25T06:00:00.000Z')
  await vote('p4', ADA, 'keep', '2026-11-30T06:00:00.000Z')
  await vote('p4', TEO, 'revoke', '2026-11-30T07:00:00.000Z')
  await removed('p1', '2026-12-10T06:00:00.000Z', { countedAt: '2026-12-10T05:59:00.000Z' })
  await removed('p2', '2026-12-11T06:00:00.000Z')
  await site.register.insert(s.audits).values([
    { ...anAudit('audit-0', OPENED), orgId: 100 },
    { ...anAudit('audit-1', '2026-12-01T06:00:00.000Z'), orgId: 100, status: 'partial' },
  ])
  await frozen('baseline', OPENED, 'audit-0', 40)
})

async function vote(
  proposalId: string,
  by: typeof ADA | typeof TEO,
  decision: 'keep' | 'revoke',
  at: Instant,
) {
  await site.register.insert(s.decisions).values({
    ...{ id: `${proposalId}-${by.id}`, proposalId, voter: `person:${by.id}`, by, decision, at },
    ...{ reason: 'gone sailing', plan: [] },
  })
}

async function removed(
  id: string,
  finishedAt: Instant,
  changes: Partial<typeof s.revocations.$inferInsert> = {},
) {
  await site.register.insert(s.revocations).values({
    ...{ id, orgId: 100, status: 'done', startedBy: ADA, startedAt: OPENED, finishedAt },
    ...{ rehearsal: false, verified: true, ...changes },
  })
}

async function frozen(name: string, at: Instant, auditId: string, stale: number) {
  await site.register.insert(s.staleAccess).values({
    ...{ orgId: 100, version: 1, name, at, auditId, stale, unknown: 0, total: 60, people: 9 },
    ...{ unobservable: 0, change: null },
  })
}

async function close() {
  const review = await findReview(site.register, 'review-1')
  if (review === null) throw new Error('There is no review.')
  await closeReview({ register: site.register }, review, 'quarter_over', CLOSED)
}

async function report(query = '', review = 'review-1'): Promise<Got> {
  const answer = await site.visit(`/api/orgs/lichen/reviews/${review}/report${query}`, OWNER)
  expect(answer.status).toBe(200)
  return (await answer.json()) as Got
}

const text = async (path: string) => await (await site.visit(path, OWNER)).text()

/** As docs/policy.md says: keys sorted, no spaces. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`
}

describe('the numbers of a report', () => {
  it('count what was asked, answered, carried out and left when the review closed', async () => {
    await close()
    expect((await report()).report.numbers).toEqual({
      asked: {
        ...{ all: 6, owners_and_admins: 1, can_push: 5, membership_only: 0 },
        ...{ credentials: 0, invitations: 0, clean_up: 0 },
      },
      answered: { all: 4, keep: 1, downgrade: 0, emeritus: 0, revoke: 2, twoOpinions: 1, byTwo: 1 },
      unanswered: { carriedOver: 1, endedByThemselves: 1 },
      removals: { proven: 2, byHand: 1, notCarriedOut: 0 },
      cameBack: { way_back: 0, sync: 0, elsewhere: 0 },
      daysToAnswer: { median: 3, longest: 10 },
    })
  })

  it('leave out a rehearsal, and what was never proven', async () => {
    await close()
    await site.register.update(s.revocations).set({ rehearsal: true })
    expect((await report()).report.numbers).toMatchObject({ removals: { proven: 0, notCarriedOut: 2 } })
    await site.register.update(s.revocations).set({ rehearsal: false, verified: null })
    expect((await report()).report.numbers).toMatchObject({ removals: { proven: 0, notCarriedOut: 2 } })
  })

  it('hold the frozen numbers of stale access, and the audits', async () => {
    await frozen('2026-Q3', '2026-11-25T06:00:00.000Z', 'audit-1', 10)
    await close()
    expect((await report()).report).toMatchObject({
      audit: { status: 'complete' },
      auditsSince: { complete: 1, partial: 1, failed: 0 },
      staleAccess: { baseline: { stale: 40 }, newest: { name: '2026-Q3', stale: 10 } },
      change: { percent: -75, goalMet: true },
    })
  })

  it('say of SPEC 6 what is not verified, and show nothing on two-factor', async () => {
    await close()
    const stands = (await report()).report.spec6.map(({ stands }) => stands)
    expect(stands).toEqual([
      'not_verified',
      'not_verified',
      'partly',
      'partly',
      'not_verified',
      'not_verified',
      'not_shown',
    ])
  })
})

describe('the digest', () => {
  it('is the SHA-256 of the report’s canonical text', async () => {
    await close()
    const { digest, report: content } = await report()
    expect(digest).toBe(createHash('sha256').update(canonical(content)).digest('hex'))
  })

  it.each(['owners', 'handed_on'])(
    'of a closed review stays, whatever happens later (%s)',
    async (edition) => {
      await close()
      const before = await report(`?edition=${edition}`)
      expect(before.final).toBe(true)
      expect((await report(`?edition=${edition}`)).digest).toBe(before.digest)
      site.clock.now = '2027-02-01T06:00:00.000Z'
      await vote('p5', ADA, 'revoke', '2027-01-01T06:00:00.000Z')
      await removed('p5', '2027-01-20T06:00:00.000Z')
      await site.register
        .update(s.decisions)
        .set({ endedAt: '2027-01-02T06:00:00.000Z', endedBecause: 'reopened' })
      await site.register
        .update(s.revocations)
        .set({ rejoinedAt: '2027-01-02T06:00:00.000Z', rejoinedHow: 'way_back' })
      await site.register
        .insert(s.audits)
        .values({ ...anAudit('audit-2', '2027-01-02T06:00:00.000Z'), orgId: 100 })
      await frozen('2026-Q4', '2027-01-02T06:00:00.000Z', 'audit-2', 3)
      await site.putRules({ noticeDays: 20 })
      await site.register.run(`update organizations set login = 'Lichen-renamed' where id = 100`)
      const answer = await site.visit(
        `/api/orgs/lichen-renamed/reviews/review-1/report?edition=${edition}`,
        OWNER,
      )
      expect(((await answer.json()) as Got).digest).toBe(before.digest)
    },
  )

  it('of one under way changes with the next answer', async () => {
    const before = await report()
    expect(before.final).toBe(false)
    await vote('p5', ADA, 'keep', '2026-11-21T06:00:00.000Z')
    expect((await report()).digest).not.toBe(before.digest)
  })

  it('of the edition to hand on stays after an erasure, and nobody erased stands in either', async () => {
    await leaveTraces(site)
    await site.register.run(
      `update reviews set closed_at = '2026-04-01T06:00:00.000Z' where id = 'old-review'`,
    )
    const [before, owners] = [
      await report('?edition=handed_on', 'old-review'),
      await report('', 'old-review'),
    ]
    expect(JSON.stringify(owners)).toContain(SOMEBODY.login)
    expect(before.report.numbers).toMatchObject({ answered: { revoke: 1, keep: 1 }, removals: { proven: 1 } })
    const erased = await site.visit(`/api/orgs/lichen/accounts/${SOMEBODY.login}/erasure`, OWNER, {
      method: 'POST',
      headers: { origin: HOME, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'asked_by_person', waivesWayBack: true }),
    })
    expect(erased.status).toBe(200)
    expect(await report('?edition=handed_on', 'old-review')).toEqual(before)
    expect(JSON.stringify(await report('', 'old-review'))).not.toMatch(/sen-tinel|zenobia|quince|424242/i)
  })
})

describe('the edition to hand on', () => {
  it('has no name, no login and no reason, in any form', async () => {
    await close()
    for (const path of [
      '/api/orgs/lichen/reviews/review-1/report?edition=handed_on',
      '/api/orgs/lichen/reviews/review-1/report?edition=handed_on&format=markdown',
    ])
      expect(await text(path)).not.toMatch(/\b(ada|teo|bela|p[1-6]|gone sailing)\b/)
    const page = await text('/orgs/lichen/reviews/review-1/report?edition=handed_on')
    expect(/<main[\s\S]*<\/main>/.exec(page)?.[0]).not.toMatch(/\b(ada|teo|bela|p[1-6]|gone sailing)\b/)
  })

  it('says how many were answered as the owners’ does', async () => {
    await close()
    const [owners, handedOn] = [await report(), await report('?edition=handed_on')]
    expect(handedOn.report.numbers).toEqual(owners.report.numbers)
    expect([owners.report.lines?.length, handedOn.report.lines]).toEqual([6, undefined])
  })
})

describe('the report', () => {
  it('is nobody’s who does not own the organisation', async () => {
    for (const path of ['/api/orgs/lichen/reviews/review-1/report', '/orgs/lichen/reviews/review-1/report'])
      for (const edition of ['owners', 'handed_on'])
        expect((await site.visit(`${path}?edition=${edition}`, { id: 9, login: 'zora' })).status).toBe(404)
  })

  it('is linked from the list of reviews, and names its editions, formats and digest', async () => {
    await close()
    expect(await text('/orgs/lichen/reviews')).toContain('/orgs/Lichen/reviews/review-1/report')
    const page = await text('/orgs/lichen/reviews/review-1/report')
    expect(page).toContain((await report()).digest)
    expect(page).toContain('edition=handed_on')
    expect(page).toContain('gone sailing')
  })

  it('lets no name format the Markdown or the page', async () => {
    await site.register.update(s.decisions).set({ reason: '[x](javascript:1) | <b>\n# *hi* \u202e' })
    const markdown = await text('/api/orgs/lichen/reviews/review-1/report?format=markdown')
    expect(markdown).not.toMatch(/\]\(javascript|<b>|^# \*hi|\u202e/m)
    expect(markdown.split('\n').filter((line) => line.startsWith('# '))).toHaveLength(1)
    const page = await text('/orgs/lichen/reviews/review-1/report')
    expect(page).toContain('&lt;b&gt;')
    expect(page).not.toMatch(/\| <b>|\u202e/)
  })

  it('refuses an edition that it does not have', async () => {
    expect((await site.visit('/api/orgs/lichen/reviews/review-1/report?edition=x', OWNER)).status).toBe(422)
    expect((await site.visit('/orgs/lichen/reviews/review-1/report?edition=x', OWNER)).status).toBe(422)
  })

  it('writes into the history who looked at names', async () => {
    const acts = async () => (await site.register.query.history.findMany()).length
    await report('?edition=handed_on')
    const before = await acts()
    await report()
    expect(await acts()).toBe(before + 1)
  })
})
