/** Who may give back what, until when, and with how many owners. */

import { beforeEach, describe, expect, test } from 'vitest'
import { daysAfter, hoursAfter } from '../../src/policy/calendar.ts'
import type { Actor, Grant, Instant } from '../../src/policy/words.ts'
import type { Register } from '../../src/register/open.ts'
import { findRejoins } from '../../src/register/revocations/restorations/rejoins.ts'
import { findNewestRestoration } from '../../src/register/revocations/restorations/restorations.ts'
import {
  decisions,
  organizations,
  outcomes,
  proposals,
  reviews,
  revocations,
} from '../../src/register/schema.ts'
import { giveBack, recordRejoins } from '../../src/review.ts'
import { ABOUT_BELA } from '../fixtures/register/about-bela.ts'
import { aPlatform, give } from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const LATER: Instant = '2026-12-10T06:00:00.000Z'
const TAKEN: Instant = '2026-12-01T06:00:00.000Z'
const ADA: Actor = { kind: 'person', id: 1, login: 'ada' }
const CLEO: Actor = { kind: 'person', id: 3, login: 'cleo' }
const owners: readonly Grant[] = [1, 3].map((account) => ({
  kind: 'organization_role',
  account,
  role: 'admin',
}))
const belas: Grant = { kind: 'organization_role', account: 2, role: 'member' }

let register: Register
let platform: ReturnType<typeof aPlatform>

const setUp = async (changes: { privileged?: boolean; snapshot?: null } = {}) => {
  register = await freshRegister()
  platform = aPlatform(register)
  const first = { firstCompleteAt: '2026-11-01T06:00:00.000Z', firstSeen: TAKEN } as const
  await register.insert(organizations).values({ id: 100, login: 'lichen', nodeId: 'O_100', ...first })
  await give(register, owners, 100, '2026-11-01T06:00:00.000Z')
  await register.insert(reviews).values({
    ...{ id: 'review-1', orgId: 100, quarter: '2026-Q4', openedAt: TAKEN, openedBy: { kind: 'calendar' } },
    ...{
      dueAt: LATER,
      auditId: 'audit-1',
      scope: { contributors: null, countedTo: 11, because: 'calendar' },
    },
  })
  const risk = { ...ABOUT_BELA.risk, privileged: changes.privileged ?? false }
  await register.insert(proposals).values({ ...ABOUT_BELA, risk, status: 'done' })
  await register.insert(decisions).values({
    ...{ id: 'd', proposalId: 'about-bela', voter: 'person:1', by: ADA, decision: 'revoke', reason: 'x' },
    ...{ plan: ABOUT_BELA.plan, at: TAKEN },
  })
  const snapshot = { id: 2, login: 'bela', at: TAKEN, grants: [belas], repositories: {}, teams: {} }
  await register.insert(revocations).values({
    ...{ id: 'about-bela', orgId: 100, status: 'done', startedBy: ADA, startedAt: TAKEN, finishedAt: TAKEN },
    ...{ attempt: 1, rehearsal: false, verified: true, countedAt: TAKEN },
    snapshot: changes.snapshot === null ? null : { kind: 'account', ...snapshot },
  })
  await register.insert(outcomes).values({
    ...{ revocationId: 'about-bela', step: 0, action: 'remove_membership', target: 'lichen', at: TAKEN },
    status: 'done',
  })
}

const asked = (by: Actor = ADA, signIn: 'fresh' | 'old' | 'token' = 'fresh', now: Instant = LATER) =>
  giveBack(platform, 'about-bela', by, signIn, now)
const standing = async () => (await findNewestRestoration(register, 'about-bela'))?.status

