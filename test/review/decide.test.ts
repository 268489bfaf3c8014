/** Owners answer proposals, once each and never on their own case; a decision alone removes nobody. */

import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { Instant } from '../../src/policy/words.ts'
import { findHistoryPage, verifyHistory } from '../../src/register/history/history-list.ts'
import { decisions, proposals, reviews, revocations } from '../../src/register/schema.ts'
import { decide, decideMany, openReview, startRevocation } from '../../src/review.ts'
import { ATLAS, act, commit, give, LAB, mara, NOW, PEOPLE, teo } from '../fixtures/register/organization.ts'
import {
  acts,
  asked,
  codeOf,
  freshReview,
  opened,
  platform,
  register,
  revoke,
} from '../fixtures/register/review.ts'

freshReview()

/** Whom a review asks about that opens at this moment and is closed at once. */
async function askedAt(at: Instant): Promise<readonly string[]> {
  const next = await openReview(platform, LAB, mara, at)
  const found = await asked(next.id)
  await register.update(reviews).set({ closedAt: at }).where(eq(reviews.id, next.id))
  await register.update(proposals).set({ status: 'carried_over' }).where(eq(proposals.status, 'open'))
  return found.flatMap(({ subject }) => (subject.kind === 'account' ? [subject.login] : []))
}

