/** An administrator's rights are removed with two votes, and only while both stand. */

import { expect, test } from 'vitest'
import { decide, startRevocation } from '../../src/review.ts'
import {
  fixture,
  freshGitHub,
  isMember,
  organization,
  owner,
  proposalAbout,
  review,
  statusOf,
  untouched,
  writes,
} from '../fixtures/github/revoking.ts'

freshGitHub()

const answer = { voterRole: 'owner', signIn: 'fresh', decision: 'revoke', reason: 'Thank you.' } as const
const second = () => ({ kind: 'person', id: fixture.id('teo-lindqvist'), login: 'teo-lindqvist' }) as const

/** Both owners decide, and the removal is started. */
const decidedByTwo = async () => {
  const { id } = await proposalAbout('rosa-campos', await review())
  await decide(fixture.platform, id, { ...answer, by: owner() }, fixture.now)
  await decide(fixture.platform, id, { ...answer, by: second() }, fixture.now)
  await startRevocation(fixture.platform, id, owner(), fixture.now)
  return id
}

test('an administrator is gone from every path once two owners have decided it', async () => {
  const id = await decidedByTwo()
  await fixture.carry(id)
  expect(await statusOf(id)).toBe('done')
  expect(isMember('rosa-campos')).toBe(false)
  expect(writes().length).toBeGreaterThan(0)
})

test('nothing is removed if the second voter is no owner any more when it is looked at again', async () => {
  const id = await decidedByTwo()
  const teo = organization().members.find(({ login }) => login === 'teo-lindqvist')
  if (teo === undefined) throw new Error('teo-lindqvist is an owner')
  teo.role = 'member'
  await fixture.carry(id)
  expect((await untouched(id))?.status).toBe('withdrawn')
  expect(await statusOf(id)).toBe('open')
  expect(isMember('rosa-campos')).toBe(true)
})
