/** A review asks about everybody inactive and about nobody else. */

import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { addProposalsFromAudit } from '../../src/audit/finish.ts'
import type { Credential, Verdict } from '../../src/policy/words.ts'
import { credentialsStatement } from '../../src/register/access/credentials.ts'
import { findReviewView } from '../../src/register/reviews/review-list.ts'
import { audits, organizations, reviews, teams, verdicts } from '../../src/register/schema.ts'
import { addProposals, carryOver, decide, openReview } from '../../src/review.ts'
import { ATLAS, act, commit, LAB, mara, NOW, PEOPLE } from '../fixtures/register/organization.ts'
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

describe('opening', () => {
  test('asks about everybody inactive, the riskiest first, and about nobody else', async () => {
    const { frozen } = await opened()
    const logins = frozen.map(({ subject }) => (subject.kind === 'account' ? subject.login : subject.name))
    expect(logins[0]).toBe('gus')
    expect(logins.toSorted()).toEqual(['dora', 'felix', 'gus', 'petra'])
  })

  test("prints the rules it opens under, where it is the organisation's first", async () => {
    const { id } = await opened()
    await register.update(reviews).set({ closedAt: NOW }).where(eq(reviews.id, id))
    await openReview(platform, LAB, mara, '2027-02-01T06:00:00.000Z')
    const messages = platform.messages.filter(({ kind }) => kind === 'review_opened')
    expect(messages.map(({ lines }) => lines.join(' ').includes('0 days of notice'))).toEqual([true, false])
  })

  test.each([
    ['in the team that the rules mean', null, null, true],
    ['in a team that is gone', null, NOW, false],
    ['in a team of which the rules keep the slug alone', 'core', null, false],
  ] as const)('says whether somebody contributes: %s', async (_where, slugAlone, closedAt, isSaid) => {
    const [core] = await register.update(teams).set({ closedAt }).returning()
    const contributors = { team: slugAlone ?? { id: core?.id, slug: 'core' } }
    await register.update(organizations).set({ rules: JSON.stringify({ contributors }) })
    await opened()
    expect(platform.messages[0]?.lines.some((line) => line.startsWith('Contributors can look'))).toBe(isSaid)
  })

  test('freezes the plan: membership first, then the rest', async () => {
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

  test('sends a message with the head of the history, and is recorded', async () => {
    await opened()
    expect(platform.messages.map(({ kind }) => kind)).toEqual(['review_opened'])
    expect(platform.messages[0]?.lines.join(' ')).toContain('History: entry 1')
    expect(await acts()).toEqual(['review_opened'])
  })

  test('a second one is refused while one is open, and changes nothing', async () => {
    await opened()
    expect(await codeOf(openReview(platform, LAB, mara, NOW))).toBe('conflict')
    expect(await register.$count(reviews)).toBe(1)
    expect(await acts()).toEqual(['review_opened'])
  })

  test('is refused before the first audit has finished', async () => {
    await register.delete(audits)
    expect(await codeOf(openReview(platform, LAB, mara, NOW))).toBe('conflict')
  })

  test('unreadable rules open nothing', async () => {
    await register.update(organizations).set({ rules: '{"windowMonths": "soon"}' })
    expect(await codeOf(openReview(platform, LAB, mara, NOW))).toBe('conflict')
    expect(await register.$count(reviews)).toBe(0)
  })

  test('missing data is unknown, and an unknown is never proposed', async () => {
    const unknown: Verdict = {
      verdict: 'unknown',
      gaps: [{ source: 'probe', where: 'lichen-lab/atlas', reason: 'GitHub failed' }],
    }
    await register
      .update(verdicts)
      .set({ verdict: 'unknown', facts: unknown })
      .where(eq(verdicts.accountId, PEOPLE.felix))
    const { frozen } = await opened()
    expect(frozen.map(({ subject }) => subject.kind === 'account' && subject.login)).not.toContain('felix')
  })
})

describe('between audits', () => {
  const makeTeoInactive = () =>
    register
      .update(verdicts)
      .set({
        verdict: 'inactive',
        facts: { verdict: 'inactive', newest: null, since: NOW, heldSinceBefore: NOW },
      })
      .where(eq(verdicts.accountId, PEOPLE.teo))

  test('what an audit newly finds is added to the running review once', async () => {
    const { id } = await opened()
    await makeTeoInactive()
    expect(await addProposals(platform, LAB, 'audit-2', NOW)).toEqual({ added: 1, stale: 0 })
    expect(await addProposals(platform, LAB, 'audit-2', NOW)).toEqual({ added: 0, stale: 0 })
    expect(await asked(id)).toHaveLength(5)
  })

  test('an audit that ended in a crash, before it could ask, asks when it is tried again; a failed one never does', async () => {
    const { id } = await opened()
    await makeTeoInactive()
    await register.update(audits).set({ status: 'failed' })
    await addProposalsFromAudit(platform, 'audit-1', NOW)
    expect(await asked(id)).toHaveLength(4)
    await register.update(audits).set({ status: 'partial' })
    await addProposalsFromAudit(platform, 'audit-1', NOW)
    await addProposalsFromAudit(platform, 'audit-1', NOW)
    expect(await asked(id)).toHaveLength(5)
    expect(await acts()).toEqual(['proposals_added', 'review_opened'])
  })

  test('a proposal about a key that was used goes stale; the other key and all people stay open', async () => {
    const other = { ...KEY, id: '700002' }
    await credentialsStatement(register, LAB.id, [KEY, other], NOW)
    const { id } = await opened()
    expect(await asked(id, 'open')).toHaveLength(6)
    const lastUsed = { at: '2026-11-22T07:00:00.000Z' } as const
    await credentialsStatement(register, LAB.id, [{ ...other, lastUsed }], NOW)
    expect(await addProposals(platform, LAB, 'audit-2', '2026-11-23T06:00:00.000Z')).toEqual({
      added: 0,
      stale: 1,
    })
    expect((await asked(id, 'stale')).map(({ subject }) => subject.id)).toEqual(['700002'])
  })

  test('a proposal about somebody who became active again goes stale in the open review', async () => {
    const { of } = await opened()
    await act(register, commit(PEOPLE.felix, '2026-11-22T07:00:00.000Z'))
    expect(await addProposals(platform, LAB, 'audit-2', '2026-11-23T06:00:00.000Z')).toEqual({
      added: 0,
      stale: 1,
    })
    expect(await codeOf(decide(platform, of('felix').id, revoke, '2026-11-23T07:00:00.000Z'))).toBe(
      'conflict',
    )
  })

  test('the rest is carried over with one click and one reason', async () => {
    const { id, of } = await opened()
    await decide(platform, of('felix').id, revoke, NOW)
    expect(await codeOf(carryOver(platform, id, { by: mara, voterRole: 'owner', reason: '' }, NOW))).toBe(
      'invalid',
    )
    await carryOver(platform, id, { by: mara, voterRole: 'owner', reason: 'Conference season.' }, NOW)
    expect(await asked(id, 'carried_over')).toHaveLength(3)
    expect(await asked(id, 'decided')).toHaveLength(1)
    expect((await findReviewView(register, LAB.id, id))?.counts).toMatchObject({ decided: 1, carriedOver: 3 })
  })
})

/** Made long ago and never used. */
const KEY: Credential = {
  kind: 'deploy_key',
  id: '700001',
  name: 'docs robot',
  owner: null,
  repository: ATLAS,
  scopes: ['repository lichen-lab/atlas', 'read-only'],
  createdAt: '2020-01-01T00:00:00.000Z',
  lastUsed: 'never',
  expiresAt: null,
  details: { readOnly: true },
}
