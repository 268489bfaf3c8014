/** An organisation's login that passed to somebody else: nothing of the new one is taken for ours. Against the demo GitHub. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeGitHub, openGitHub } from '../../fake-github/github.ts'
import { fixedToken } from '../../src/github/http/authorization.ts'
import { connectGitHub, type GitHub } from '../../src/github/http/client.ts'
import { isConfirmedGone } from '../../src/github/recheck/confirm-removed.ts'
import { readHoldings } from '../../src/github/recheck/current-grants.ts'
import { whyNotEmeritusTeam } from '../../src/github/recheck/emeritus-team.ts'
import { readOrganizationRole } from '../../src/github/recheck/membership.ts'
import { NOW, smallWorld } from '../fixtures/github/small-world.ts'

let demo: FakeGitHub
let github: GitHub
let account: { id: number; login: string }
/** The organisation that has the login now, and the one that had it when it was last read. */
let current: { id: number; login: string }
const former = { id: 999_999, login: 'guild' }

beforeAll(async () => {
  const small = smallWorld()
  small.organization('guild').member('bela')
  const world = small.world()
  demo = await openGitHub(world, { now: NOW })
  github = connectGitHub({
    apiUrl: demo.apiUrl,
    authorization: fixedToken(demo.tokenFor('guild-warden')),
  })
  account = { id: world.account('guild-warden')?.id ?? 0, login: 'guild-warden' }
  current = { id: world.organization('guild')?.id ?? 0, login: 'guild' }
})
afterAll(() => demo.close())

describe('where the login of an organisation belongs to another one', () => {
  const unreadable = { trouble: { kind: 'later' }, message: expect.stringContaining('another organisation') }

  it('its owners are none of ours, by their login or by a former one', async () => {
    expect(await readOrganizationRole(github, current, account)).toBe('owner')
    expect(await readOrganizationRole(github, current, { ...account, login: 'formerly' })).toBe('owner')
    expect(await readOrganizationRole(github, former, account)).toBe('none')
    expect(await readOrganizationRole(github, former, { ...account, login: 'formerly' })).toBe('none')
  })

  it('nothing is read of what somebody holds, so that nothing is removed there', async () => {
    const where = { organization: 'guild', repositories: [], invitingRepositories: [] }
    const ours = await readHoldings(github, { ...where, organizationId: current.id }, account.id)
    expect(ours.grants).toHaveLength(1)
    const theirs = readHoldings(github, { ...where, organizationId: former.id }, account.id)
    await expect(theirs).rejects.toMatchObject(unreadable)
  })

  it('a membership is not closed as gone', async () => {
    const missed = { kind: 'organization_role', login: 'bela', account: 12_345 } as const
    expect(await isConfirmedGone(github, 'guild', { ...missed, organization: current.id })).toBe(true)
    const foreign = isConfirmedGone(github, 'guild', { ...missed, organization: former.id })
    await expect(foreign).rejects.toMatchObject(unreadable)
  })

  it('nobody is put into its emeritus team', async () => {
    await expect(whyNotEmeritusTeam(github, former, 'emeriti', 'bela')).rejects.toMatchObject(unreadable)
  })
})
