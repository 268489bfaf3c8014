/** What people answer, and when they are away, against a removal that is decided, waits, or is under way. */

import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { decisions, history, historyTexts, leaves, proposals } from '../../src/register/schema.ts'
import { decide, endLeave, startRevocation, takeAnswerBack } from '../../src/review.ts'
import { ask, isAway, later, person, revoke, says, standingVotes } from '../fixtures/github/answering.ts'
import {
  decided,
  fixture,
  freshGitHub,
  isMember,
  organization,
  owner,
  statusOf,
  untouched,
  writes,
} from '../fixtures/github/revoking.ts'

freshGitHub()

const proposalOf = async (id: string) =>
  await fixture.register.query.proposals.findFirst({ where: (row) => eq(row.id, id) })

describe('an answer', () => {
  test('opens what was decided again, and after a fresh decision it may be carried out', async () => {
    const id = await ask('felix-moreau')
    await decide(fixture.platform, id, { ...revoke, by: owner() }, fixture.now)
    const answered = await says('felix-moreau', id, 'still_needed', { text: 'The lichen release.' }, later(1))
    expect(answered).toMatchObject({ status: 'open', sentence: expect.stringContaining('decide afresh') })
    expect(await proposalOf(id)).toMatchObject({ status: 'open', reopened: { kind: 'answer' } })
    expect(await standingVotes(id)).toEqual([])
    await expect(startRevocation(fixture.platform, id, owner(), later(1))).rejects.toThrow('was decided')
    await decide(fixture.platform, id, { ...revoke, by: owner() }, later(2))
    await startRevocation(fixture.platform, id, owner(), later(2))
    await fixture.carry(id, { now: later(2) })
    expect([await statusOf(id), isMember('felix-moreau')]).toEqual(['done', false])
  })

  test('that comes while it is carried out stops it before anything is sent', async () => {
    const id = await decided('felix-moreau')
    await fixture.carry(id, {
      before: async ({ kind }) => {
        if (kind === 'remove') await says('felix-moreau', id, 'wrong')
      },
    })
    expect((await untouched(id))?.status).toBe('withdrawn')
    expect([await statusOf(id), isMember('felix-moreau')]).toEqual(['open', true])
  })

  test('that comes when a part is gone stops the rest, and does not give that part back', async () => {
    const id = await decided('iris-blum')
    let sentence = ''
    await fixture.carry(id, {
      before: async ({ kind }) => {
        if (kind === 'verify') ({ sentence } = await says('iris-blum', id, 'still_needed'))
      },
    })
    expect(writes().length).toBeGreaterThan(0)
    expect(sentence).toContain('is not given back by this answer')
  })

  test('newer than the decision stops the removal even where the proposal was not opened again', async () => {
    const id = await decided('felix-moreau')
    await says('felix-moreau', id, 'still_needed', {}, later(1))
    // As if the answer and the decision had crossed.
    await fixture.register.update(proposals).set({ status: 'running' }).where(eq(proposals.id, id))
    await fixture.register
      .update(decisions)
      .set({ endedAt: null, endedBecause: null })
      .where(eq(decisions.proposalId, id))
    await fixture.carry(id, { now: later(2) })
    expect((await untouched(id))?.status).toBe('withdrawn')
    expect(await proposalOf(id)).toMatchObject({ status: 'open', reopened: { kind: 'answer' } })
  })

  test('is changed as often as they like, and each stays with its end', async () => {
    const id = await ask('felix-moreau')
    await says('felix-moreau', id, 'still_needed')
    await says('felix-moreau', id, 'wrong', {}, later(1))
    await says('felix-moreau', id, 'step_down', {}, later(2))
    expect(await statusOf(id)).toBe('decided')
    await takeAnswerBack(fixture.platform, { proposalId: id, by: person('felix-moreau') }, later(3))
    expect([await statusOf(id), await standingVotes(id)]).toEqual(['open', []])
    const rows = await fixture.register.query.answers.findMany()
    expect(rows.map(({ answer, endedAt }) => [answer, endedAt === null]).sort()).toEqual([
      ['step_down', false],
      ['still_needed', false],
      ['wrong', false],
    ])
  })

  test('of being away, taken back, asks again and ends the leave; the votes of before count no more', async () => {
    const id = await ask('felix-moreau')
    await decide(fixture.platform, id, { ...revoke, by: owner() }, fixture.now)
    await says('felix-moreau', id, 'away', { until: '2027-05-01' }, later(1))
    expect(await statusOf(id)).toBe('stale')
    await takeAnswerBack(fixture.platform, { proposalId: id, by: person('felix-moreau') }, later(2))
    expect(await proposalOf(id)).toMatchObject({ status: 'open', stale: null, reopened: { kind: 'answer' } })
    expect(await standingVotes(id)).toEqual([])
    const left = await fixture.register.select().from(leaves)
    expect(left.map(({ endedAt }) => endedAt)).toEqual([later(2)])
  })

  test('keeps its words out of the chain, out of facts and out of what others see', async () => {
    const id = await ask('felix-moreau')
    await decide(fixture.platform, id, { ...revoke, by: owner() }, fixture.now)
    await says('felix-moreau', id, 'still_needed', { text: 'My secret reason.' }, later(1))
    const chain = JSON.stringify(await fixture.register.select().from(history))
    expect(chain).not.toContain('secret')
    const texts = await fixture.register.select().from(historyTexts)
    const [entry] = texts.flatMap(({ text }) => {
      const parsed = JSON.parse(text) as { sentence: string; facts: object }
      return parsed.sentence.includes('secret') ? [parsed] : []
    })
    expect(JSON.stringify(entry?.facts)).not.toContain('secret')
    expect(JSON.stringify(await proposalOf(id))).not.toMatch(/secret|still/)
  })

  test.each(['mara-voss', 'carla-nunes'])(
    'about somebody else is answered as if there were none: %s',
    async (who) => {
      const id = await ask('felix-moreau')
      await expect(says(who, id, 'step_down')).rejects.toMatchObject({ code: 'not_found' })
      expect(await statusOf(id)).toBe('open')
    },
  )
})

