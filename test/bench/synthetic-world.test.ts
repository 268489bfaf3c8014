/** The bench's invented organisations are lifelike where it costs, and the same again from the same seed. It audits none. */
import { describe, expect, it } from 'vitest'
import { byPlainRule } from '../../bench/plain-rule.ts'
import { requestsIn } from '../../bench/requests.ts'
import { twoPercentChange } from '../../bench/world/changes.ts'
import { syntheticWorld } from '../../bench/world/synthetic-world.ts'
import { toInstant } from '../../fake-github/world/instants.ts'
import { instant, monthsBefore } from '../../src/policy/calendar.ts'

const size = { members: 300, repositories: 60, acts: 20_000 }
const { world, organization, people } = syntheticWorld(size, 7)
/** In the world's form. */
const sixMonthsBefore = (at: string) => toInstant(monthsBefore(instant(at), 6), at)
const cutoff = sixMonthsBefore(world.now)
const newest = (login: string) => world.acts.by(login, organization)[0]?.at ?? ''
const share = (count: number, of: number) => Math.round((100 * count) / of)

describe('a synthetic organisation', () => {
  it('is the same from the same seed, and another from another', () => {
    const same = syntheticWorld(size, 7).world
    expect([same.organizations, same.repositories]).toEqual([world.organizations, world.repositories])
    expect(people.map(({ login }) => same.acts.by(login, organization)[0]?.at ?? '')).toEqual(
      people.map(({ login }) => newest(login)),
    )
    expect(syntheticWorld(size, 8).world.repositories).not.toEqual(world.repositories)
  })

  it('has about four of ten silent for six months, and some who never did anything', () => {
    const silent = people.filter(({ login }) => newest(login) < cutoff)
    expect(share(silent.length, people.length)).toBeGreaterThan(33)
    expect(share(silent.length, people.length)).toBeLessThan(47)
    expect(people.filter(({ login }) => newest(login) === '').length).toBeGreaterThan(10)
  })

  it('moved six of ten repositories in the window', () => {
    const moved = world.repositories.filter(
      ({ name }) => (world.acts.inRepository(organization, name).all[0]?.at ?? '') >= cutoff,
    )
    expect(share(moved.length, world.repositories.length)).toBe(60)
  })

  it('has people who do one thing only, each act of theirs before now', () => {
    for (const habit of ['commenter', 'reviewer', 'triager', 'merger', 'releaser'] as const) {
      const active = people.filter((person) => person.behaviour === habit && newest(person.login) >= cutoff)
      expect(active.length, habit).toBeGreaterThan(0)
    }
    expect(people.filter(({ login }) => newest(login) > world.now)).toEqual([])
  })

  it('nobody in it turns silent within the day before the second audit', () => {
    const later = sixMonthsBefore('2026-11-23T06:00:00.000Z')
    expect(people.filter(({ login }) => newest(login) >= cutoff && newest(login) < later)).toEqual([])
  })
})

describe('the measures', () => {
  it('an active person called inactive is found, and a holder who is missing', () => {
    const holders = [...new Set(people.map(({ login }) => login))]
    const listed = holders.slice(1).map((login) => ({
      id: 0,
      login,
      role: null,
      verdict: 'inactive',
      reason: '',
      lastActivity: null,
    }))
    const { wronglyFlagged, strangers } = byPlainRule(world, organization, world.now, listed)
    expect(wronglyFlagged).toEqual(
      listed.map(({ login }) => login).filter((login) => newest(login) >= cutoff),
    )
    expect(strangers).toContain(holders[0])
  })

  it('requests for keys and repository invitations are counted beside the others', () => {
    const at = { status: 200, at: world.now, operation: null, points: 0, method: 'GET' }
    const { main, beside, calls } = requestsIn([
      { ...at, path: '/repos/bench/repo-1/keys' },
      { ...at, path: '/repos/bench/repo-2/invitations' },
      { ...at, path: '/repos/bench/repo-2/activity' },
      { ...at, path: '/graphql', method: 'POST', operation: 'Members', points: 1 },
    ])
    expect({ main, beside }).toEqual({ main: 2, beside: 2 })
    expect(calls['GET /repos/:/:/keys']).toBe(1)
  })

  it('a changed day changes two of a hundred', () => {
    const changing = syntheticWorld(size, 9)
    const { acts, joined, left, repositoriesMoved } = twoPercentChange(changing, '2026-11-24T06:00:00.000Z')
    expect({ acts, joined, left, repositoriesMoved }).toEqual({
      acts: 3,
      joined: 1,
      left: 1,
      repositoriesMoved: 2,
    })
  })
})
