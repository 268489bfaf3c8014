/** What owners are told of the earliest removal follows the stricter of the rules that held meanwhile. */

import { expect, test } from 'vitest'
import { ruleVersions } from '../../src/register/schema.ts'
import { decide, startRevocation } from '../../src/review.ts'
import { LAB, mara, NOW } from '../fixtures/register/organization.ts'
import { freshReview, opened, platform, register, revoke } from '../fixtures/register/review.ts'
import { tellAll } from '../fixtures/register/told.ts'

freshReview()

test('the message of a decision, and the refusal to start, name the day of the longer notice, though it was shortened since', async () => {
  const { of } = await opened()
  await tellAll(register)
  const longer = JSON.stringify({ noticeDays: 14, coolingHours: 0 })
  await register
    .insert(ruleVersions)
    .values({ orgId: LAB.id, version: 1, rules: longer, by: mara, at: '2026-01-01T00:00:00.000Z' })
  await decide(platform, of('felix').id, revoke, NOW)
  const message = platform.messages.find(({ kind }) => kind === 'decided')
  expect(message?.lines.join(' ')).toContain('Nothing is carried out before 6 December 2026')
  await expect(startRevocation(platform, of('felix').id, mara, NOW)).rejects.toMatchObject({
    code: 'not_before',
    facts: { notBefore: '2026-12-06T06:00:00.000Z' },
  })
})
