/** Nothing is given back where one of the conditions fails at the very moment of sending it. */

import { beforeEach, expect, test } from 'vitest'
import type { Actor, Instant } from '../../src/policy/words.ts'
import type { Register } from '../../src/register/open.ts'
import {
  authorizeRestore,
  findRestoreOutcomes,
} from '../../src/register/revocations/restorations/authorize-restore.ts'
import { organizations, restorations, revocations } from '../../src/register/schema.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const NOW: Instant = '2026-12-01T06:00:00.000Z'
const SOON: Instant = '2026-12-01T06:10:00.000Z'
const BEFORE: Instant = '2026-12-01T05:59:00.000Z'
const ADA: Actor = { kind: 'person', id: 1, login: 'ada' }

let register: Register

beforeEach(async () => {
  register = await freshRegister()
  const lock = { revoking: 'back-1', revokingUntil: SOON }
  await register
    .insert(organizations)
    .values({ id: 100, login: 'lichen', nodeId: 'O', firstSeen: NOW, ...lock })
  const snapshot = { kind: 'credential', at: NOW, fields: {} } as const
  await register.insert(revocations).values({
    ...{ id: 'about-bela', orgId: 100, status: 'restoring', startedBy: ADA, startedAt: NOW },
    ...{ attempt: 1, rehearsal: false, snapshot },
  })
  await register.insert(restorations).values({
    ...{
      id: 'back-1',
      revocationId: 'about-bela',
      orgId: 100,
      status: 'running',
      askedBy: ADA,
      askedAt: NOW,
    },
    ...{ needsTwo: true, secondBy: ADA, secondAt: NOW, attempt: 2, since: 2 },
  })
})

const authorized = () => {
  const outcome = {
    restorationId: 'back-1',
    key: 'invite',
    action: 'invite',
    target: 'bela',
    attempt: 2,
  } as const
  return authorizeRestore(
    register,
    100,
    { restoration: 'back-1', number: 2, now: NOW },
    {
      outcome: { ...outcome, status: 'attempting', at: NOW, error: null, url: null },
      entry: { at: NOW, act: 'giving_back', actor: ADA, sentence: 'It is about to be sent.' },
    },
  )
}

test('it is authorized, and noted as attempted in the same write', async () => {
  expect(await authorized()).toBe(true)
  expect(await findRestoreOutcomes(register, 'back-1')).toMatchObject([
    { key: 'invite', status: 'attempting' },
  ])
})

test.each<readonly [string, () => Promise<unknown>]>([
  ['a later attempt has taken over', async () => register.update(restorations).set({ attempt: 3 })],
  ['it has ended', async () => register.update(restorations).set({ status: 'failed' })],
  ['the second owner has not agreed', async () => register.update(restorations).set({ secondAt: null })],
  ['what was taken is no longer stored', async () => register.update(revocations).set({ snapshot: null })],
  ['it is given back already', async () => register.update(revocations).set({ status: 'restored' })],
  ['an owner has paused the organisation', async () => register.update(organizations).set({ pausedAt: NOW })],
  [
    'the organisation has taken the App back',
    async () => register.update(organizations).set({ closedAt: NOW }),
  ],
  ['another holds the lock', async () => register.update(organizations).set({ revoking: 'another' })],
  ['the lock has run out', async () => register.update(organizations).set({ revokingUntil: BEFORE })],
])('nothing is authorized where %s', async (_, happens) => {
  await happens()
  expect(await authorized()).toBe(false)
  expect(await findRestoreOutcomes(register, 'back-1')).toEqual([])
})
