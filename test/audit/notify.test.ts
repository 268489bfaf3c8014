/** Tests what happens to webhook triggers when an audit ends, and the moment a new audit judges as of. */
import { expect, test } from 'vitest'
import { notifyOfAudit } from '../../src/audit/notify.ts'
import { beginAuditOf } from '../../src/platform/begin-audit.ts'
import { findAudit } from '../../src/register/audits/audits.ts'
import { audits, webhookTriggers } from '../../src/register/schema.ts'
import { anAudit, aPlatform, fillRegister, LAB, NOW } from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

test('a partial audit answers a webhook trigger too: what stays unread is not read again every hour', async () => {
  const register = await freshRegister()
  await fillRegister(register)
  const at = '2026-11-23T06:00:00.000Z'
  await register.insert(audits).values({ ...anAudit('audit-2', at), status: 'partial' })
  await register.insert(webhookTriggers).values([
    { orgId: LAB.id, repositoryId: 101, at: '2026-11-23T05:00:00.000Z' },
    { orgId: LAB.id, repositoryId: 0, at: '2026-11-23T06:30:00.000Z' },
  ])
  await notifyOfAudit(aPlatform(register), 'audit-2')
  expect(await register.select().from(webhookTriggers)).toMatchObject([{ repositoryId: 0 }])
})

test('an audit is never as of an earlier moment than the one before, however late its cron event came', async () => {
  const register = await freshRegister()
  await fillRegister(register)
  await register.insert(audits).values(anAudit('by-hand', '2026-11-22T08:02:00.000Z'))
  const { id } = await beginAuditOf(register, async () => undefined, LAB.id, { kind: 'calendar' }, NOW)
  expect((await findAudit(register, id))?.audit.asOf).toBe('2026-11-22T08:02:01.000Z')
})
