/** A list that shifts while it is read: rows that come twice, an end in the middle. Whoever it did not show is still known, and still a member. */

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Rewritable } from '../../fake-github/http/faults.ts'
import { findReadings } from '../../src/register/audits/readings.ts'
import { GUILD, openSmallAudit, type SmallAudit } from '../fixtures/github/small-audit.ts'
import { LONG_AGO, NOW, smallWorld } from '../fixtures/github/small-world.ts'

let audit: SmallAudit

beforeEach(async () => {
  const small = smallWorld()
  const guild = small.organization(GUILD)
  for (const login of ['ada', 'ben', 'cyd']) guild.member(login)
  guild.act('ada', 'push')
  guild.act('ben', 'push', { at: LONG_AGO })
  audit = await openSmallAudit(small.world())
})
afterEach(() => audit.close())

/** Changes the first reading of the members; the second is whole. */
function firstReading(change: (list: Rewritable) => void): void {
  let read = 0
  audit.demo.faults.rewrite({ operation: 'Members' }, (body) => {
    read += 1
    if (read === 1) change(body.data.organization.membersWithRole)
  })
}

const without = (list: Rewritable, login: string) =>
  list.edges.filter((edge: Rewritable) => edge.node.login !== login)

test.each<[string, (list: Rewritable) => void]>([
  [
    'where another comes twice',
    (list) => {
      list.edges = [...without(list, 'ada'), without(list, 'ada')[0]]
    },
  ],
  [
    'where the list ends before it should',
    (list) => {
      list.edges = without(list, 'ada')
    },
  ],
])('somebody who is not shown %s is seen by reading the list again', async (_, change) => {
  firstReading(change)
  await audit.audit(NOW)
  expect(await audit.verdictOf('ada')).toBe('active')
  expect(await audit.verdictOf('ben')).toBe('inactive')
})

test('somebody whom neither reading shows keeps what they hold, because GitHub says so when it is asked', async () => {
  await audit.audit(NOW)
  audit.demo.faults.rewrite({ operation: 'Members' }, (body) => {
    const list = body.data.organization.membersWithRole
    list.edges = without(list, 'ada')
  })
  await audit.audit('2026-11-23T06:00:00.000Z')
  expect(await audit.verdictOf('ada')).toBe('active')
})

test('a cursor that GitHub does not take any more leaves the list unread, and nobody loses anything', async () => {
  await audit.audit(NOW)
  audit.demo.faults.rewrite({ operation: 'Members' }, (body) => {
    body.data.organization.membersWithRole = null
    body.errors = [
      {
        type: 'INVALID_CURSOR_ARGUMENTS',
        message: '`Y3Vyc29yOjE=` does not appear to be a valid cursor.',
        path: ['organization', 'membersWithRole'],
      },
    ]
  })
  const now = '2026-11-23T06:00:00.000Z'
  const id = await audit.begin(now)
  // As if each step had failed three times: then what failed is given up.
  for (let came = ''; came !== 'finished'; ) came = (await audit.step(id, 0, now, undefined, 4)).kind
  const readings = await findReadings(audit.register, id)
  expect(readings.find(({ source }) => source === 'members')?.state.kind).toBe('unread')
  expect(await audit.verdictOf('ada')).toBe('active')
})
