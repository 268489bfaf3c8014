/** Acts are kept by month from now on: how many days of which month, where; the same act read again counts once. */

import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import type { Activity, Instant } from '../../src/policy/words.ts'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { findActiveMonths } from '../../src/register/activity/acts-by-month.ts'
import { activityStatements } from '../../src/register/activity/newest-acts.ts'
import { type Register, together } from '../../src/register/open.ts'
import { organizations, repositories } from '../../src/register/schema.ts'
import { NOW } from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const ORG = 6001
const BELA = 7
const HERBARIUM = 101

let register: Register
beforeEach(async () => {
  register = await freshRegister()
  await register.insert(organizations).values({ id: ORG, login: 'lichen-lab', nodeId: 'O', firstSeen: NOW })
  const flags = { private: false, archived: false, fork: false }
  await register.insert(repositories).values({
    ...{ id: HERBARIUM, orgId: ORG, name: 'herbarium', nodeId: 'R', firstSeen: NOW },
    ...{ createdAt: '2025-01-10T12:00:00.000Z', ...flags },
  })
  const member = { kind: 'organization_role', account: BELA, role: 'member' } as const
  await together(register, grantsStatements(register, ORG, [member], NOW))
})

const on = (at: string, change: Partial<Activity> = {}): Activity => ({
  ...{ account: BELA, repository: HERBARIUM, kind: 'issue_comment', url: null, source: 'issue_comments' },
  at: `${at}T08:00:00.000Z` as Instant,
  ...change,
})
const seen = (acts: readonly Activity[]) => together(register, activityStatements(register, ORG, acts, NOW))
const months = async (from = '2024-12') =>
  (await findActiveMonths(register, ORG, BELA, from)).map(
    ({ repositoryName, month, days }) => `${repositoryName} ${month}: ${days}`,
  )

test('days are counted, not acts: many on one day are one day, and each repository and month has its own', async () => {
  await seen([
    on('2026-03-03'),
    on('2026-03-03', { kind: 'push', source: 'repository_activity' }),
    on('2026-03-31'),
    on('2026-04-01'),
    on('2026-04-01', { repository: null, kind: 'administration', source: 'audit_log' }),
  ])
  expect(await months()).toEqual([
    'null 2026-04: 1',
    'lichen-lab/herbarium 2026-03: 2',
    'lichen-lab/herbarium 2026-04: 1',
  ])
  expect(await months('2026-04')).toEqual(['null 2026-04: 1', 'lichen-lab/herbarium 2026-04: 1'])
})

test('however acts are split into pages, and however often each is read, the months are the same', async () => {
  const day = fc.integer({ min: 1, max: 31 }).map((n) => on(`2026-03-${`${n}`.padStart(2, '0')}`))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(day, { maxLength: 6 }), { maxLength: 5 }), async (pages) => {
      await register.run('delete from acts_by_month')
      for (const page of [...pages, ...pages.toReversed()]) await seen(page)
      const days = new Set(pages.flat().map(({ at }) => at)).size
      expect(await months()).toEqual(days === 0 ? [] : [`lichen-lab/herbarium 2026-03: ${days}`])
    }),
    { numRuns: 25 },
  )
})

test('what does not count as activity is in no month: later than the audit, older than its repository, of a stranger', async () => {
  await seen([
    on('2031-01-01'),
    on('2025-01-09', { kind: 'commit', source: 'timelines' }),
    on('2026-03-03', { account: 8 }),
  ])
  expect(await months('0000-00')).toEqual([])
  expect(await findActiveMonths(register, ORG, 8, '0000-00')).toEqual([])
})
