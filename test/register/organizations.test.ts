/** The organisations of a deployment, and the expired audits of those that are served. */
import { expect, test } from 'vitest'
import { findAuditsWithExpiredLease } from '../../src/register/audits/checkpoint.ts'
import type { Register } from '../../src/register/open.ts'
import {
  closeOrganizationsExcept,
  findServedOrganizations,
  recordOrganizations,
} from '../../src/register/organizations.ts'
import { audits } from '../../src/register/schema.ts'
import { anAudit, NOW } from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const LATER = '2026-11-22T07:00:00.000Z'

const guild = (n: number) => ({
  ...{ id: n, login: `guild-${n}`, nodeId: `O_${n}` },
  ...{ installationId: 100 + n, repositorySelection: 'all' as const, missingPermissions: [] },
})

async function served(register: Register): Promise<number[]> {
  return (await findServedOrganizations(register)).map(({ id }) => id)
}

test('more organisations than a statement has parameters are discovered, closed and discovered again', async () => {
  const register = await freshRegister()
  const all = Array.from({ length: 150 }, (_, n) => guild(n + 1))
  await recordOrganizations(register, all, NOW)
  await recordOrganizations(register, [{ ...guild(7), login: 'Renamed' }], LATER)
  expect(await served(register)).toHaveLength(150)
  const kept = all.slice(20).map(({ id }) => id)
  await closeOrganizationsExcept(register, kept, LATER)
  expect((await served(register)).sort((a, b) => a - b)).toEqual(kept)
  await recordOrganizations(register, [guild(1)], LATER)
  expect(await served(register)).toContain(1)
  const known = await findServedOrganizations(register)
  expect(known.find(({ id }) => id === 1)).toMatchObject({ firstSeen: NOW, closedAt: null })
})

test('when GitHub names no organisation any more, all are closed', async () => {
  const register = await freshRegister()
  await recordOrganizations(register, [guild(1), guild(2)], NOW)
  await closeOrganizationsExcept(register, [], LATER)
  expect(await served(register)).toEqual([])
})

test('an audit whose lease has expired is continued only while its organisation is served', async () => {
  const register = await freshRegister()
  await recordOrganizations(register, [guild(1), guild(2)], NOW)
  const running = { status: 'running' as const, finishedAt: null, leaseUntil: NOW }
  for (const orgId of [1, 2])
    await register.insert(audits).values({ ...anAudit(`audit-${orgId}`, NOW), ...running, orgId })
  await closeOrganizationsExcept(register, [2], LATER)
  expect((await findAuditsWithExpiredLease(register, LATER)).map(({ id }) => id)).toEqual(['audit-2'])
})
