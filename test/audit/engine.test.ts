/** Tests that a step keeps to the instance's request budget and ends an audit that is too old. */
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { runStep } from '../../src/audit/engine/run.ts'
import { audits } from '../../src/register/schema.ts'
import { anAudit, aPlatform, fillRegister, NOW } from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

async function runningAudit(requests: { readonly rest: number; readonly instanceBase: number }) {
  const register = await freshRegister()
  await fillRegister(register)
  const running = {
    status: 'running' as const,
    finishedAt: null,
    instance: 3,
    checkpoint: { stage: 0, cursor: null },
  }
  await register.insert(audits).values({ ...anAudit('audit-2', NOW), ...running, ...requests })
  let requested = 0
  const platform = aPlatform(register)
  Object.assign(platform, {
    github: () => {
      requested += 1
      throw new Error('a request was sent to GitHub')
    },
  })
  return { platform, register, requested: () => requested }
}

test('a page that fails until the instance has spent its request budget is left to the next instance', async () => {
  const { platform, requested } = await runningAudit({ rest: 90, instanceBase: 50 })
  const outcome = await runStep(platform, { auditId: 'audit-2', instance: 3 }, 1)
  expect(outcome).toEqual({ kind: 'full' })
  expect(requested()).toBe(0)
})

test('an audit that stopped for more than two days is ended and judges nobody by old data', async () => {
  const { platform, requested, register } = await runningAudit({ rest: 50, instanceBase: 50 })
  Object.assign(platform, { now: '2026-11-24T06:00:01.000Z' })
  expect(await runStep(platform, { auditId: 'audit-2', instance: 3 }, 1)).toEqual({ kind: 'finished' })
  expect(requested()).toBe(0)
  expect(await register.select().from(audits).where(eq(audits.id, 'audit-2'))).toMatchObject([
    { status: 'failed', failure: expect.stringContaining('lay still') },
  ])
})

test('with requests left the instance goes on reading', async () => {
  const { platform, requested } = await runningAudit({ rest: 89, instanceBase: 50 })
  await expect(runStep(platform, { auditId: 'audit-2', instance: 3 }, 1)).rejects.toThrow(
    'a request was sent to GitHub',
  )
  expect(requested()).toBe(1)
})
