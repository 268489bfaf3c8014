/** Whom an audit has met late: their earlier acts were a stranger's and were not kept, so repositories are read again. */
import { beforeEach, describe, expect, it } from 'vitest'
import { findHoldersWithoutActivity } from '../../src/register/activity/uncommon.ts'
import { isSomebodyDiscoveredLate } from '../../src/register/activity/without-activity.ts'
import type { Register } from '../../src/register/open.ts'
import { audits, grants } from '../../src/register/schema.ts'
import { act, anAudit, commit, LAB, NOW, settle } from '../fixtures/lab.ts'
import { freshRegister } from '../fixtures/register.ts'

const [FAILED, NEXT] = ['2026-11-23T06:00:00Z', '2026-11-24T06:00:00Z']
const NADIA = 77
let register: Register

beforeEach(async () => {
  register = await freshRegister()
  await settle(register)
  await register.insert(audits).values({ ...anAudit('audit-2', FAILED), status: 'failed' })
})

async function held(firstSeen: string, closedAt: string | null, kind = 'organization_role'): Promise<void> {
  await register.insert(grants).values({
    ...{ orgId: LAB.id, accountId: NADIA, key: `${kind}:${NADIA}:${firstSeen}`, kind, role: 'member' },
    ...{ firstSeen, closedAt },
  })
}

describe('somebody is met late', () => {
  it('whom an audit met that failed, while there is no complete one', async () => {
    await held(FAILED, null)
    const org = { id: LAB.id, firstCompleteAt: null }
    expect(await isSomebodyDiscoveredLate(register, org, NEXT)).toBe(true)
    await register.insert(audits).values({ ...anAudit('audit-3', NEXT), status: 'partial' })
    expect(await isSomebodyDiscoveredLate(register, org, '2026-11-25T06:00:00Z')).toBe(false)
  })

  it('who came back, though an old act of theirs still counts', async () => {
    await held('2026-01-05T06:00:00Z', '2026-11-20T06:00:00Z', 'repository_role')
    await act(register, commit(NADIA, '2026-06-01T06:00:00Z'))
    await held(NEXT, null)
    expect(await isSomebodyDiscoveredLate(register, { id: LAB.id, firstCompleteAt: NOW }, NEXT)).toBe(true)
  })
})

it('nobody is met late who is new, or who held something all the time', async () => {
  const org = { id: LAB.id, firstCompleteAt: NOW }
  await held(NEXT, null)
  expect(await isSomebodyDiscoveredLate(register, org, NEXT)).toBe(false)
  await held(NOW, null, 'repository_role')
  expect(await isSomebodyDiscoveredLate(register, org, NEXT)).toBe(false)
})

it('who came later and acted since is silent from that act on, not from their coming', async () => {
  await held('2026-12-01T06:00:00Z', null)
  const joinedThen = { id: LAB.id, firstCompleteAt: NOW }
  await register.insert(grants).values({
    ...{ orgId: LAB.id, accountId: NADIA, key: `base:${NADIA}`, kind: 'team_membership', role: 'member' },
    ...{ teamId: 201, firstSeen: '2026-12-01T06:00:00Z' },
  })
  await act(register, commit(NADIA, '2027-02-01T06:00:00Z'))
  const silent = await findHoldersWithoutActivity(register, joinedThen, '2027-03-01T06:00:00Z')
  expect(silent.find(({ account }) => account === NADIA)?.newest).toBe('2027-02-01T06:00:00Z')
})
