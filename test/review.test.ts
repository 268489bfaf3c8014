/** A review asks, takes answers, reminds and closes; nothing in it removes anybody. */

import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { Refusal } from '../src/policy/refusal.ts'
import { historyPage, verifyHistory } from '../src/register/history.ts'
import { listProposals } from '../src/register/listing/proposals.ts'
import type { Register } from '../src/register/open.ts'
import { openReviewOf } from '../src/register/reviews.ts'
import { revocationOf } from '../src/register/revocations.ts'
import { audits, decisions, organizations, proposals, reviews, verdicts } from '../src/register/schema.ts'
import {
  addProposals,
  carryOver,
  decide,
  decideMany,
  dueReviews,
  openReview,
  requestRevocation,
} from '../src/review.ts'
import { ATLAS, act, anAudit, anOutside, commit, give, LAB, mara, NOW, PEOPLE, settle, teo } from './lab.ts'
import { freshRegister } from './register.ts'

let register: Register
let outside: ReturnType<typeof anOutside>

beforeEach(async () => {
  register = await freshRegister()
  await settle(register)
  outside = anOutside(register)
})

const opened = async () => {
  const { id } = await openReview(outside, LAB, mara, NOW)
  const frozen = await asked(id)
  const of = (login: string) => {
    const found = frozen.find(({ subject }) => subject.kind === 'account' && subject.login === login)
    if (found === undefined) throw new Error(`${login} was not proposed`)
    return found
  }
  return { id, frozen, of }
}

const revoke = {
  by: mara,
  voterRole: 'owner',
  decision: 'revoke',
  reason: 'Thank you for everything.',
} as const

/** The proposals of a review, riskiest first. */
const asked = async (reviewId: string, status?: string) => {
  const { items } = await listProposals(register, LAB.id, reviewId, null, 500)
  return items.filter((each) => status === undefined || each.status === status)
}

const codeOf = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt
    return 'nothing was refused'
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.code
  }
}

const acts = async () => (await historyPage(register, LAB.id, null, 100)).items.map((entry) => entry.act)

describe('opening', () => {
  test('asks about everybody inactive, the riskiest first, and about nobody else', async () => {
    const { frozen } = await opened()
    const logins = frozen.map(({ subject }) => (subject.kind === 'account' ? subject.login : subject.name))
    expect(logins[0]).toBe('gus')
    expect(logins.toSorted()).toEqual(['dora', 'felix', 'gus', 'petra'])
  })

  test('freezes the plan: membership first, then what remains', async () => {
    const { of } = await opened()
    expect(of('felix').plan.map(({ action }) => action)).toEqual([
      'remove_membership',
      'remove_team_membership',
    ])
    expect(of('petra').plan.map(({ action }) => action)).toEqual([
      'remove_outside_collaborator',
      'remove_repository_role',
    ])
    expect(of('gus').risk.privileged).toBe(true)
  })

  test('tells the channels with the head of the history, and writes it down', async () => {
    await opened()
    expect(outside.letters.map(({ kind }) => kind)).toEqual(['review_opened'])
    expect(outside.letters[0]?.lines.join(' ')).toContain('History: entry 1')
    expect(await acts()).toEqual(['review_opened'])
  })

  test('a second one is refused while one is open, and changes nothing', async () => {
    await opened()
    expect(await codeOf(openReview(outside, LAB, mara, NOW))).toBe('conflict')
    expect(await register.$count(reviews)).toBe(1)
    expect(await acts()).toEqual(['review_opened'])
  })

  test('is refused before the first audit has finished', async () => {
    await register.delete(audits)
    expect(await codeOf(openReview(outside, LAB, mara, NOW))).toBe('conflict')
  })

  test('unreadable rules open nothing', async () => {
    await register.update(organizations).set({ rules: '{"windowMonths": "soon"}' })
    expect(await codeOf(openReview(outside, LAB, mara, NOW))).toBe('unavailable')
    expect(await register.$count(reviews)).toBe(0)
  })

  test('missing data is unknown, and an unknown is never proposed', async () => {
    const unknown = {
      verdict: 'unknown',
      gaps: [{ source: 'probe', where: 'lichen-lab/atlas', reason: 'GitHub failed' }],
    }
    await register
      .update(verdicts)
      .set({ verdict: 'unknown', facts: JSON.stringify(unknown) })
      .where(eq(verdicts.accountId, PEOPLE.felix))
    const { frozen } = await opened()
    expect(frozen.map(({ subject }) => subject.kind === 'account' && subject.login)).not.toContain('felix')
  })
})

