/** Accounts that an audit discovered late: their earlier acts were not stored, so repositories are read again. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { Instant } from '../../src/policy/words.ts'
import { findHoldersWithoutActivity } from '../../src/register/activity/uncommon.ts'
import { isSomebodyDiscoveredLate } from '../../src/register/activity/without-activity.ts'
import type { Register } from '../../src/register/open.ts'
import { audits, grants } from '../../src/register/schema.ts'
import { act, anAudit, commit, fillRegister, LAB, NOW } from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const [FAILED, NEXT] = ['2026-11-23T06:00:00.000Z', '2026-11-24T06:00:00.000Z'] as const
const NADIA = 77
let register: Register

beforeEach(async () => {
  register = await freshRegister()
  await fillRegister(register)
  await register.insert(audits).values({ ...anAudit('audit-2', FAILED), status: 'failed' })
})

async function addGrant(
  firstSeen: Instant,
  closedAt: Instant | null,
  kind = 'organization_role',
): Promise<void> {
  await register.insert(grants).values({
    ...{ orgId: LAB.id, accountId: NADIA, key: `${kind}:${NADIA}:${firstSeen}`, kind, role: 'member' },
    ...{ firstSeen, closedAt },
  })
}

describe('an account is discovered late', () => {
  it('when a failed audit discovered it and there is no complete audit yet', async () => {
    await addGrant(FAILED, null)
    const org = { id: LAB.id, firstCompleteAt: null }
    expect(await isSomebodyDiscoveredLate(register, org, NEXT)).toBe(true)
    await register.insert(audits).values({ ...anAudit('audit-3', NEXT), status: 'partial' })
    expect(await isSomebodyDiscoveredLate(register, org, '2026-11-25T06:00:00.000Z')).toBe(false)
  })

  it('when it came back, although an old act of it still counts', async () => {
    await addGrant('2026-01-05T06:00:00.000Z', '2026-11-20T06:00:00.000Z', 'repository_role')
    await act(register, commit(NADIA, '2026-06-01T06:00:00.000Z'))
    await addGrant(NEXT, null)
    expect(await isSomebodyDiscoveredLate(register, { id: LAB.id, firstCompleteAt: NOW }, NEXT)).toBe(true)
  })
})

it('an account that is new, or always had access, is not discovered late', async () => {
  const org = { id: LAB.id, firstCompleteAt: NOW }
  await addGrant(NEXT, null)
  expect(await isSomebodyDiscoveredLate(register, org, NEXT)).toBe(false)
  await addGrant(NOW, null, 'repository_role')
  expect(await isSomebodyDiscoveredLate(register, org, NEXT)).toBe(false)
})

it('an account that came later and acted since is without activity from that act on, not from the day it came', async () => {
  await addGrant('2026-12-01T06:00:00.000Z', null)
  const org = { id: LAB.id, firstCompleteAt: NOW }
  await register.insert(grants).values({
    ...{ orgId: LAB.id, accountId: NADIA, key: `base:${NADIA}`, kind: 'team_membership', role: 'member' },
    ...{ teamId: 201, firstSeen: '2026-12-01T06:00:00.000Z' },
  })
  await act(register, commit(NADIA, '2027-02-01T06:00:00.000Z'))
  const withoutActivity = await findHoldersWithoutActivity(register, org, '2027-03-01T06:00:00.000Z')
  expect(withoutActivity.find(({ account }) => account === NADIA)?.newest).toBe('2027-02-01T06:00:00.000Z')
})
