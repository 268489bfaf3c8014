/** What the register keeps as activity is what the policy takes for an act: the rule stands in both, and must not drift apart. */

import { expect, test } from 'vitest'
import { implausibility, isDatedByHand } from '../../src/policy/activity/plausible.ts'
import type { Activity } from '../../src/policy/words.ts'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { findImplausibleActs, implausibleStatement } from '../../src/register/activity/implausible.ts'
import { activityStatement, findNewestActOfEach } from '../../src/register/activity/newest-acts.ts'
import { together } from '../../src/register/open.ts'
import { organizations, repositories } from '../../src/register/schema.ts'
import { NOW } from '../fixtures/lab.ts'
import { freshRegister } from '../fixtures/register.ts'

const ORG = 6001
const MADE = '2026-10-01T12:00:00Z'
/** A repository made then, one of which nobody knows since when it is there, and no repository at all. */
const PLACES = [
  { id: 101, createdAt: MADE },
  { id: 102, createdAt: null },
  { id: null, createdAt: null },
]
const MOMENTS = [
  '1999-01-01T00:00:00Z',
  '2026-09-30T11:59:59Z',
  '2026-09-30T12:00:00Z',
  '2026-10-01T11:59:59Z',
  MADE,
  NOW,
  '2026-11-22T06:00:01Z',
  '2031-01-01T00:00:00Z',
]

/** Each by somebody else, so that none hides another. */
const acts = PLACES.flatMap((place) =>
  MOMENTS.flatMap((at) =>
    (['commit', 'tag', 'issue', 'merge'] as const).flatMap((kind) =>
      (['timelines', 'contributions'] as const).map((source) => ({ place, at, kind, source })),
    ),
  ),
).map(({ place, ...rest }, i) => {
  const act: Activity = { account: 1000 + i, repository: place.id, url: null, ...rest }
  return { act, why: implausibility(act, place, NOW) }
})

test('an act that the policy calls implausible is kept as evidence at most, and every other one as activity', async () => {
  const register = await freshRegister()
  await register.insert(organizations).values({ id: ORG, login: 'lichen-lab', nodeId: 'O', firstSeen: NOW })
  for (const { id, createdAt } of PLACES) {
    if (id === null) continue
    const flags = { private: false, archived: false, fork: false }
    const named = { id, orgId: ORG, name: `r${id}`, nodeId: `R${id}`, firstSeen: NOW, createdAt }
    await register.insert(repositories).values({ ...named, ...flags })
  }
  const people = acts.map(({ act }) => act.account)
  const members = people.map((account) => ({ kind: 'organization_role', account, role: 'member' }) as const)
  const all = acts.map(({ act }) => act)
  await together(register, [
    ...grantsStatements(register, ORG, members, NOW),
    activityStatement(register, ORG, all, NOW),
    implausibleStatement(
      register,
      ORG,
      all.filter(({ kind }) => isDatedByHand(kind)),
      NOW,
    ),
  ])
  const kept = await findNewestActOfEach(register, ORG, people)
  const evidence = await findImplausibleActs(register, ORG, people)
  for (const { act, why } of acts) {
    expect({ act, isActivity: kept.has(act.account) }).toEqual({ act, isActivity: why === null })
    const told = isDatedByHand(act.kind) ? why : null
    expect({ act, why: evidence.get(act.account)?.why ?? null }).toEqual({ act, why: told })
  }
})