describe('deciding', () => {
  test('an owner decides; it is written down with who and why', async () => {
    const { of } = await opened()
    const answer = await decide(outside, of('felix').id, revoke, NOW)
    expect(answer.status).toBe('decided')
    const [newest] = (await historyPage(register, LAB.id, null, 1)).items
    expect(newest).toMatchObject({ act: 'decided', actor: mara, subject: { login: 'felix' } })
    expect(newest?.sentence).toContain('Thank you for everything.')
    expect(outside.letters.map(({ kind }) => kind)).toEqual(['review_opened', 'decided'])
  })

  test('the same voter again is refused and recorded once; a second owner may agree', async () => {
    const { of } = await opened()
    await decide(outside, of('felix').id, revoke, NOW)
    expect(await codeOf(decide(outside, of('felix').id, revoke, NOW))).toBe('conflict')
    expect((await decide(outside, of('felix').id, { ...revoke, by: teo }, NOW)).status).toBe('decided')
    expect(await register.$count(decisions)).toBe(2)
    expect(await asked(of('felix').reviewId, 'decided')).toHaveLength(1)
  })

  test('two clicks at one moment are one decision', async () => {
    const { of } = await opened()
    const both = await Promise.allSettled([1, 2].map(() => decide(outside, of('felix').id, revoke, NOW)))
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await register.$count(decisions)).toBe(1)
    expect((await acts()).filter((each) => each === 'decided')).toHaveLength(1)
  })

  test('nobody decides on their own case, and nobody but owners decides', async () => {
    const { of } = await opened()
    const felix = { kind: 'person', id: PEOPLE.felix, login: 'felix' } as const
    expect(await codeOf(decide(outside, of('felix').id, { ...revoke, by: felix }, NOW))).toBe('forbidden')
    expect(
      await codeOf(decide(outside, of('dora').id, { ...revoke, by: felix, voterRole: 'none' }, NOW)),
    ).toBe('forbidden')
    expect(await register.$count(decisions)).toBe(0)
  })

  test("an owner's key needs a second vote, and the operator has none on it", async () => {
    const { of } = await opened()
    const operator = { ...revoke, by: { kind: 'operator' }, voterRole: 'operator' } as const
    expect(await codeOf(decide(outside, of('gus').id, operator, NOW))).toBe('forbidden')
    expect((await decide(outside, of('gus').id, revoke, NOW)).status).toBe('needs_second')
    expect(await codeOf(requestRevocation(outside, of('gus').id, mara, NOW))).toBe('conflict')
    expect(outside.started).toEqual([])
  })

  test('someone who has become active is not decided about: the proposal goes stale and says by what', async () => {
    const { of } = await opened()
    await act(register, commit(PEOPLE.felix, '2026-11-22T07:00:00Z'))
    expect(await codeOf(decide(outside, of('felix').id, revoke, '2026-11-22T08:00:00Z'))).toBe('conflict')
    const [stale] = await asked(of('felix').reviewId, 'stale')
    expect(stale?.stale).toContain('A newer act of theirs')
    expect(await register.$count(decisions)).toBe(0)
  })

  test('a grant that was added makes the proposal stale; one that vanished does not', async () => {
    const { of } = await opened()
    await give(register, [
      { kind: 'repository_role', account: PEOPLE.dora, repository: ATLAS, role: 'write' },
    ])
    await register.run(sql`update grants set closed_at = ${NOW} where kind = 'team_membership'`)
    expect(await codeOf(decide(outside, of('dora').id, revoke, NOW))).toBe('conflict')
    expect((await decide(outside, of('felix').id, revoke, NOW)).status).toBe('decided')
  })

  test('several at once need a reason, and each stands for itself', async () => {
    const { of } = await opened()
    const ids = [of('felix').id, of('dora').id, of('gus').id, 'no-such-proposal']
    const without = await decideMany(outside, ids, { ...revoke, reason: ' ' }, NOW)
    expect(without.decided).toEqual([])
    const both = await decideMany(outside, ids, revoke, NOW)
    expect(both.decided.map(({ status }) => status)).toEqual(['decided', 'decided', 'needs_second'])
    expect(both.refused).toHaveLength(1)
    expect(outside.letters.filter(({ kind }) => kind === 'decided')).toHaveLength(1)
  })

  test('who is kept until a day is not asked about again before it', async () => {
    const { id, of } = await opened()
    await decide(outside, of('felix').id, { ...revoke, decision: 'keep', until: '2027-03-01' }, NOW)
    await register.update(reviews).set({ closedAt: NOW }).where(eq(reviews.id, id))
    await register.update(proposals).set({ status: 'carried_over' }).where(eq(proposals.status, 'open'))
    const askedAt = async (at: string) => {
      const next = await openReview(outside, LAB, mara, at)
      const found = await asked(next.id)
      await register.update(reviews).set({ closedAt: at }).where(eq(reviews.id, next.id))
      await register.update(proposals).set({ status: 'carried_over' }).where(eq(proposals.status, 'open'))
      return found.map(({ subject }) => subject.kind === 'account' && subject.login)
    }
    expect(await askedAt('2027-02-01T00:00:00Z')).not.toContain('felix')
    expect(await askedAt('2027-03-02T00:00:00Z')).toContain('felix')
  })

  test('a downgrade is a plan of its own, and only ever to a lower role', async () => {
    const { of } = await opened()
    const downgrade = { ...revoke, decision: 'downgrade', role: 'admin' } as const
    expect(await codeOf(decide(outside, of('petra').id, downgrade, NOW))).toBe('invalid')
    await decide(outside, of('petra').id, { ...downgrade, role: 'triage' }, NOW)
    const [decision] = await register.select().from(decisions)
    expect(JSON.parse(decision?.plan ?? '[]')).toMatchObject([
      { action: 'lower_repository_role', role: 'triage' },
    ])
  })

  test('the history holds every step and verifies', async () => {
    const { of } = await opened()
    await decideMany(outside, [of('felix').id, of('dora').id], revoke, NOW)
    await requestRevocation(outside, of('felix').id, mara, NOW)
    expect(await acts()).toEqual(['revocation_started', 'decided', 'decided', 'review_opened'])
    expect(await verifyHistory(register, LAB.id)).toMatchObject({ ok: true, entries: 4 })
  })
})

