/** A rehearsal runs every step and writes nothing to GitHub. */

import { expect, test } from 'vitest'
import { findOutcomes } from '../../src/register/revocations/outcomes.ts'
import { findRevocation } from '../../src/register/revocations/revocations.ts'
import { decided, fixture, freshGitHub, isMember, statusOf, writes } from '../fixtures/github/revoking.ts'

freshGitHub({ rehearsal: 'REHEARSAL is on.' })

test('a rehearsal runs the same steps, writes nothing, and leaves the proposal decided', async () => {
  const id = await decided('carla-nunes')
  await fixture.carry(id)
  expect(writes()).toEqual([])
  expect(await findRevocation(fixture.register, id)).toMatchObject({
    status: 'by_hand',
    rehearsal: true,
    verified: null,
  })
  expect((await findOutcomes(fixture.register, id)).map(({ status }) => status)).toEqual(
    Array(4).fill('rehearsed'),
  )
  expect(await statusOf(id)).toBe('decided')
  expect(isMember('carla-nunes')).toBe(true)
})
