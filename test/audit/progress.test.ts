/** How far an audit says it is: one number for all of it, which never goes back and ends at the whole. */
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { percentDone } from '../../src/audit/engine/progress.ts'
import { endAudit } from '../../src/audit/finish.ts'
import { STAGES } from '../../src/audit/stages.ts'
import { findAuditView } from '../../src/register/audits/audit-views.ts'
import { beginAudit } from '../../src/register/audits/audits.ts'
import { advanceStatement } from '../../src/register/audits/checkpoint.ts'
import { together } from '../../src/register/open.ts'
import { audits } from '../../src/register/schema.ts'
import { aPlatform, fillRegister, LAB, NOW } from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const MORE = { next: 'a cursor' }

describe('the progress of an audit', () => {
  it('w: counts all of its stages together, a stage by what is done of it, and is never all before the end', () => {
    const half = STAGES.length / 2
    const at = (stage: number, page: Parameters<typeof percentDone>[1]) =>
      percentDone({ stage, cursor: null }, page)
    expect(at(0, MORE)).toBe(0)
    expect(at(Math.ceil(half), { next: null })).toBeGreaterThanOrEqual(50)
    expect(at(20, { ...MORE, done: 9, total: 10 })).toBeGreaterThan(at(20, { ...MORE, done: 1, total: 10 }))
    expect(at(20, { ...MORE, done: 40, total: 10 })).toBeLessThanOrEqual(at(21, MORE))
    expect(at(STAGES.length, { next: null })).toBe(99)
  })

  it('w: never goes back, also where the audit begins again; what a version before counted is no per cent', async () => {
    const audit = await anAuditUnderWay()
    expect(await audit.progress()).toEqual({ done: 0, total: 100, step: 'waiting to begin' })
    await audit.advance(43)
    await audit.advance(2)
    expect(await audit.progress()).toMatchObject({ done: 43, total: 100 })
    await audit.setTo({ done: 230, total: 1000 })
    await audit.advance(57)
    expect(await audit.progress()).toMatchObject({ done: 57, total: 100 })
  })

  it('x: ends with all of it done', async () => {
    const audit = await anAuditUnderWay()
    await audit.advance(97)
    await audit.end()
    expect(await audit.progress()).toEqual({ done: 100, total: 100, step: 'finished' })
  })
})

async function anAuditUnderWay() {
  const register = await freshRegister()
  await fillRegister(register)
  const id = 'under-way'
  const current = { auditId: id, instance: 0 }
  const begun = await beginAudit(register, {
    id,
    orgId: LAB.id,
    askedBy: { kind: 'calendar' },
    asOf: NOW,
    startedAt: NOW,
    leaseUntil: NOW,
  })
  expect(begun).toBe(true)
  return {
    progress: async () => (await findAuditView(register, LAB.id, id))?.progress,
    advance: async (done: number) => {
      const statement = advanceStatement(register, current, {
        checkpoint: { stage: 1, cursor: null },
        spentOn: {},
        step: 'reading the members',
        done,
        spent: { rest: 0, graphql: 0, graphqlPoints: 0 },
        leaseUntil: NOW,
      })
      await together(register, [statement])
    },
    setTo: async (progress: { done: number; total: number }) => {
      await register.update(audits).set(progress).where(eq(audits.id, id))
    },
    end: () => endAudit(aPlatform(register), id, 0, NOW),
  }
}
