/** The newest audit is shown, and behind it the one on which the verdicts rest. */

import { expect, test } from 'vitest'
import { daysAfter } from '../../src/policy/calendar.ts'
import { findNewestAudits } from '../../src/register/audits/audit-views.ts'
import { audits } from '../../src/register/schema.ts'
import { anAudit, fillRegister, LAB, NOW } from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

test('the verdicts rest on the newest audit that ended, however many have failed since', async () => {
  const register = await freshRegister()
  await fillRegister(register)
  const known = await findNewestAudits(register, LAB.id)
  expect(known.finished).toEqual(known.newest)
  for (let day = 1; day <= 9; day += 1) {
    const failed = { status: 'failed' as const, counts: null, failure: 'GitHub did not take the token.' }
    await register.insert(audits).values({ ...anAudit(`failed-${day}`, daysAfter(NOW, day)), ...failed })
  }
  const { newest, finished } = await findNewestAudits(register, LAB.id)
  expect(newest).toMatchObject({ id: 'failed-9', status: 'failed' })
  expect(finished).toEqual(known.finished)
})

test('before the first audit there is neither', async () => {
  const register = await freshRegister()
  await fillRegister(register, null)
  expect(await findNewestAudits(register, 424_242)).toEqual({ newest: null, finished: null })
})
