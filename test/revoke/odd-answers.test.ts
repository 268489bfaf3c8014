/** Right before a removal GitHub answers in a way that nobody can be sure of: then nothing is removed. */

import { describe, expect, test } from 'vitest'
import type { FaultMatch, Rewritable } from '../../fake-github/http/faults.ts'
import type { Instant } from '../../src/policy/words.ts'
import { LAB } from '../fixtures/github/revocation.ts'
import { decided, fixture, freshGitHub, isMember, writes } from '../fixtures/github/revoking.ts'

freshGitHub()

const LATER: Instant = '2026-11-26T06:00:00.000Z'

/** Felix pushes after he was asked about. */
function pushed() {
  fixture.github.setNow(LATER)
  const at = '2026-11-25T11:00:00Z'
  fixture.github.act({ actor: 'felix-moreau', kind: 'push', owner: LAB, repo: 'website', at })
}

async function untouchedWhere(match: FaultMatch, change: (body: Rewritable) => void) {
  const id = await decided('felix-moreau')
  fixture.github.faults.rewrite(match, change)
  await fixture.carry(id, { now: LATER }).catch(() => undefined)
  expect(writes()).toEqual([])
  expect(isMember('felix-moreau')).toBe(true)
}

const theirPushes = { path: /\/activity$/ }
const each = (change: object) => (body: Rewritable) => {
  for (const row of body) Object.assign(row, change)
}
const everything = { operation: /./ }

describe('nothing is removed from somebody where GitHub', () => {
  test.each<[string, FaultMatch, (body: Rewritable) => void]>([
    ['dates their push to 1970', theirPushes, each({ timestamp: '1970-01-01T00:00:00Z' })],
    ['dates their push to no day at all', theirPushes, each({ timestamp: '' })],
    [
      'tells of a push of a kind that is not known here',
      theirPushes,
      each({ activity_type: 'tag_creation' }),
    ],
    [
      'says that a limit is reached, by its newer name and without data',
      everything,
      (body) => {
        body.data = undefined
        body.errors = [{ type: 'RATE_LIMIT', message: 'API rate limit already exceeded for user ID 1.' }]
      },
    ],
    [
      'leaves something out and does not say where',
      everything,
      (body) => {
        body.errors = [{ message: 'Timeout' }]
      },
    ],
  ])('%s', async (_, match, change) => {
    pushed()
    await untouchedWhere(match, change)
  })

  const membership = { path: /\/memberships\/felix-moreau$/, method: 'GET' }

  test.each<[string, (body: Rewritable) => void]>([
    ['does not say whose membership it is', (body) => Object.assign(body, { user: null })],
    ['says that the membership is another account’s by now', (body) => Object.assign(body.user, { id: 999 })],
    ['knows a role there that is not known here', (body) => Object.assign(body, { role: 'guest' })],
    ['says that the organisation is another by now', (body) => Object.assign(body.organization, { id: 999 })],
  ])('%s', async (_, change) => {
    await untouchedWhere(membership, change)
  })

  test('though where it answers as documented, it is', async () => {
    const id = await decided('felix-moreau')
    await fixture.carry(id)
    expect(isMember('felix-moreau')).toBe(false)
  })
})
