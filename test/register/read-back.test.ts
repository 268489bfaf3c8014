/** From when on everything was read: the latest start of any source of any repository. */

import { expect, test } from 'vitest'
import type { Instant } from '../../src/policy/words.ts'
import { findContributionsReadBack, findRepositoriesReadBack } from '../../src/register/activity/read-back.ts'
import { watermarksStatement } from '../../src/register/activity/watermarks.ts'
import type { Register } from '../../src/register/open.ts'
import { repositories, type WatermarkSource } from '../../src/register/schema.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const ORG = 6001
const SINCE = '2026-05-22T06:00:00.000Z'
const SOURCES = [
  'timelines',
  'repository_activity',
  'review_comments',
  'commit_comments',
  'releases',
  'discussions',
] as const

const MOVED = { pushedAt: '2026-11-01T00:00:00.000Z', threadsUpdatedAt: '2026-10-30T00:00:00.000Z' } as const

async function withRepository(change: {
  pushedAt?: Instant
  threadsUpdatedAt?: Instant
  releasedAt?: Instant
}): Promise<Register> {
  const register = await freshRegister()
  await register.insert(repositories).values({
    id: 1,
    orgId: ORG,
    name: 'atlas',
    nodeId: 'R_1',
    private: false,
    archived: false,
    fork: false,
    ...change,
    firstSeen: SINCE,
  })
  return register
}

async function read(register: Register, source: WatermarkSource, since: Instant): Promise<void> {
  await watermarksStatement(register, ORG, source, [
    { scope: 1, since, readTo: '2026-11-22T06:00:00.000Z', mark: null },
  ])
}

test('a repository of which every source was read counts from the latest of their starts', async () => {
  const register = await withRepository(MOVED)
  for (const source of SOURCES) await read(register, source, SINCE)
  // The timelines show comments and events of issues too.
  expect(await findRepositoriesReadBack(register, ORG)).toBe(SINCE)
  await read(register, 'releases', '2026-07-01T00:00:00.000Z')
  expect(await findRepositoriesReadBack(register, ORG)).toBe(SINCE)
  await register.run("update watermarks set since = '2026-07-01T00:00:00.000Z' where source = 'releases'")
  expect(await findRepositoriesReadBack(register, ORG)).toBe('2026-07-01T00:00:00.000Z')
})

test('a source that was never read counts from its last change, and not at all where there was none', async () => {
  const register = await withRepository(MOVED)
  for (const source of SOURCES.slice(1)) await read(register, source, SINCE)
  expect(await findRepositoriesReadBack(register, ORG)).toBe(MOVED.threadsUpdatedAt)
  const quiet = await withRepository({})
  await read(quiet, 'timelines', SINCE)
  expect(await findRepositoriesReadBack(quiet, ORG)).toBe(SINCE)
})

test('workflows, deployments and tags count where they were read', async () => {
  const register = await withRepository({})
  await read(register, 'timelines', SINCE)
  await read(register, 'workflow_runs', '2026-06-01T00:00:00.000Z')
  expect(await findRepositoriesReadBack(register, ORG)).toBe('2026-06-01T00:00:00.000Z')
})

test('one that is gone, or belongs to others, does not count', async () => {
  const register = await withRepository(MOVED)
  expect(await findRepositoriesReadBack(register, 7001)).toBeNull()
  await register.run("update repositories set closed_at = '2026-11-02T00:00:00.000Z'")
  expect(await findRepositoriesReadBack(register, ORG)).toBeNull()
})

test('contributions are known by account', async () => {
  const register = await withRepository({})
  await read(register, 'contributions', SINCE)
  expect(await findContributionsReadBack(register, ORG, [1, 2])).toEqual(new Map([[1, SINCE]]))
  expect(await findContributionsReadBack(register, ORG, [2])).toEqual(new Map())
})
