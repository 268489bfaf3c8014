/** One person's page: the verdict in a sentence, how access is held, two years by month, and what is asked about them. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { Grant, Verdict } from '../../src/policy/words.ts'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { verdictsStatement } from '../../src/register/activity/verdicts.ts'
import { together } from '../../src/register/open.ts'
import { decisions, proposals, reviews } from '../../src/register/schema.ts'
import { ABOUT_BELA } from '../fixtures/register/about-bela.ts'
import { belaAsked } from '../fixtures/register/bela-asked.ts'
import { BELAS_PAGE, belasPage, wordsOf } from '../fixtures/register/person-page.ts'
import { belaDid, READ_SINCE, readAtlas } from '../fixtures/register/read-atlas.ts'
import { IDLE, NOW, OWNER, openSite, type Site } from '../fixtures/register/site.ts'

let site: Site
beforeEach(async () => {
  site = await openSite()
})

const html = (person = OWNER) => belasPage(site, person)
const text = async (person = OWNER) => wordsOf(await html(person))

async function judged(verdict: Verdict): Promise<void> {
  await verdictsStatement(site.register, 100, 'audit-1', [{ account: IDLE.id, verdict }])
}

const grant = (...grants: Grant[]) =>
  together(site.register, grantsStatements(site.register, 100, grants, NOW))

it('has another address once they have renamed themselves, and the old one says so', async () => {
  await site.register.run("update accounts set login = 'bela-of-moss' where id = 2")
  const old = await site.api('/api/orgs/lichen/accounts/bela')
  expect([old.status, await old.text()]).toEqual([
    404,
    expect.stringMatching(/nobody who holds access, or held it since the first audit, is called that now/),
  ])
  const now = await site.api('/api/orgs/lichen/accounts/bela-of-moss')
  expect([now.status, await now.json()]).toMatchObject([200, { id: IDLE.id }])
})

describe('the verdict', () => {
  beforeEach(() => readAtlas(site))

  it('of somebody inactive names the newest act, its link, the role that would do and the one that is held', async () => {
    expect(await text()).toContain(
      'inactive Last active at most 9 months ago, a push in atlas on 3 February 2026.',
    )
    expect(await html()).toContain(
      '<a href="https://github.example/p/1">a push in atlas on 3 February 2026</a>',
    )
    // A push needs what they hold, and no smaller role would do.
    expect(await text()).not.toContain('would do')
    await grant({ kind: 'repository_role', account: IDLE.id, repository: 10, role: 'maintain' })
    expect(await text()).toContain(
      'In the last twelve months bela was only seen to push: write would do; they hold maintain on 1 repository.',
    )
    expect(await text()).toContain('from 22 May 2026 on, nothing of theirs was found.')
    expect(await text()).toContain('What maintain and admin are used for leaves no trace that can be read')
  })

  it('of somebody of whom nothing is known within a year suggests no role', async () => {
    await site.register.run("update activity set at = '2025-02-03T10:00:00.000Z'")
    expect(await text()).toContain(
      'Nothing is known of bela from the last twelve months, and they hold write on 1 repository.',
    )
  })

  it('of somebody active is their newest act, and suggests nothing where it needs what they hold', async () => {
    await belaDid(site, 'push', '2026-11-20T10:00:00.000Z')
    const by = {
      account: IDLE.id,
      repository: 10,
      kind: 'push',
      at: NOW,
      url: null,
      source: 'probe',
    } as const
    await judged({ verdict: 'active', by })
    expect(await text()).toContain('active Last active yesterday, a push in atlas on 20 November 2026.')
    expect(await text()).not.toContain('No act of theirs')
  })

  const REASONS: readonly (readonly [Verdict, string])[] = [
    [
      { verdict: 'new', because: 'access', since: '2026-10-01T00:00:00.000Z' },
      'new Has had access here only since 1 October 2026: too short to judge. Last active 9 months ago, a push',
    ],
    [
      { verdict: 'exempt', because: 'exemption', reason: 'Runs the mirrors.', until: null },
      'exempt Not judged: Runs the mirrors. Last active 9 months ago, a push',
    ],
    [
      {
        verdict: 'unknown',
        gaps: [
          { source: 'discussions', where: 'the whole organisation', reason: 'The permission is missing.' },
        ],
      },
      'so nothing is proposed. Last active at most 9 months ago, a push',
    ],
    [
      { verdict: 'inactive', newest: null, since: READ_SINCE, heldSinceBefore: READ_SINCE },
      'inactive No act of theirs is known; access held since before 22 May 2026',
    ],
  ]

  it.each(REASONS)('%j is its own sentence', async (verdict, sentence) => {
    if (verdict.verdict === 'inactive') {
      await site.register.run('delete from activity')
      await site.register.run('delete from acts_by_month')
    }
    await judged(verdict)
    expect(await text()).toContain(sentence)
  })

  it('of somebody who holds nothing any more is that they hold nothing', async () => {
    await site.register.run(`update grants set closed_at = '${NOW}' where account_id = 2`)
    const page = await html()
    expect(wordsOf(page)).toContain('Holds nothing here any more.')
    expect(page).not.toContain('class="verdict unknown"')
    expect(wordsOf(page)).toContain('bela has no access to Lichen.')
  })

  it('leads to the question while it waits for an answer, and not after', async () => {
    expect(await text()).not.toContain('To the question')
    site = await belaAsked()
    expect(await html()).toMatch(/href="[^"]*\?proposal=about-bela#proposal-about-bela">To the question/)
    await site.register.update(proposals).set({ status: 'kept' })
    expect(await text()).not.toContain('To the question')
  })
})

describe('this review', () => {
  it('says what is asked, answered and from when on, as the review says it, and leads to the change', async () => {
    site = await belaAsked()
    expect(await text()).toContain('This review No answer yet')
    expect(await text()).toContain('Notice Nobody has told them yet.')
    await site.send('/orgs/lichen/reviews/review-1/decisions', OWNER, {
      'answer.about-bela': 'revoke',
      reason: 'Has moved on.',
    })
    expect(await text()).toContain(
      'revoke by ada on 22 November 2026: “Has moved on”. Carried out 14 days after they have been told.',
    )
    const told = { sentAt: NOW.slice(0, 10), way: 'mail' }
    await site.visit('/api/proposals/about-bela/notice', OWNER, {
      method: 'POST',
      headers: { origin: 'https://keys.example', 'content-type': 'application/json' },
      body: JSON.stringify(told),
    })
    expect(await text()).toContain('Carried out from 6 December 2026 on, unless they act or answer.')
    expect(await text()).toContain('Told on 22 November 2026 by mail.')
    expect(await html()).toContain('?view=decided&amp;change=about-bela#proposal-about-bela">Change</a>')
  })

  it('offers no change to whoever has no vote: the person themselves, and a token', async () => {
    site = await belaAsked()
    const vote = { by: { kind: 'person', ...OWNER }, voter: 'person:1', at: NOW, until: null } as const
    await site.register
      .insert(decisions)
      .values({ ...vote, id: 'd', proposalId: 'about-bela', decision: 'revoke', reason: 'x', plan: [] })
    await site.register.update(proposals).set({ status: 'decided' })
    expect(await html()).toContain('>Change</a>')
    site.owners.add(IDLE.id)
    expect(await html(IDLE)).not.toContain('>Change</a>')
    expect(await (await site.api(BELAS_PAGE)).text()).not.toContain('>Change</a>')
  })

  it('stands apart from what earlier reviews asked', async () => {
    site = await belaAsked()
    await site.register.insert(reviews).values({
      ...{ id: 'review-0', orgId: 100, quarter: '2026-Q3', openedAt: NOW, dueAt: NOW, closedAt: NOW },
      ...{ openedBy: { kind: 'calendar' }, auditId: 'audit-0' },
      scope: { contributors: null, countedTo: 11, because: 'calendar' },
    })
    await site.register
      .insert(proposals)
      .values({ ...ABOUT_BELA, id: 'before', reviewId: 'review-0', status: 'carried_over' })
    const shown = await text()
    expect(shown).toContain('This review No answer yet')
    expect(shown).toContain('Before 2026-Q3 No answer, carried over')
    await site.register.insert(decisions).values({
      ...{ id: 'd', proposalId: 'before', by: { kind: 'person', ...OWNER }, voter: 'person:1', at: NOW },
      ...{ decision: 'keep', until: '2027-02-01T00:00:00.000Z', reason: 'On parental leave.', plan: [] },
    })
    await site.register.run("update proposals set status = 'kept' where id = 'before'")
    expect(await text()).toContain('by ada on 22 November 2026: “On parental leave”. Kept')
  })

  it('has the keys that GitHub says are theirs', async () => {
    expect(await text()).toContain('Other keys Deploy key docs on atlas, never used')
  })
})
