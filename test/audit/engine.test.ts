/** A lane keeps to its instance's requests, whatever GitHub does. */
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { runStep } from '../../src/audit/engine/run.ts'
import { audits } from '../../src/register/schema.ts'
import { anAudit, aPlatform, NOW, settle } from '../fixtures/lab.ts'
import { freshRegister } from '../fixtures/register.ts'

async function underWay(requests: { readonly rest: number; readonly instanceBase: number }) {
  const register = await freshRegister()
  await settle(register)
  const running = {
    status: 'running' as const,
    finishedAt: null,
    instance: 3,
    checkpoint: '{"stage":0,"cursor":null,"failures":2}',
  }
  await register.insert(audits).values({ ...anAudit('audit-2', NOW), ...running, ...requests })
  let asked = 0
  const platform = aPlatform(register)
  Object.assign(platform, {
    github: () => {
      asked += 1
      throw new Error('GitHub was to be asked')
    },
  })
  return { outside: platform, register, asked: () => asked }
}

test('a page that failed until the requests of its instance were spent is left to the next instance', async () => {
  const { outside: platform, asked } = await underWay({ rest: 90, instanceBase: 50 })
  const came = await runStep(platform, { auditId: 'audit-2', instance: 3 })
  expect(came).toEqual({ kind: 'go_on', used: 40 })
  expect(asked()).toBe(0)
})

test('an audit that lay still for more than two days is ended, and judges nobody by old news', async () => {
  const { outside: platform, asked, register } = await underWay({ rest: 50, instanceBase: 50 })
  Object.assign(platform, { now: '2026-11-24T06:00:01Z' })
  expect(await runStep(platform, { auditId: 'audit-2', instance: 3 })).toEqual({ kind: 'finished' })
  expect(asked()).toBe(0)
  expect(await register.select().from(audits).where(eq(audits.id, 'audit-2'))).toMatchObject([
    { status: 'failed', failure: expect.stringContaining('lay still') },
  ])
})

test('with requests left it goes on asking', async () => {
  const { outside: platform, asked } = await underWay({ rest: 89, instanceBase: 50 })
  await expect(runStep(platform, { auditId: 'audit-2', instance: 3 })).rejects.toThrow(
    'GitHub was to be asked',
  )
  expect(asked()).toBe(1)
})