describe('starting a revocation', () => {
  test('nothing is carried out without a decision', async () => {
    const { of } = await opened()
    expect(await codeOf(requestRevocation(outside, of('felix').id, mara, NOW))).toBe('conflict')
    expect(await revocationOf(register, of('felix').id)).toBeNull()
  })

  test('nothing is carried out while notice or cooling time runs, whichever is later', async () => {
    await register.update(organizations).set({ rules: JSON.stringify({ noticeDays: 14, coolingHours: 24 }) })
    const { of } = await opened()
    const decidedAt = '2026-12-06T00:00:00Z'
    await decide(outside, of('felix').id, revoke, decidedAt)
    const early = requestRevocation(outside, of('felix').id, mara, '2026-12-06T23:59:59Z')
    await expect(early).rejects.toMatchObject({
      code: 'not_before',
      facts: { notBefore: '2026-12-07T00:00:00Z' },
    })
    expect(outside.started).toEqual([])
    await requestRevocation(outside, of('felix').id, mara, '2026-12-07T00:00:00Z')
    expect(outside.started).toEqual([{ id: of('felix').id, attempt: 1 }])
  })

  test('a double click starts one revocation', async () => {
    const { of } = await opened()
    await decide(outside, of('felix').id, revoke, NOW)
    await Promise.all([1, 2].map(() => requestRevocation(outside, of('felix').id, mara, NOW)))
    expect(await revocationOf(register, of('felix').id)).toMatchObject({ attempt: 1, status: 'pending' })
    expect(new Set(outside.started.map((start) => JSON.stringify(start))).size).toBe(1)
    expect((await acts()).filter((each) => each === 'revocation_started')).toHaveLength(1)
  })

  test('a pause stops every start', async () => {
    const { of } = await opened()
    await decide(outside, of('felix').id, revoke, NOW)
    await register.update(organizations).set({ pausedAt: NOW })
    expect(await codeOf(requestRevocation(outside, of('felix').id, mara, NOW))).toBe('conflict')
  })
})