describe('deciding', () => {
  test('an owner decides; it is recorded with who and why', async () => {
    const { of } = await opened()
    const answer = await decide(platform, of('felix').id, revoke, NOW)
    expect(answer.status).toBe('decided')
    const [newest] = (await findHistoryPage(register, LAB.id, null, 1)).items
    expect(newest).toMatchObject({ act: 'decided', actor: mara, subject: { login: 'felix' } })
    expect(newest?.sentence).toContain('Thank you for everything.')
    expect(platform.messages.map(({ kind }) => kind)).toEqual(['review_opened', 'decided'])
  })

  test('the same voter again is refused and recorded once; a second owner may agree', async () => {
    const { of } = await opened()
    await decide(platform, of('felix').id, revoke, NOW)
    expect(await codeOf(decide(platform, of('felix').id, revoke, NOW))).toBe('conflict')
    expect((await decide(platform, of('felix').id, { ...revoke, by: teo }, NOW)).status).toBe('decided')
    expect(await register.$count(decisions)).toBe(2)
    expect(await asked(of('felix').reviewId, 'decided')).toHaveLength(1)
  })

  test('two clicks at one moment are one decision', async () => {
    const { of } = await opened()
    const both = await Promise.allSettled([1, 2].map(() => decide(platform, of('felix').id, revoke, NOW)))
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await register.$count(decisions)).toBe(1)
    expect((await acts()).filter((each) => each === 'decided')).toHaveLength(1)
  })

  test('nobody decides on their own case, and nobody but owners decides', async () => {
    const { of } = await opened()
    const felix = { kind: 'person', id: PEOPLE.felix, login: 'felix' } as const
    expect(await codeOf(decide(platform, of('felix').id, { ...revoke, by: felix }, NOW))).toBe('forbidden')
    expect(
      await codeOf(decide(platform, of('dora').id, { ...revoke, by: felix, voterRole: 'none' }, NOW)),
    ).toBe('forbidden')
    expect(await register.$count(decisions)).toBe(0)
  })

  test("an owner's access needs a second vote, and the operator has no vote on it", async () => {
    const { of } = await opened()
    const operator = { ...revoke, by: { kind: 'operator' }, voterRole: 'operator' } as const
    expect(await codeOf(decide(platform, of('gus').id, operator, NOW))).toBe('forbidden')
    expect((await decide(platform, of('gus').id, revoke, NOW)).status).toBe('needs_second')
    expect(await codeOf(startRevocation(platform, of('gus').id, mara, NOW))).toBe('conflict')
    expect(platform.started).toEqual([])
  })

  test('someone who has become active is not decided about: the proposal goes stale and says why', async () => {
    const { of } = await opened()
    await act(register, commit(PEOPLE.felix, '2026-11-22T07:00:00.000Z'))
    expect(await codeOf(decide(platform, of('felix').id, revoke, '2026-11-22T08:00:00.000Z'))).toBe(
      'conflict',
    )
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
    expect(await codeOf(decide(platform, of('dora').id, revoke, NOW))).toBe('conflict')
    expect((await decide(platform, of('felix').id, revoke, NOW)).status).toBe('decided')
  })

  test('several at once need a reason, and one refusal stops no other', async () => {
    const { of } = await opened()
    const ids = [of('felix').id, of('dora').id, of('gus').id, 'no-such-proposal']
    const without = await decideMany(platform, ids, { ...revoke, reason: ' ' }, NOW)
    expect(without.decided).toEqual([])
    const both = await decideMany(platform, ids, revoke, NOW)
    expect(both.decided.map(({ status }) => status)).toEqual(['decided', 'decided', 'needs_second'])
    expect(both.refused).toHaveLength(1)
    expect(platform.messages.filter(({ kind }) => kind === 'decided')).toHaveLength(1)
  })

  test.each([
    ['way_back', false],
    ['sync', true],
  ] as const)(
    'who came back by %s is asked about by the next review: %s; after the window everybody is',
    async (rejoinedHow, isAsked) => {
      const { id, of } = await opened()
      const felix = of('felix').id
      await register.update(proposals).set({ status: 'done' }).where(eq(proposals.id, felix))
      await register.insert(revocations).values({
        ...{ id: felix, orgId: LAB.id, status: 'done', startedBy: mara, startedAt: NOW, attempt: 1 },
        ...{ rehearsal: false, verified: true, rejoinedHow, rejoinedAt: NOW },
      })
      await register.update(reviews).set({ closedAt: NOW }).where(eq(reviews.id, id))
      await register.update(proposals).set({ status: 'carried_over' }).where(eq(proposals.status, 'open'))
      expect((await askedAt('2027-02-01T00:00:00.000Z')).includes('felix')).toBe(isAsked)
      expect(await askedAt('2027-06-01T00:00:00.000Z')).toContain('felix')
    },
  )

  test('somebody who is kept until a day is not asked about again before it', async () => {
    const { id, of } = await opened()
    await decide(platform, of('felix').id, { ...revoke, decision: 'keep', until: '2027-03-01' }, NOW)
    await register.update(reviews).set({ closedAt: NOW }).where(eq(reviews.id, id))
    await register.update(proposals).set({ status: 'carried_over' }).where(eq(proposals.status, 'open'))
    expect(await askedAt('2027-02-01T00:00:00.000Z')).not.toContain('felix')
    expect(await askedAt('2027-03-02T00:00:00.000Z')).toContain('felix')
  })

  test('a downgrade is a plan of its own, and only ever to a lower role', async () => {
    const { of } = await opened()
    const downgrade = { ...revoke, decision: 'downgrade', role: 'admin' } as const
    expect(await codeOf(decide(platform, of('petra').id, downgrade, NOW))).toBe('invalid')
    await decide(platform, of('petra').id, { ...downgrade, role: 'triage' }, NOW)
    const [decision] = await register.select().from(decisions)
    expect(decision?.plan).toMatchObject([{ action: 'lower_repository_role', role: 'triage' }])
  })

  test('the history holds every step and verifies', async () => {
    const { of } = await opened()
    await decideMany(platform, [of('felix').id, of('dora').id], revoke, NOW)
    await startRevocation(platform, of('felix').id, mara, NOW)
    expect(await acts()).toEqual(['revocation_started', 'decided', 'decided', 'review_opened'])
    expect(await verifyHistory(register, LAB.id)).toMatchObject({ ok: true, entries: 4 })
  })
})
