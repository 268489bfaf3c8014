/** Stories of whoever is exempt, has answered, is away, or is not known to be inactive: weeks after the decision nothing of theirs is gone. */

import { expect, test } from 'vitest'
import { daysAfter } from '../../src/policy/calendar.ts'
import type { Actor, Verdict } from '../../src/policy/words.ts'
import { verdictsStatement } from '../../src/register/activity/verdicts.ts'
import { organizations } from '../../src/register/schema.ts'
import { answerProposal, decide, setLeave, startRevocation } from '../../src/review.ts'
import {
  decided,
  fixture,
  freshGitHub,
  isMember,
  owner,
  proposalAbout,
  review,
  statusOf,
  writes,
} from '../fixtures/github/revoking.ts'

freshGitHub()

const FELIX = 'felix-moreau'
const felix = (): Extract<Actor, { kind: 'person' }> => ({
  kind: 'person',
  id: fixture.id(FELIX),
  login: FELIX,
})
const answers = (id: string, answer: 'still_needed' | 'wrong', days: number) =>
  answerProposal(
    fixture.platform,
    { proposalId: id, answer, by: felix(), toldBy: null },
    daysAfter(fixture.now, days),
  )

test.each<[string, (id: string) => Promise<unknown>]>([
  [
    'was exempted by an owner',
    async () => {
      const exemptions = [
        { id: fixture.id(FELIX), login: FELIX, reason: 'exams', until: '2027-06-01T00:00:00.000Z' },
      ]
      const rules = JSON.stringify({ noticeDays: 0, coolingHours: 0, exemptions })
      await fixture.register.update(organizations).set({ rules })
    },
  ],
  ['answered that it is still needed', (id) => answers(id, 'still_needed', 1)],
  ['answered that something is wrong', (id) => answers(id, 'wrong', 1)],
  [
    'is away',
    () =>
      setLeave(
        fixture.platform,
        { account: fixture.id(FELIX), orgId: null, until: '2027-05-01', by: felix() },
        fixture.now,
      ),
  ],
  [
    'is unknown by now, because something could not be read',
    async () => {
      const verdict: Verdict = {
        verdict: 'unknown',
        gaps: [{ source: 'issue_comments', where: 'lichen-lab/lichen', reason: 'GitHub did not answer' }],
      }
      await verdictsStatement(fixture.register, 6001, 'later', [{ account: fixture.id(FELIX), verdict }])
    },
  ],
])('somebody who %s keeps what they hold', async (_, happens) => {
  const id = await decided(FELIX)
  await happens(id)
  await fixture.carry(id, { now: daysAfter(fixture.now, 20) })
  expect([writes(), isMember(FELIX)]).toEqual([[], true])
  expect(['open', 'stale']).toContain(await statusOf(id))
  await expect(
    startRevocation(fixture.platform, id, owner(), daysAfter(fixture.now, 40)),
  ).rejects.toMatchObject({
    code: 'conflict',
  })
})

test('an owner who is away all spring is asked about all spring, and loses it after that, by two votes, and no day before', async () => {
  const { id } = await proposalAbout('ines-okafor', await review())
  const ines = { kind: 'person', id: fixture.id('ines-okafor'), login: 'ines-okafor' } as const
  const teo = { kind: 'person', id: fixture.id('teo-lindqvist'), login: 'teo-lindqvist' } as const
  const revoke = { voterRole: 'owner', signIn: 'fresh', decision: 'revoke', reason: 'Thank you.' } as const
  const away = { proposalId: id, answer: 'away', until: '2027-05-01', by: ines, toldBy: null } as const
  await answerProposal(fixture.platform, away, fixture.now)
  expect(await statusOf(id)).toBe('open')
  for (const by of [owner(), teo])
    await decide(fixture.platform, id, { ...revoke, by }, daysAfter(fixture.now, 1))
  for (const days of [2, 30, 100, 159])
    await expect(
      startRevocation(fixture.platform, id, owner(), daysAfter(fixture.now, days)),
    ).rejects.toMatchObject({ facts: { why: 'away', notBefore: '2027-05-01T23:59:59.000Z' } })
  expect([writes(), isMember('ines-okafor')]).toEqual([[], true])
  const after = '2027-05-02T06:00:00.000Z'
  await startRevocation(fixture.platform, id, owner(), after)
  await fixture.carry(id, { now: after })
  expect([await statusOf(id), isMember('ines-okafor')]).toEqual(['done', false])
})
