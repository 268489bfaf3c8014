/** Stories of people who are away while audits and reviews go on: the clock moves, and their verdict with it. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor, Instant, Verdict } from '../../src/policy/words.ts'
import { findVerdicts } from '../../src/register/activity/verdicts.ts'
import { findStaleAccess } from '../../src/register/audits/stale-access.ts'
import { findUnfinishedProposals } from '../../src/register/reviews/proposals.ts'
import { accounts, proposals } from '../../src/register/schema.ts'
import { endLeave, openReview, setLeave } from '../../src/review.ts'
import { openSmallAudit, type SmallAudit } from '../fixtures/github/small-audit.ts'
import { NOW, RECENTLY, smallWorld } from '../fixtures/github/small-world.ts'
import { aPlatform } from '../fixtures/register/organization.ts'

const WEEK_LATER: Instant = '2026-11-29T06:00:00.000Z'
const AFTER_LEAVE: Instant = '2027-02-02T06:00:00.000Z'

let small: SmallAudit
let ids: ReadonlyMap<string, number>

const person = (login: string): Extract<Actor, { kind: 'person' }> => ({
  kind: 'person',
  id: ids.get(login) ?? 0,
  login,
})
const verdictOf = async (login: string): Promise<Verdict | undefined> =>
  (await findVerdicts(small.register, small.orgId)).get(person(login).id)
const staleNow = async () => {
  const { now } = await findStaleAccess(small.register, small.orgId)
  return now?.stale
}
let staleBefore: number | undefined

/** silent is a member, guard an owner, busy an active owner; all three are away until February. */
beforeAll(async () => {
  const world = smallWorld()
  const guild = world.organization('guild')
  guild.member('silent')
  guild.member('gone')
  guild.owner('guard')
  guild.owner('busy')
  guild.act('busy', 'merge', { at: RECENTLY })
  guild.collaborator('silent', 'atlas', 'write')
  small = await openSmallAudit(world.world())
  await small.audit(NOW)
  ids = new Map((await small.register.select().from(accounts)).map(({ login, id }) => [login, id]))
  staleBefore = await staleNow()
  for (const login of ['silent', 'guard', 'busy'])
    await setLeave(
      small,
      { account: person(login).id, orgId: null, until: '2027-02-01', by: person(login) },
      NOW,
    )
  await small.audit(WEEK_LATER)
}, 120_000)
afterAll(() => small.close())

test('whoever is away is exempt, active people too, and what they would be otherwise is kept', async () => {
  expect(await verdictOf('silent')).toMatchObject({ verdict: 'exempt', otherwise: { verdict: 'inactive' } })
  expect(await verdictOf('busy')).toMatchObject({ verdict: 'exempt', otherwise: { verdict: 'active' } })
  expect(await verdictOf('gone')).toMatchObject({ verdict: 'inactive' })
})

test('stale access is counted by use alone: leave takes nobody out of it', async () => {
  expect(staleBefore).toBeGreaterThan(0)
  expect(await staleNow()).toBe(staleBefore)
})

test('the review asks about the away owner, as inactive, and not about the away member', async () => {
  const platform = aPlatform(small.register, {})
  await openReview(platform, { id: small.orgId }, { kind: 'calendar' }, WEEK_LATER)
  const asked = await findUnfinishedProposals(small.register, small.orgId)
  expect(asked.map(({ subject }) => (subject.kind === 'account' ? subject.login : '')).sort()).toEqual([
    'gone',
    'guard',
  ])
  const rows = await small.register.select().from(proposals)
  expect(JSON.stringify(rows)).not.toMatch(/exempt|2027|February/)
})

test('the day after, they are judged as everybody else', async () => {
  await small.audit(AFTER_LEAVE)
  expect((await verdictOf('silent'))?.verdict).toBe('inactive')
  expect((await verdictOf('busy'))?.verdict).toBe('active')
})

test('who comes back early is judged so by the next audit', async () => {
  const silent = person('silent')
  await setLeave(small, { account: silent.id, orgId: null, until: '2027-06-01', by: silent }, AFTER_LEAVE)
  await small.audit('2027-02-03T06:00:00.000Z')
  expect((await verdictOf('silent'))?.verdict).toBe('exempt')
  await endLeave(small, { account: silent.id, by: silent }, '2027-02-03T07:00:00.000Z')
  await small.audit('2027-02-04T06:00:00.000Z')
  expect((await verdictOf('silent'))?.verdict).toBe('inactive')
})
