/** Who is inactive and not looked through yet is found with what they hold, owners first. */
import { expect, test } from 'vitest'
import { verdictsStatement } from '../../src/register/activity/verdicts.ts'
import { findMissing } from '../../src/register/reviews/missing.ts'
import { fillRegister, LAB, NOW, PEOPLE } from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const inactive = {
  verdict: 'inactive',
  newest: null,
  since: '2026-05-22T06:00:00.000Z',
  heldSinceBefore: NOW,
} as const

test('an owner comes before somebody who can write; who was looked through is not missing', async () => {
  const register = await freshRegister()
  await fillRegister(register)
  expect(await findMissing(register, LAB.id)).toEqual({ people: [], joinsWithinDays: 0 })
  await verdictsStatement(register, LAB.id, 'audit-2', [
    { account: PEOPLE.felix, verdict: { ...inactive, rareActsUnread: true } },
    { account: PEOPLE.gus, verdict: { ...inactive, rareActsUnread: true } },
    { account: PEOPLE.dora, verdict: inactive },
  ])
  expect(await findMissing(register, LAB.id)).toEqual({
    people: [
      { id: PEOPLE.gus, login: 'gus', power: 'owner' },
      { id: PEOPLE.felix, login: 'felix', power: 'write' },
    ],
    joinsWithinDays: 1,
  })
})
