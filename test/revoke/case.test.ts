/** What a revocation reads of the register: each part what it needs, and no more. */

import { expect, test } from 'vitest'
import { decided, fixture, freshGitHub, isMember } from '../fixtures/github/revoking.ts'
import { listenedTo } from '../fixtures/register/listened.ts'

freshGitHub()

/** Carries it out and counts, by part, how often all grants of the organisation were read. */
const grantsReadBy = async (id: string) => {
  const { register, calls } = listenedTo(fixture.register)
  Object.assign(fixture.platform, { register })
  const counts: Record<string, number> = {}
  let part = ''
  const count = () => {
    const read = calls
      .splice(0)
      .flat()
      .filter(({ text }) => /from grants where org_id = \? and closed_at is null order by/.test(text))
    if (part !== '') counts[part] = (counts[part] ?? 0) + read.length
  }
  await fixture.carry(id, {
    before: ({ kind }) => {
      count()
      part = kind
    },
  })
  count()
  return counts
}

test('all grants of an organisation are read where GitHub is looked at, and not to record how something ended', async () => {
  const id = await decided('carla-nunes')
  // Removing: one change of four steps, and the look at what remains of the other three.
  expect(await grantsReadBy(id)).toEqual({ newer_acts: 1, look_again: 1, remove: 2, verify: 1 })
  expect(isMember('carla-nunes')).toBe(false)
})

test('a rehearsal of four steps reads them no more often than that', async () => {
  Object.assign(fixture.platform.deployment, { rehearsal: 'REHEARSAL is on.' })
  const id = await decided('carla-nunes')
  expect(await grantsReadBy(id)).toEqual({ newer_acts: 1, look_again: 1, remove: 1, verify: 0 })
})
