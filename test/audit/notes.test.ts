/** What an audit notes for its own later stages ends with it, and with nobody else's end. */

import { expect, test } from 'vitest'
import { endAudit } from '../../src/audit/finish.ts'
import { findNotes, notesStatement } from '../../src/register/audits/notes.ts'
import { together } from '../../src/register/open.ts'
import { audits } from '../../src/register/schema.ts'
import { anAudit, aPlatform, fillRegister, NOW } from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

async function noted() {
  const register = await freshRegister()
  await fillRegister(register)
  const running = { status: 'running' as const, finishedAt: null, instance: 3 }
  await register.insert(audits).values({ ...anAudit('audit-2', '2026-11-23T06:00:00.000Z'), ...running })
  await together(register, [
    notesStatement(register, 'audit-2', 'newest_page', [{ repository: 101, value: { issues: 'begin' } }]),
    notesStatement(register, 'audit-2', 'uncommon', [{ repository: 102, value: null }]),
    notesStatement(register, 'audit-1', 'uncommon', [{ repository: 103, value: null }]),
  ])
  return { register, platform: aPlatform(register) }
}

test('a note is what the stage wrote, of its own audit; the newer one counts', async () => {
  const { register } = await noted()
  expect(await findNotes(register, 'audit-2', 'newest_page')).toEqual(new Map([[101, { issues: 'begin' }]]))
  expect([...(await findNotes(register, 'audit-2', 'uncommon')).keys()]).toEqual([102])
  await together(register, [
    notesStatement(register, 'audit-2', 'newest_page', [{ repository: 101, value: 'end' }]),
  ])
  expect(await findNotes(register, 'audit-2', 'newest_page')).toEqual(new Map([[101, 'end']]))
})

test('the notes end with the audit; those of another stay, and an instance that was replaced drops none', async () => {
  const { register, platform } = await noted()
  await endAudit(platform, 'audit-2', 2, NOW)
  expect((await findNotes(register, 'audit-2', 'uncommon')).size).toBe(1)
  await endAudit(platform, 'audit-2', 3, NOW)
  expect((await findNotes(register, 'audit-2', 'uncommon')).size).toBe(0)
  expect((await findNotes(register, 'audit-2', 'newest_page')).size).toBe(0)
  expect((await findNotes(register, 'audit-1', 'uncommon')).size).toBe(1)
})
