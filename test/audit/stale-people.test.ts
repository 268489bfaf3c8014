/** A quarter is frozen with how many people hold what is stale, and everybody sees an exact change only where they are enough. */

import { beforeEach, describe, expect, it } from 'vitest'
import { freezeStaleAccess } from '../../src/audit/stale-access/freeze.ts'
import type { Pair } from '../../src/policy/stale-access/pairs.ts'
import { sumsOf, unusedByHolder } from '../../src/policy/stale-access/sums.ts'
import type { Instant } from '../../src/policy/words.ts'
import { findStaleAccess, staleNowStatements } from '../../src/register/audits/stale-access.ts'
import { together } from '../../src/register/open.ts'
import * as s from '../../src/register/schema.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import {
  everythingPublic,
  fourOrganizations,
  LICHEN,
  publicJson,
  publish,
  setRules,
} from '../fixtures/register/publishing.ts'
import type { Site } from '../fixtures/register/site.ts'

const [FIRST, NEXT] = ['2026-04-02T06:00:00.000Z', '2026-07-02T06:00:00.000Z'] as const
/** Accounts 501 to 512 are people, 601 to 605 bots; 701 is a machine account that GitHub calls a user. */
const PEOPLE = Array.from({ length: 12 }, (_, i) => 501 + i)
const BOTS = Array.from({ length: 5 }, (_, i) => 601 + i)
const MACHINE = 701

let site: Site

beforeEach(async () => {
  site = await fourOrganizations()
  await site.register.delete(s.staleAccess)
  await site.register.delete(s.reviews)
  for (const id of [...PEOPLE, ...BOTS, MACHINE]) {
    const type = BOTS.includes(id) ? 'Bot' : 'User'
    await site.register.insert(s.accounts).values({ id, login: `account-${id}`, type })
  }
  await publish(site, LICHEN)
})

/** So many stale pairs of each holder. Every person can write somewhere, and uses that. */
async function audited(at: Instant, stale: Readonly<Record<string, number>>): Promise<void> {
  const { register } = site
  const pairs: Pair[] = [
    ...PEOPLE.map((id) => ({ holder: `account:${id}`, target: 1, state: 'used' as const })),
    ...Object.entries(stale).flatMap(([holder, many]) =>
      Array.from({ length: many }, (_, i) => ({ holder, target: 100 + i, state: 'stale' as const })),
    ),
  ]
  await register.insert(s.audits).values({ ...anAudit(at, at), orgId: LICHEN })
  const numbers = { ...sumsOf(pairs), at, auditId: at, unobservable: 0, change: null }
  await together(register, staleNowStatements(register, LICHEN, numbers, unusedByHolder(pairs)))
  await freezeStaleAccess({ register }, at, at)
}

const each = (holders: readonly number[], many: number) =>
  Object.fromEntries(holders.map((id) => [`account:${id}`, many]))

const shown = async () =>
  (await publicJson(site, '/api/public/orgs/lichen')).newest as { state: string; percent: number | null }

/** How many people hold what is stale, by what was frozen. */
async function held(): Promise<readonly (number | null | undefined)[]> {
  const { baseline, quarters } = await findStaleAccess(site.register, LICHEN)
  return [baseline, ...quarters].map((moment) => moment?.stalePeople)
}

describe('the change that everybody sees', () => {
  it('twenty stale pairs of one person are not shown exactly', async () => {
    await audited(FIRST, each(PEOPLE.slice(0, 1), 20))
    await audited(NEXT, each(PEOPLE.slice(0, 1), 15))
    expect(await held()).toEqual([1, 1])
    expect(await shown()).toMatchObject({ state: 'too_small', percent: null, unusedInTen: null })
    for (const text of Object.values(await everythingPublic(site))) expect(text).not.toMatch(/\b25 ?%|-25\b/)
  })

  it('twenty of five people are', async () => {
    await audited(FIRST, each(PEOPLE.slice(0, 5), 4))
    await audited(NEXT, each(PEOPLE.slice(0, 5), 3))
    expect(await held()).toEqual([5, 5])
    expect(await shown()).toMatchObject({ state: 'on_the_way', percent: -25 })
  })

  it('is exact where nobody has anything left', async () => {
    await audited(FIRST, each(PEOPLE, 4))
    await audited(NEXT, {})
    expect(await held()).toEqual([12, 0])
    expect(await shown()).toMatchObject({ state: 'goal_met', percent: -100, unusedInTen: 0 })
  })
})

describe('a person is', () => {
  it('no credential, no bot, and no machine account that owners have named one', async () => {
    await setRules(site, LICHEN, {
      public: true,
      sponsors: [{ login: 'some-name', id: MACHINE, sponsor: 'ada' }],
    })
    await audited(FIRST, {
      ...each([...PEOPLE.slice(0, 4), ...BOTS, MACHINE], 4),
      ...{ 'credential:deploy_key:501': 1, 'credential:fine_grained_token:502': 1 },
    })
    await audited(NEXT, each([...PEOPLE.slice(0, 4), ...BOTS], 3))
    expect(await held()).toEqual([4, 4])
    expect(await shown()).toMatchObject({ percent: null })
  })

  it('no bot that an earlier version has named without its id', async () => {
    await setRules(site, LICHEN, { sponsors: [{ login: 'Account-501', sponsor: 'ada' }] })
    await audited(FIRST, each(PEOPLE.slice(0, 5), 4))
    expect(await held()).toEqual([4])
  })
})
