/** Stepping down, one's own vote, and what an owner was told another way, which is none. */

import { and, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { Actor, AnswerKind } from '../../src/policy/words.ts'
import { verifyHistory } from '../../src/register/history/history-list.ts'
import { findStandingAnswers } from '../../src/register/people/answers.ts'
import { findRevocation } from '../../src/register/revocations/revocations.ts'
import { grants, historyTexts } from '../../src/register/schema.ts'
import { answerProposal, decide, startRevocation } from '../../src/review.ts'
import { ask, isAway, later, person, revoke, says, standingVotes } from '../fixtures/github/answering.ts'
import {
  fixture,
  freshGitHub,
  isMember,
  organization,
  owner,
  statusOf,
  untouched,
} from '../fixtures/github/revoking.ts'

freshGitHub()

const told = (by: Actor, proposalId: string, answer: AnswerKind, until?: string) =>
  answerProposal(fixture.platform, { proposalId, answer, until, by, toldBy: 'by phone' }, fixture.now)

describe('stepping down', () => {
  test('of a member is carried out on their own vote, though they are no owner', async () => {
    const id = await ask('felix-moreau')
    expect(await says('felix-moreau', id, 'step_down')).toMatchObject({ status: 'decided' })
    await startRevocation(fixture.platform, id, owner(), later(1))
    await fixture.carry(id, { now: later(1) })
    expect([await statusOf(id), isMember('felix-moreau')]).toEqual(['done', false])
  })

  test('of an owner waits for one other, who agrees', async () => {
    const id = await ask('ines-okafor')
    expect(await says('ines-okafor', id, 'step_down')).toMatchObject({ status: 'needs_second' })
    await expect(startRevocation(fixture.platform, id, owner(), later(1))).rejects.toThrow('second vote')
    await decide(fixture.platform, id, { ...revoke, by: owner() }, later(1))
    await startRevocation(fixture.platform, id, owner(), later(1))
    await fixture.carry(id, { now: later(1) })
    expect([await statusOf(id), isMember('ines-okafor')]).toEqual(['done', false])
  })

  test('of one of two owners leaves the other, and the last owner cannot go', async () => {
    await ownersAre('mara-voss', 'ines-okafor')
    const id = await ask('ines-okafor')
    await says('ines-okafor', id, 'step_down')
    await decide(fixture.platform, id, { ...revoke, by: owner() }, later(1))
    await isAway('mara-voss', '2027-05-01', later(1))
    await startRevocation(fixture.platform, id, owner(), later(1))
    await fixture.carry(id, { now: later(1) })
    expect((await untouched(id))?.reason).toContain('Only 0 active owners would be left')
    expect(isMember('ines-okafor')).toBe(true)
  })

  test('nobody confirms their own step: the last owner stays', async () => {
    await ownersAre('ines-okafor')
    const id = await ask('ines-okafor')
    await says('ines-okafor', id, 'step_down')
    const own = { ...revoke, by: person('ines-okafor') }
    await expect(decide(fixture.platform, id, own, later(100))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(startRevocation(fixture.platform, id, owner(), later(100))).rejects.toThrow('second vote')
  })

  test('stands in the history as every vote, and the history and the register tell the same', async () => {
    const id = await ask('felix-moreau')
    await says('felix-moreau', id, 'step_down', { text: 'My time is up.' })
    expect(await verifyHistory(fixture.register, 6001)).toMatchObject({ ok: true })
    const texts = await fixture.register.select().from(historyTexts)
    expect(JSON.stringify(texts)).not.toContain('My time is up')
  })

  test('falls with the answer that it came from', async () => {
    const id = await ask('ines-okafor')
    await says('ines-okafor', id, 'step_down')
    await says('ines-okafor', id, 'still_needed', {}, later(1))
    expect(await standingVotes(id)).toEqual([])
    await decide(fixture.platform, id, { ...revoke, by: owner() }, later(2))
    expect(await statusOf(id)).toBe('needs_second')
  })
})

describe('what an owner was told another way', () => {
  test('asks the owners afresh, shows who entered it, and the person can change it', async () => {
    const id = await ask('felix-moreau')
    await told(owner(), id, 'still_needed')
    const standing = (await findStandingAnswers(fixture.register, [id])).get(id)
    expect(standing).toMatchObject({ toldBy: 'by phone', by: { login: 'mara-voss' } })
    await says('felix-moreau', id, 'wrong', {}, later(1))
    expect((await findStandingAnswers(fixture.register, [id])).get(id)).toMatchObject({
      answer: 'wrong',
      toldBy: null,
    })
  })

  test('is never the person’s own vote: one owner alone deposes no owner', async () => {
    const id = await ask('ines-okafor')
    await told(owner(), id, 'step_down')
    expect([await statusOf(id), await standingVotes(id)]).toEqual(['open', []])
    await decide(fixture.platform, id, { ...revoke, by: owner() }, fixture.now)
    expect(await statusOf(id)).toBe('needs_second')
  })

  test('is about others: nobody enters it about themselves', async () => {
    const id = await ask('ines-okafor')
    await expect(told(person('ines-okafor'), id, 'still_needed')).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('says how', async () => {
    const id = await ask('felix-moreau')
    const given = { proposalId: id, answer: 'wrong', by: owner(), toldBy: '  ' } as const
    await expect(answerProposal(fixture.platform, given, fixture.now)).rejects.toThrow('how you were told')
    expect(await findRevocation(fixture.register, id)).toBeNull()
  })
})

async function ownersAre(...left: readonly string[]): Promise<void> {
  for (const member of organization().members)
    if (member.role === 'admin' && !left.includes(member.login)) {
      member.role = 'member'
      await fixture.register
        .update(grants)
        .set({ role: 'member' })
        .where(and(eq(grants.kind, 'organization_role'), eq(grants.accountId, fixture.id(member.login))))
    }
}
