/** Who may take an organisation's lock: removals run one at a time. */

import { beforeEach, expect, test } from 'vitest'
import { hoursAfter } from '../../src/policy/calendar.ts'
import type { Register } from '../../src/register/open.ts'
import { acquireLock } from '../../src/register/revocations/lock.ts'
import { revocations } from '../../src/register/schema.ts'
import { fillRegister, LAB, NOW } from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

let register: Register

const started = { orgId: LAB.id, startedBy: { kind: 'calendar' }, startedAt: NOW, rehearsal: false } as const

/** Two revocations of one organisation have been started, each in its first attempt. */
beforeEach(async () => {
  register = await freshRegister()
  await fillRegister(register)
  await register.insert(revocations).values([
    { ...started, id: 'of felix', status: 'running', attempt: 1 },
    { ...started, id: 'of dora', status: 'running', attempt: 1 },
  ])
})

const MINUTES = 1 / 60
const takes = (id: string, minutes = 0, attempt = 1) => {
  const now = hoursAfter(NOW, minutes * MINUTES)
  return acquireLock(register, { id, number: attempt }, now, hoursAfter(now, 15 * MINUTES))
}

test('the first revocation takes the lock and keeps it, the second waits until it has run out', async () => {
  expect(await takes('of felix')).toBe(true)
  expect(await takes('of dora', 1)).toBe(false)
  expect(await takes('of felix', 10)).toBe(true)
  expect(await takes('of dora', 20)).toBe(false)
  expect(await takes('of dora', 26)).toBe(true)
})

test('an attempt that a later one has overtaken takes no lock', async () => {
  await register.update(revocations).set({ attempt: 2 })
  expect(await takes('of felix')).toBe(false)
  expect(await takes('of felix', 0, 2)).toBe(true)
})

test.each(['done', 'failed', 'withdrawn'] as const)(
  'a revocation that is %s takes no lock',
  async (status) => {
    await register.update(revocations).set({ status })
    expect(await takes('of felix')).toBe(false)
  },
)
