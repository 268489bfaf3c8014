/** Where more old pushes are to be read than a day allows, the next days go on where it ended. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import { hoursAfter } from '../../src/policy/calendar.ts'
import { NOW, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

const REPOSITORIES = 220
let chatelaine: Chatelaine

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  guild.member('silent')
  for (let n = 1; n < REPOSITORIES; n++) guild.repository(`lantern-${n}`)
  chatelaine = await startChatelaine({ world: small.world() })
  await chatelaine.auditedAt(NOW)
}, 180_000)

afterAll(() => chatelaine.close())

function listsOfActivity(): string[] {
  return chatelaine.github.requests.log.flatMap(
    ({ path }) => /\/repos\/guild\/([^/]+)\/activity/.exec(path)?.[1] ?? [],
  )
}

it("each repository's list is asked for once, some on the first day and all within a few", async () => {
  expect(listsOfActivity().length).toBeLessThan(REPOSITORIES)
  for (let day = 1; day <= 5; day++) await chatelaine.auditedAt(hoursAfter(NOW, 24 * day))
  const all = listsOfActivity()
  expect(all).toEqual([...new Set(all)])
  expect(all).toHaveLength(REPOSITORIES)
}, 180_000)
