/** Notice and cooling time are checked again right before a removal, by the rules of that moment. */

import { expect, test } from 'vitest'
import { printedMoment } from '../../src/policy/calendar.ts'
import { findRevocation } from '../../src/register/revocations/revocations.ts'
import { organizations, ruleVersions } from '../../src/register/schema.ts'
import { startRevocation } from '../../src/review.ts'
import {
  decided,
  fixture,
  freshGitHub,
  isMember,
  owner,
  statusOf,
  writes,
} from '../fixtures/github/revoking.ts'
import { tellAll } from '../fixtures/register/told.ts'

freshGitHub()

test.each([
  ['the cooling time since the decision', { noticeDays: 0, coolingHours: 24 }, '2026-11-23T06:00:00.000Z'],
  ['the notice since they were told', { noticeDays: 14, coolingHours: 0 }, '2026-12-06T06:00:00.000Z'],
] as const)(
  'nothing is removed while %s runs, even if the owners made it longer only after the start',
  async (_, rules, over) => {
    const id = await decided('felix-moreau')
    await tellAll(fixture.register)
    await fixture.register.update(organizations).set({ rules: JSON.stringify(rules) })
    await fixture.carry(id)
    expect(writes()).toEqual([])
    const revocation = await findRevocation(fixture.register, id)
    expect(revocation).toMatchObject({ status: 'withdrawn', countedAt: null })
    expect(revocation?.reason).toContain(`runs until ${printedMoment(over)}`)
    expect(await statusOf(id)).toBe('decided')
    await startRevocation(fixture.platform, id, owner(), over)
    await fixture.carry(id, { attempt: 2, now: over })
    expect(isMember('felix-moreau')).toBe(false)
  },
)

test('nothing is removed while the person is still to be told, however long ago it was decided', async () => {
  const id = await decided('felix-moreau')
  await fixture.register
    .update(organizations)
    .set({ rules: JSON.stringify({ noticeDays: 14, coolingHours: 0 }) })
  const muchLater = '2027-03-01T06:00:00.000Z'
  await fixture.carry(id, { now: muchLater })
  expect(writes()).toEqual([])
  expect((await findRevocation(fixture.register, id))?.reason).toContain('They are still to be told')
  expect(await statusOf(id)).toBe('decided')
  await tellAll(fixture.register, fixture.now)
  await startRevocation(fixture.platform, id, owner(), muchLater)
  await fixture.carry(id, { attempt: 2, now: muchLater })
  expect(isMember('felix-moreau')).toBe(false)
})

test('nothing is removed before the notice that held when the proposal was opened is over, though the owners made it shorter since', async () => {
  const id = await decided('felix-moreau')
  await tellAll(fixture.register)
  const [organization] = await fixture.register.select().from(organizations)
  if (organization === undefined) throw new Error('The fixture has an organisation.')
  const longer = JSON.stringify({ noticeDays: 14, coolingHours: 0 })
  await fixture.register
    .insert(ruleVersions)
    .values({ orgId: organization.id, version: 1, rules: longer, by: null, at: '2026-01-01T00:00:00.000Z' })
  await fixture.carry(id)
  expect(writes()).toEqual([])
  expect((await findRevocation(fixture.register, id))?.reason).toContain(
    'runs until 6 December 2026, 06:00 UTC',
  )
})
