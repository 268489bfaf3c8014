/** Tests that only the current instance of an audit can end it. */
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { endAudit } from '../../src/audit/finish.ts'
import { findOrganizationById } from '../../src/register/organizations.ts'
import { audits, organizations } from '../../src/register/schema.ts'
import { anAudit, aPlatform, fillRegister, LAB, NOW } from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const LATER = '2026-11-22T08:00:00.000Z'

async function runningAudit(instance: number) {
  const register = await freshRegister()
  await fillRegister(register)
  await register.update(organizations).set({ firstCompleteAt: null })
  const running = { status: 'running' as const, finishedAt: null, instance }
  await register.insert(audits).values({ ...anAudit('audit-2', LATER), ...running })
  return { register, platform: aPlatform(register) }
}

test('an instance that was replaced ends nothing, and dates no first complete audit', async () => {
  const { register, platform } = await runningAudit(3)
  await endAudit(platform, 'audit-2', 2, LATER)
  expect(await register.select().from(audits).where(eq(audits.id, 'audit-2'))).toMatchObject([
    { status: 'running', finishedAt: null },
  ])
  expect((await findOrganizationById(register, LAB.id))?.firstCompleteAt).toBeNull()
})

test('the current instance ends the audit, and the first complete audit is dated by its own moment', async () => {
  const { register, platform } = await runningAudit(3)
  await endAudit(platform, 'audit-2', 3, LATER)
  expect((await findOrganizationById(register, LAB.id))?.firstCompleteAt).toBe(LATER)
  await register.insert(audits).values({
    ...anAudit('audit-3', '2026-11-23T08:00:00.000Z'),
    status: 'running',
    finishedAt: null,
    instance: 0,
  })
  await endAudit(platform, 'audit-3', 0, NOW)
  expect((await findOrganizationById(register, LAB.id))?.firstCompleteAt).toBe(LATER)
})
