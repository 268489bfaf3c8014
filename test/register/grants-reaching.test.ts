/** What reaches one account is selected for its page; what is left out must change nothing of what it holds. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accessMap, ancestorsOf } from '../../src/policy/access/access-map.ts'
import { grantKey } from '../../src/policy/access/grant-key.ts'
import type { Grant, OpenGrant } from '../../src/policy/words.ts'
import { grantPath } from '../../src/register/access/dossier/grant-path.ts'
import { findGrantsReaching, findOpenGrants, grantsStatements } from '../../src/register/access/grants.ts'
import { type Register, together } from '../../src/register/open.ts'
import { NOW } from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const ORG = 6001
const [account, team, repository] = [1, 10, 100].map((from) => fc.integer({ min: from, max: from + 3 }))
const role = fc.constantFrom('read' as const, 'write' as const, 'admin' as const)
if (account === undefined || team === undefined || repository === undefined) throw new Error('three')

/** Parents have the higher number: a team is never above itself. */
const grant: fc.Arbitrary<Grant> = fc.oneof(
  fc.record({
    kind: fc.constant('organization_role' as const),
    account,
    role: fc.constant('member' as const),
  }),
  fc.record({
    kind: fc.constant('team_membership' as const),
    account,
    team,
    role: fc.constant('member' as const),
  }),
  fc.record({ kind: fc.constant('team_repository' as const), team, repository, role }),
  fc
    .integer({ min: 10, max: 12 })
    .map((low) => ({ kind: 'team_parent' as const, team: low, parent: low + 1 })),
  fc.record({ kind: fc.constant('repository_role' as const), account, repository, role }),
  fc.record({ kind: fc.constant('base_permission' as const), role: fc.constant('read' as const) }),
)

test('whatever teams are above one another, an account holds the same by what reaches it as by everything', () =>
  whateverIsHeld(async (register, all) => {
    for (const who of [1, 2, 3, 4]) expect(await reaching(register, who)).toEqual(heldBy(all, who))
  }))

test('and the members of a team, and of the teams below it, hold the same by what reaches the team', () =>
  whateverIsHeld(async (register, all) => {
    const narrow = await findGrantsReaching(register, ORG, [], [12])
    const map = accessMap(all)
    const members = [1, 2, 3, 4].filter((who) =>
      map.memberships.get(who)?.some(({ team: its }) => [its, ...ancestorsOf(map, its)].includes(12)),
    )
    for (const who of members) expect(heldBy(narrow, who)).toEqual(heldBy(all, who))
    const opens = (known: readonly OpenGrant[]) => accessMap(known).teamRepositories.get(12) ?? []
    expect(opens(narrow)).toEqual(opens(all))
  }))

/** Of any grants, each once, in a register of their own; `all`: every open one. */
async function whateverIsHeld(holds: (register: Register, all: readonly OpenGrant[]) => Promise<void>) {
  const register = await freshRegister()
  await fc.assert(
    fc.asyncProperty(fc.array(grant, { maxLength: 25 }), async (grants) => {
      await register.run('delete from grants')
      await together(register, grantsStatements(register, ORG, once(grants), NOW))
      await holds(register, await findOpenGrants(register, ORG))
    }),
    { numRuns: 60 },
  )
}

async function reaching(register: Register, who: number) {
  return heldBy(await findGrantsReaching(register, ORG, [who]), who)
}

/** Each grant of the account with its path and what it opens. */
function heldBy(grants: readonly OpenGrant[], who: number) {
  const map = accessMap(grants)
  return grants.flatMap((each) => {
    const path = grantPath(each, who, map, String)
    return path === null ? [] : [{ key: grantKey(each), path }]
  })
}

function once(grants: readonly Grant[]): Grant[] {
  return [...new Map(grants.map((each) => [grantKey(each), each])).values()]
}