describe('what a member held', () => {
  beforeEach(() => setUp())

  test('is given back on one owner’s click, by a token as well', async () => {
    expect(await asked(ADA, 'token')).toEqual({ id: 'about-bela', status: 'restoring', waitsFor: null })
    expect(platform.started).toHaveLength(1)
  })
  test('a click again while it runs starts nothing else', async () => {
    await asked()
    await asked(CLEO)
    expect(new Set(platform.started.map(({ part }) => JSON.stringify(part))).size).toBe(1)
  })
  test('is not given back by the person themselves', async () => {
    const bela = asked({ kind: 'person', id: 2, login: 'bela' })
    await expect(bela).rejects.toMatchObject({ code: 'forbidden' })
  })
  test('is given back until 24 months are over, and not later', async () => {
    await expect(asked(ADA, 'fresh', daysAfter(TAKEN, 740))).rejects.toThrow('more than 24 months ago')
    expect(await standing()).toBeUndefined()
    await asked(ADA, 'fresh', daysAfter(TAKEN, 725))
    expect(await standing()).toBe('running')
  })
  test('is not given back while an owner has paused the organisation', async () => {
    await register.update(organizations).set({ pausedAt: LATER })
    await expect(asked()).rejects.toThrow('paused')
  })
  test('is not given back where nothing was removed, or a rehearsal only', async () => {
    await register.update(outcomes).set({ status: 'already_gone' })
    await expect(asked()).rejects.toThrow('Nothing was removed')
    await register.update(outcomes).set({ status: 'done' })
    await register.update(revocations).set({ rehearsal: true })
    await expect(asked()).rejects.toThrow('Nothing was removed')
  })
  test('is not given back while it is still being carried out', async () => {
    await register.update(revocations).set({ status: 'running' })
    await expect(asked()).rejects.toMatchObject({ code: 'conflict' })
  })
})

test('where what was held is erased, nothing is started', async () => {
  await setUp({ snapshot: null })
  await expect(asked()).rejects.toThrow('no longer stored')
})

describe("an owner's or admin's role", () => {
  beforeEach(() => setUp({ privileged: true }))

  test('is given back with two people only', async () => {
    expect(await asked()).toEqual({ id: 'about-bela', status: 'restoring', waitsFor: 'second_owner' })
    await asked()
    expect(platform.started).toEqual([])
    expect(await asked(CLEO)).toMatchObject({ waitsFor: null })
    expect(platform.started).toHaveLength(1)
  })
  test('is asked for and agreed to by nobody whose sign-in is old, and by no token', async () => {
    await expect(asked(ADA, 'old')).rejects.toMatchObject({ code: 'sign_in_again' })
    await expect(asked(ADA, 'token')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(asked({ kind: 'operator' }, 'token')).rejects.toMatchObject({ code: 'forbidden' })
    await asked()
    await expect(asked(CLEO, 'old')).rejects.toMatchObject({ code: 'sign_in_again' })
    await expect(asked(CLEO, 'token')).rejects.toMatchObject({ code: 'forbidden' })
    expect(platform.started).toEqual([])
  })
  test('is agreed to by nobody who has just become an owner', async () => {
    await give(register, [{ kind: 'organization_role', account: 4, role: 'admin' }], 100, LATER)
    await asked()
    await expect(asked({ kind: 'person', id: 4, login: 'dora' })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await standing()).toBe('waiting')
  })
  test('is asked for anew where whoever asked is no owner any more: one word of today is not two', async () => {
    await asked()
    platform.formerOwners.add(1)
    expect(await asked(CLEO)).toMatchObject({ waitsFor: 'second_owner' })
    expect(await findNewestRestoration(register, 'about-bela')).toMatchObject({
      askedBy: CLEO,
      secondBy: null,
    })
    expect(platform.started).toEqual([])
    platform.formerOwners.delete(1)
    expect(await asked()).toMatchObject({ waitsFor: null })
  })
  test('one owner alone agrees with themselves once the others had 14 days', async () => {
    await asked()
    await asked(ADA, 'fresh', daysAfter(LATER, 13))
    expect(await standing()).toBe('waiting')
    await asked(ADA, 'fresh', daysAfter(LATER, 14))
    expect(await standing()).toBe('running')
  })
})

describe('re-joins are counted once', () => {
  const cameBack = async (seen: Instant) => {
    await setUp()
    await give(register, [belas], 100, seen)
    await recordRejoins(platform, 100, seen)
    await recordRejoins(platform, 100, hoursAfter(seen, 24))
    return findRejoins(register, 100, '2026-Q4')
  }
  test('put back within two days: by a sync', async () => {
    expect(await cameBack(hoursAfter(TAKEN, 30))).toMatchObject({
      wayBack: 0,
      sync: 1,
      elsewhere: 0,
      removed: 1,
    })
  })
  test('later: elsewhere', async () => {
    expect(await cameBack(daysAfter(TAKEN, 20))).toMatchObject({
      wayBack: 0,
      sync: 0,
      elsewhere: 1,
      removed: 1,
    })
  })
  test('what was never gone is no re-join', async () => {
    await setUp()
    await give(register, [belas], 100, '2026-11-20T06:00:00.000Z')
    await recordRejoins(platform, 100, LATER)
    expect(await findRejoins(register, 100, '2026-Q4')).toMatchObject({ sync: 0, elsewhere: 0 })
  })
})
