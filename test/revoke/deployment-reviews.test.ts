/** Whoever has let a deployment go on since the proposal was opened keeps what they have; so does whoever may have. */

import { expect, test } from 'vitest'
import type { Instant } from '../../src/policy/words.ts'
import { LAB } from '../fixtures/github/revocation.ts'
import { decided, fixture, freshGitHub, isMember, statusOf, untouched } from '../fixtures/github/revoking.ts'

freshGitHub()

/** The proposal is opened on 22 November and carried out four days later. */
const LATER: Instant = '2026-11-26T06:00:00.000Z'
const OPEN_REVIEWER = { name: 'pypi', reviewers: ['felix-moreau'], teams: [] }

function approved(actor: string, at: string): void {
  fixture.github.act({ actor, kind: 'deployment_approval', owner: LAB, repo: 'website', at })
}

test('access is not removed from someone who let a deployment go on in between', async () => {
  const id = await decided('felix-moreau')
  approved('felix-moreau', '2026-11-22T11:00:00Z')
  await fixture.carry(id, { now: LATER })
  expect((await untouched(id))?.status).toBe('withdrawn')
  expect(await statusOf(id)).toBe('stale')
})

test('nor from someone of whose reviews GitHub shows too few', async () => {
  const id = await decided('felix-moreau')
  Object.assign(fixture.github.world.repository(LAB, 'website') ?? {}, { environments: [OPEN_REVIEWER] })
  for (let hour = 10; hour < 32; hour++)
    approved('mara-voss', `2026-11-2${hour < 24 ? 4 : 5}T${String(hour % 24).padStart(2, '0')}:00:00Z`)
  await fixture.carry(id, { now: LATER })
  expect(await untouched(id)).toMatchObject({ status: 'failed' })
  expect(await statusOf(id)).toBe('decided')
})

test('it is removed where others are asked for those reviews', async () => {
  const id = await decided('felix-moreau')
  for (let hour = 10; hour < 24; hour++) approved('mara-voss', `2026-11-24T${hour}:00:00Z`)
  for (let hour = 10; hour < 24; hour++) approved('mara-voss', `2026-11-25T${hour}:00:00Z`)
  await fixture.carry(id, { now: LATER })
  expect(isMember('felix-moreau')).toBe(false)
})