describe('the calendar', () => {
  const elevenAuthors = async () => {
    for (let n = 0; n < 11; n += 1) {
      await register.run(
        sql`insert into accounts (id, login, type) values (${900 + n}, ${`author-${n}`}, 'User')`,
      )
      await register.run(sql`insert into activity (org_id, account_id, repository_id, kind, at, source)
        values (${LAB.id}, ${900 + n}, ${ATLAS}, 'commit', '2026-10-01T00:00:00Z', 'probe')`)
    }
  }

  test('opens once a quarter after a complete audit, with more than ten contributors', async () => {
    await elevenAuthors()
    await dueReviews(outside, NOW)
    await dueReviews(outside, NOW)
    expect(await register.$count(reviews)).toBe(1)
    expect((await openReviewOf(register, LAB.id))?.scope).toEqual({
      contributors: 11,
      countedTo: 11,
      because: 'contributors',
    })
  })

  test('waits for an audit of the new quarter', async () => {
    await elevenAuthors()
    await dueReviews(outside, '2027-01-02T00:00:00Z')
    expect(await register.$count(reviews)).toBe(0)
    await register.insert(audits).values(anAudit('audit-2', '2027-01-02T06:00:00Z'))
    await dueReviews(outside, '2027-01-02T07:00:00Z')
    expect((await openReviewOf(register, LAB.id))?.quarter).toBe('2027-Q1')
  })

  test('reminds with back-off, each reminder once, and never revokes for want of an answer', async () => {
    const { id } = await opened()
    const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}T07:00:00Z`
    await dueReviews(outside, day(23))
    await dueReviews(outside, day(29))
    await dueReviews(outside, day(29))
    await dueReviews(outside, day(30))
    expect(outside.letters.filter(({ kind }) => kind === 'reminder')).toHaveLength(1)
    await dueReviews(outside, '2026-12-14T07:00:00Z')
    for (const at of ['2026-12-20T07:00:00Z', '2026-12-27T07:00:00Z']) await dueReviews(outside, at)
    expect(outside.letters.filter(({ kind }) => kind === 'reminder').length).toBeLessThanOrEqual(4)
    expect(outside.started).toEqual([])
    expect(await asked(id, 'open')).toHaveLength(4)
  })

  test('closes when the quarter is over and carries the unanswered over', async () => {
    const { id } = await opened()
    await dueReviews(outside, '2027-01-01T00:17:00Z')
    expect(await openReviewOf(register, LAB.id)).toBeNull()
    expect(await asked(id, 'carried_over')).toHaveLength(4)
  })

  test("one organisation's unreadable rules do not stop the others", async () => {
    await opened()
    await register
      .insert(organizations)
      .values({ id: 1, login: 'aaa', nodeId: 'O_a', rules: 'not JSON', firstSeen: NOW })
    await dueReviews(outside, '2027-01-01T00:17:00Z')
    expect(await openReviewOf(register, LAB.id)).toBeNull()
  })
})

describe('between audits', () => {
  test('what an audit newly finds is added to the running review once', async () => {
    const { id } = await opened()
    await register
      .update(verdicts)
      .set({
        verdict: 'inactive',
        facts: JSON.stringify({ verdict: 'inactive', newest: null, since: NOW, heldSinceBefore: NOW }),
      })
      .where(eq(verdicts.accountId, PEOPLE.teo))
    expect(await addProposals(outside, LAB, 'audit-2', NOW)).toEqual({ added: 1, stale: 0 })
    expect(await addProposals(outside, LAB, 'audit-2', NOW)).toEqual({ added: 0, stale: 0 })
    expect(await asked(id)).toHaveLength(5)
  })

  test('who came back to life goes stale in the open review', async () => {
    const { of } = await opened()
    await act(register, commit(PEOPLE.felix, '2026-11-22T07:00:00Z'))
    expect(await addProposals(outside, LAB, 'audit-2', '2026-11-23T06:00:00Z')).toEqual({
      added: 0,
      stale: 1,
    })
    expect(await codeOf(decide(outside, of('felix').id, revoke, '2026-11-23T07:00:00Z'))).toBe('conflict')
  })

  test('the rest is carried over with one reasoned click', async () => {
    const { id, of } = await opened()
    await decide(outside, of('felix').id, revoke, NOW)
    expect(await codeOf(carryOver(outside, id, { by: mara, voterRole: 'owner', reason: '' }, NOW))).toBe(
      'invalid',
    )
    await carryOver(outside, id, { by: mara, voterRole: 'owner', reason: 'Conference season.' }, NOW)
    expect(await asked(id, 'carried_over')).toHaveLength(3)
    expect(await asked(id, 'decided')).toHaveLength(1)
  })
})
