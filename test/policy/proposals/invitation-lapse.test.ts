/** Why a pending invitation is proposed, word for word. */

import { expect, it } from 'vitest'
import { isInvitation, lapseOf } from '../../../src/policy/proposals/invitation-lapse.ts'
import type { Instant } from '../../../src/policy/words.ts'
import { ada, cleo, invited, member, NOW, names } from '../../fixtures/policy.ts'

const lapse = (createdAt: Instant, inviterGone: boolean, inviter: number | null = ada.id) => {
  const grant = invited(cleo, createdAt, inviter)
  if (!isInvitation(grant)) throw new Error('The fixture is an invitation.')
  return lapseOf(grant, inviterGone, names, NOW)
}
const OLD = '2026-11-02T06:00:00.000Z'
const FRESH = '2026-11-20T06:00:00.000Z'
const notAccepted =
  'Not accepted for 20 days (invited on 2 November 2026); GitHub lets invitations lapse after 7.'
const sentByAda = 'ada, who sent it, no longer holds any access here.'

it('an invitation of which both are true says both', () => {
  expect(lapse(OLD, true)).toEqual({
    reason: `${notAccepted} ${sentByAda}`,
    findings: [
      { code: 'invitation_lapsed', sentence: notAccepted },
      { code: 'owner_gone', sentence: sentByAda },
    ],
  })
})

it('one that lapsed says only that', () => {
  expect(lapse(OLD, false)).toEqual({
    reason: notAccepted,
    findings: [{ code: 'invitation_lapsed', sentence: notAccepted }],
  })
})

it('one whose inviter left says only that, by name where the name is known', () => {
  expect(lapse(FRESH, true)).toEqual({
    reason: sentByAda,
    findings: [{ code: 'owner_gone', sentence: sentByAda }],
  })
  expect(lapse(FRESH, true, 99)?.reason).toBe('The person, who sent it, no longer holds any access here.')
  expect(lapse(FRESH, true, null)).toEqual({ reason: '', findings: [] })
})

it('one that can still be accepted is not proposed', () => {
  expect(lapse(FRESH, false)).toBeNull()
})

it('only invitations are invitations', () => {
  expect(isInvitation(member(cleo))).toBe(false)
  expect(
    isInvitation({
      kind: 'organization_invitation',
      invitation: 1,
      account: null,
      role: 'admin',
      createdAt: OLD,
      inviter: null,
    }),
  ).toBe(true)
})
