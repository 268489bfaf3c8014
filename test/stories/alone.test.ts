/** Stories of a review that one owner finishes: the only active one, beside another who has been away for long. */

import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { hoursAfter } from '../../src/policy/calendar.ts'
import { findReview } from '../../src/register/reviews/reviews.ts'
import { grants } from '../../src/register/schema.ts'
import { closeReview } from '../../src/review/close.ts'
import { decide, startRevocation } from '../../src/review.ts'
import {
  fixture,
  freshGitHub,
  isMember,
  organization,
  owner,
  proposalAbout,
  review,
  statusOf,
} from '../fixtures/github/revoking.ts'

freshGitHub()

const revoke = { voterRole: 'owner', signIn: 'fresh', decision: 'revoke', reason: 'Thank you.' } as const

/** Of the owners only mara-voss and these are left. */
async function ownersAre(...others: readonly string[]): Promise<void> {
  const left = ['mara-voss', ...others]
  for (const member of organization().members)
    if (member.role === 'admin' && !left.includes(member.login)) {
      member.role = 'member'
      await fixture.register
        .update(grants)
        .set({ role: 'member' })
        .where(and(eq(grants.kind, 'organization_role'), eq(grants.accountId, fixture.id(member.login))))
    }
}

/** Mara decides about somebody, is told to wait, and confirms three days later. */
async function decidedAlone(login: string, reviewId: string): Promise<string> {
  const { id } = await proposalAbout(login, reviewId)
  const mine = { ...revoke, by: owner() }
  expect((await decide(fixture.platform, id, mine, fixture.now)).status).toBe('needs_second')
  const soon = hoursAfter(fixture.now, 71)
  await expect(decide(fixture.platform, id, mine, soon)).rejects.toThrow(
    /confirm your own from 25 November 2026/,
  )
  expect((await decide(fixture.platform, id, mine, hoursAfter(fixture.now, 73))).status).toBe('decided')
  return id
}

test.each([
  ['the only owner', 'rosa-campos', []],
  ['of two owners the one who is active', 'ines-okafor', ['ines-okafor']],
])('%s takes a strong key back after confirming alone, and the review can end', async (_, login, others) => {
  await ownersAre(...others)
  const reviewId = await review()
  const id = await decidedAlone(login, reviewId)
  const later = hoursAfter(fixture.now, 74)
  await startRevocation(fixture.platform, id, owner(), later)
  await fixture.carry(id, { now: later })
  expect(await statusOf(id)).toBe('done')
  expect(isMember(login)).toBe(false)
  expect(
    organization()
      .members.filter(({ role }) => role === 'admin')
      .map((each) => each.login),
  ).toEqual(['mara-voss'])
  const open = await findReview(fixture.register, reviewId)
  if (open === null) throw new Error('the review is there')
  expect(await closeReview(fixture.platform, open, 'all_settled', later)).toBe(true)
})
