/** What costs a request per repository is asked on one day of the week, and nothing is taken for gone on the others. */

import { afterEach, describe, expect, test } from 'vitest'
import { isAskedToday } from '../../src/audit/engine/weekly.ts'
import { daysAfter } from '../../src/policy/calendar.ts'
import type { Instant } from '../../src/policy/words.ts'
import { GUILD, openSmallAudit, type SmallAudit } from '../fixtures/github/small-audit.ts'
import { NOW, smallWorld } from '../fixtures/github/small-world.ts'

const WEEK = [0, 1, 2, 3, 4, 5, 6].map((days) => daysAfter(NOW, days))

/** On which days of a week a repository is asked for something. */
const daysAsked = (
  source: 'deploy_keys' | 'repository_invitations',
  repository: { readonly id: number; readonly archived: boolean },
  of: { readonly repositories: number; readonly firstCompleteAt?: Instant | null },
) => {
  const { firstCompleteAt = '2026-11-01T06:00:00.000Z' } = of
  const all = Array.from({ length: of.repositories })
  return WEEK.filter((asOf) => isAskedToday(source)(repository, { org: { firstCompleteAt }, asOf }, all))
}

const IDS = Array.from({ length: 50 }, (_, n) => 5000 + n)

describe('in an organisation of more than 20 repositories', () => {
  test('each is asked for its deploy keys and invitations on one day of the week, a seventh every day', () => {
    for (const source of ['deploy_keys', 'repository_invitations'] as const) {
      const days = IDS.map((id) => daysAsked(source, { id, archived: false }, { repositories: 21 }))
      expect(days.map(({ length }) => length)).toEqual(IDS.map(() => 1))
      const shares = WEEK.map((day) => days.filter(([asked]) => asked === day).length)
      expect(Math.max(...shares)).toBeLessThanOrEqual(8)
    }
  })

  test('all are asked every day until an audit was complete', () => {
    const of = { repositories: 21, firstCompleteAt: null }
    for (const id of IDS) expect(daysAsked('deploy_keys', { id, archived: false }, of)).toEqual(WEEK)
  })
})

test('in an organisation of 20 repositories all are asked every day', () => {
  for (const id of IDS)
    expect(daysAsked('deploy_keys', { id, archived: false }, { repositories: 20 })).toEqual(WEEK)
})

test('nobody can be invited to an archived repository, so it is asked for its keys alone', () => {
  const archived = { id: 5000, archived: true }
  expect(daysAsked('repository_invitations', archived, { repositories: 20 })).toEqual([])
  expect(daysAsked('deploy_keys', archived, { repositories: 20 })).toEqual(WEEK)
})

describe('on the day after its first audit', () => {
  let guild: SmallAudit
  afterEach(() => guild.close())

  /** 22 repositories, each with a deploy key and an invitation that nobody has answered yet; one is archived by now. */
  const keyed = () => {
    const small = smallWorld()
    const place = small.organization(GUILD)
    small.person('invited')
    const since = { created_at: '2026-11-01T00:00:00.000Z' }
    for (let n = 1; n <= 21; n += 1) {
      const key = { id: 7000 + n, title: 'robot', key: `ssh-ed25519 ${n}`, read_only: true, last_used: null }
      const invitation = { id: 8000 + n, login: 'invited', permissions: 'write', inviter: 'guild-warden' }
      place.repository(`shelf-${n}`, {
        deploy_keys: [{ ...key, added_by: null, ...since }],
        invitations: [{ ...invitation, ...since }],
      })
    }
    return small.world()
  }
  const open = async () => {
    const held = await guild.register.query.grants.findMany()
    const keys = await guild.register.query.credentials.findMany()
    const invitations = held.filter(({ kind }) => kind === 'repository_invitation')
    return [keys, invitations].map((rows) => rows.filter(({ closedAt }) => closedAt === null).length)
  }

  test('a small part is asked, and what belongs to the others stays, without asking whether it is gone', async () => {
    guild = await openSmallAudit(keyed())
    const lists = /^GET .*\/repos\/guild\/[^/]+\/(keys|invitations)$/
    const first = await guild.audit(NOW)
    expect(first.filter((request) => lists.test(request))).toHaveLength(44)
    expect(await open()).toEqual([21, 21])
    const shelf = guild.demo.world.repository(GUILD, 'shelf-1')
    if (shelf === undefined) throw new Error('the shelf is there')
    shelf.archived = true
    const second = await guild.audit(daysAfter(NOW, 1))
    const asked = second.filter((request) => lists.test(request))
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.length).toBeLessThanOrEqual(8)
    expect(second.filter((request) => /\/(keys|invitations)\/\d+$/.test(request))).toEqual([])
    expect(await open()).toEqual([21, 21])
  })
})
