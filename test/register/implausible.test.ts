/** The register stores as activity what the policy counts as an act: the rule exists in both, and they must agree. */

import { expect, test } from 'vitest'
import { implausibility, isDatedByHand } from '../../src/policy/activity/plausible.ts'
import type { Activity } from '../../src/policy/words.ts'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { findImplausibleActs, implausibleStatement } from '../../src/register/activity/implausible.ts'
import { activityStatements, findNewestActOfEach } from '../../src/register/activity/newest-acts.ts'
import { together } from '../../src/register/open.ts'
import { organizations, repositories } from '../../src/register/schema.ts'
import { NOW } from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const ORG = 6001
const CREATED = '2026-10-01T12:00:00.000Z'
/** A repository created then, one whose creation is not known, and no repository at all. */
const REPOSITORIES = [
  { id: 101, createdAt: CREATED },
  { id: 102, createdAt: null },
  { id: null, createdAt: null },
] as const
const MOMENTS = [
  '1999-01-01T00:00:00.000Z',
  '2026-09-30T11:59:59.000Z',
  '2026-09-30T12:00:00.000Z',
  '2026-10-01T11:59:59.000Z',
  CREATED,
  NOW,
  '2026-11-22T06:00:01.000Z',
  '2031-01-01T00:00:00.000Z',
] as const

/** Each by another account, so that none hides another. */
const acts = REPOSITORIES.flatMap((repository) =>
  MOMENTS.flatMap((at) =>
    (['commit', 'tag', 'issue', 'merge'] as const).flatMap((kind) =>
      (['timelines', 'contributions'] as const).map((source) => ({ repository, at, kind, source })),
    ),
  ),
).map(({ repository, ...rest }, i) => {
  const act: Activity = { account: 1000 + i, repository: repository.id, url: null, ...rest }
  return { act, why: implausibility(act, repository, NOW) }
})

test('an act that the policy calls implausible is stored only as evidence, and every other act as activity', async () => {
  const register = await freshRegister()
  await register.insert(organizations).values({ id: ORG, login: 'lichen-lab', nodeId: 'O', firstSeen: NOW })
  for (const { id, createdAt } of REPOSITORIES) {
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
    ...activityStatements(register, ORG, all, NOW),
    implausibleStatement(
      register,
      ORG,
      all.filter(({ kind }) => isDatedByHand(kind)),
      NOW,
    ),
  ])
  const activity = await findNewestActOfEach(register, ORG, people)
  const evidence = await findImplausibleActs(register, ORG, people)
  for (const { act, why } of acts) {
    expect({ act, isActivity: activity.has(act.account) }).toEqual({ act, isActivity: why === null })
    const expected = isDatedByHand(act.kind) ? why : null
    expect({ act, why: evidence.get(act.account)?.why ?? null }).toEqual({ act, why: expected })
  }
})