describe('SECURITY.md, row 11: a hijacked dormant owner', () => {
  test.each([
    ['still_needed', {}],
    ['away', { until: '2027-05-01' }],
    ['wrong', {}],
  ] as const)('who answers %s does not get the question off the table', async (answer, more) => {
    const id = await ask('ines-okafor')
    await decide(fixture.platform, id, { ...revoke, by: owner() }, fixture.now)
    await decide(fixture.platform, id, { ...revoke, by: person('teo-lindqvist') }, fixture.now)
    await says('ines-okafor', id, answer, more, later(1))
    expect(await statusOf(id)).toBe('open')
    // Two owners decide afresh; leave may hold it back, and no more.
    await decide(fixture.platform, id, { ...revoke, by: owner() }, later(2))
    await decide(fixture.platform, id, { ...revoke, by: person('teo-lindqvist') }, later(2))
    expect(await statusOf(id)).toBe('decided')
    const afterLeave = answer === 'away' ? ('2027-05-02T06:00:00.000Z' as const) : later(3)
    await startRevocation(fixture.platform, id, owner(), afterLeave)
    await fixture.carry(id, { now: afterLeave })
    expect([await statusOf(id), isMember('ines-okafor')]).toEqual(['done', false])
  })

  test('stays a woken key whatever they answer: an owner has to make sure that it is them', async () => {
    const id = await ask('ines-okafor')
    const act = {
      kind: 'act',
      why: 'A newer act of theirs is known by now: a push.',
      at: fixture.now,
    } as const
    await fixture.register.update(proposals).set({ reopened: act }).where(eq(proposals.id, id))
    await says('ines-okafor', id, 'still_needed')
    expect(await proposalOf(id)).toMatchObject({ status: 'open', reopened: act })
  })
})

describe('leave', () => {
  test('is removed from nobody who is away, whoever starts it', async () => {
    const id = await ask('rosa-campos')
    await decide(fixture.platform, id, { ...revoke, by: owner() }, fixture.now)
    await decide(fixture.platform, id, { ...revoke, by: person('teo-lindqvist') }, fixture.now)
    await isAway('rosa-campos')
    await expect(startRevocation(fixture.platform, id, owner(), fixture.now)).rejects.toMatchObject({
      code: 'conflict',
      facts: { why: 'away' },
    })
    await expect(
      startRevocation(fixture.platform, id, { kind: 'operator' }, fixture.now),
    ).rejects.not.toMatchObject({ sentence: expect.stringContaining('2027') })
  })

  test('set after the start makes it wait, and it goes on when the leave is over', async () => {
    const id = await ask('rosa-campos')
    await decide(fixture.platform, id, { ...revoke, by: owner() }, fixture.now)
    await decide(fixture.platform, id, { ...revoke, by: person('teo-lindqvist') }, fixture.now)
    await startRevocation(fixture.platform, id, owner(), fixture.now)
    await isAway('rosa-campos')
    await fixture.carry(id)
    expect(await untouched(id)).toMatchObject({
      status: 'withdrawn',
      reason: expect.not.stringMatching(/away|leave/),
    })
    expect(await statusOf(id)).toBe('decided')
    const back = '2027-05-02T06:00:00.000Z'
    await startRevocation(fixture.platform, id, owner(), back)
    await fixture.carry(id, { attempt: 2, now: back })
    expect(await statusOf(id)).toBe('done')
  })

  test('of somebody without such rights ends the question, and says nothing of why', async () => {
    const id = await decided('felix-moreau')
    await isAway('felix-moreau')
    await fixture.carry(id)
    expect((await untouched(id))?.status).toBe('withdrawn')
    expect(await proposalOf(id)).toMatchObject({
      status: 'stale',
      stale: expect.not.stringMatching(/away|leave/),
    })
  })

  test('answered as away holds in this organisation, and ends with another answer', async () => {
    const id = await ask('rosa-campos')
    await says('rosa-campos', id, 'away', { until: '2027-05-01' })
    expect(await fixture.register.select().from(leaves)).toMatchObject([{ orgId: 6001, endedAt: null }])
    await says('rosa-campos', id, 'wrong', {}, later(1))
    expect(await fixture.register.select().from(leaves)).toMatchObject([{ orgId: 6001, endedAt: later(1) }])
  })

  test('an away owner does not count as one of the two active owners', async () => {
    const id = await ask('ines-okafor')
    await decide(fixture.platform, id, { ...revoke, by: owner() }, fixture.now)
    await decide(fixture.platform, id, { ...revoke, by: person('teo-lindqvist') }, fixture.now)
    await startRevocation(fixture.platform, id, owner(), fixture.now)
    for (const { login, role } of organization().members)
      if (role === 'admin' && login !== 'ines-okafor') await isAway(login)
    await fixture.carry(id)
    expect((await untouched(id))?.reason).toContain('Only 0 active owners would be left')
    expect(isMember('ines-okafor')).toBe(true)
    // Both votes stand, so nothing more is asked of anybody: once one of them is back, it goes on.
    expect([await statusOf(id), (await standingVotes(id)).length]).toEqual(['decided', 2])
    await endLeave(fixture.platform, { account: fixture.id('mara-voss'), by: owner() }, later(1))
    await startRevocation(fixture.platform, id, owner(), later(1))
    await fixture.carry(id, { attempt: 2, now: later(1) })
    expect([await statusOf(id), isMember('ines-okafor')]).toEqual(['done', false])
  })
})
