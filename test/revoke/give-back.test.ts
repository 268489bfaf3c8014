/** The way back restores exactly the snapshot, whatever happened meanwhile. */

import { describe, expect, test } from 'vitest'
import { renameRepository } from '../../fake-github/world/changes.ts'
import { daysAfter, hoursAfter } from '../../src/policy/calendar.ts'
import type { Actor } from '../../src/policy/words.ts'
import { findRequestsOf } from '../../src/register/people/return-requests.ts'
import { askBack, decide, giveBack, startRevocation } from '../../src/review.ts'
import {
  accepted,
  anHourLater,
  asked,
  at,
  heldBy,
  removed,
  restoration,
  revocationOf,
} from '../fixtures/github/giving-back.ts'
import {
  decided,
  directOf,
  fixture,
  freshGitHub,
  organization,
  owner,
  proposalAbout,
  review,
  statusOf,
  teamsOf,
  writes,
} from '../fixtures/github/revoking.ts'

freshGitHub()

describe('one click gives back exactly what was held', () => {
  test('within 90 days by GitHub reinstating them, pending until they accept', async () => {
    const { id, before } = await removed('carla-nunes')
    expect(heldBy('carla-nunes')).toEqual({ role: null, teams: [], direct: [] })
    expect(await asked(id)).toEqual({ id, status: 'restoring', waitsFor: null })
    await fixture.carryBack()
    expect(writes().at(-1)).toMatchObject({
      method: 'POST',
      path: '/orgs/lichen-lab/invitations',
      status: 201,
    })
    expect(organization().invitations.at(-1)).toMatchObject({ login: 'carla-nunes', role: 'reinstate' })
    expect(await restoration(id)).toMatchObject({ status: 'invited' })
    expect(await revocationOf(id)).toMatchObject({ status: 'restoring' })
    accepted('carla-nunes')
    await anHourLater(hoursAfter(fixture.now, 1))
    expect(heldBy('carla-nunes')).toEqual(before)
    expect(await restoration(id)).toMatchObject({ status: 'done', reason: null })
    expect(await revocationOf(id)).toMatchObject({ status: 'restored', rejoinedHow: 'way_back' })
    expect(await statusOf(id)).toBe('done')
  })

  test('what somebody asked to come back for is ended as given back, once they hold it, and no earlier', async () => {
    const { id } = await removed('carla-nunes')
    const carla = fixture.world.accounts.find(({ login }) => login === 'carla-nunes')
    const by = { kind: 'person', id: carla?.id ?? 0, login: 'carla-nunes' } as const
    await askBack(fixture.platform, { revocation: id, text: '', by }, fixture.now)
    await asked(id)
    await fixture.carryBack()
    const [waiting] = await findRequestsOf(fixture.register, by.id)
    expect(waiting).toMatchObject({ endedAt: null })
    accepted('carla-nunes')
    await anHourLater(hoursAfter(fixture.now, 1))
    const [ended] = await findRequestsOf(fixture.register, by.id)
    expect(ended).toMatchObject({ endedBecause: 'given_back', endedBy: { login: 'mara-voss' } })
  })

  test('after 100 days by an invitation with the teams of the snapshot; the roles follow once it is accepted', async () => {
    const { id, before } = await removed('carla-nunes')
    const later = at(daysAfter(fixture.now, 100))
    await asked(id, later)
    await fixture.carryBack({ now: later })
    const invitation = organization().invitations.at(-1)
    expect(invitation).toMatchObject({ login: 'carla-nunes', role: 'direct_member' })
    expect(invitation?.teams.toSorted()).toEqual(before.teams)
    expect(directOf('carla-nunes')).toEqual([])
    accepted('carla-nunes')
    expect(heldBy('carla-nunes')).toEqual({ ...before, direct: [] })
    await anHourLater(at(hoursAfter(later, 1)))
    expect(heldBy('carla-nunes')).toEqual(before)
    expect(await revocationOf(id)).toMatchObject({ status: 'restored' })
  })

  test('after a team and a repository were renamed: by their ids, under the names of today', async () => {
    const { id, before } = await removed('carla-nunes')
    const later = at(daysAfter(fixture.now, 100))
    const repository = fixture.world.repository('lichen-lab', 'lichen')
    const team = organization().teams.find(({ slug }) => slug === before.teams[0])
    if (repository === undefined || team === undefined) throw new Error('the sample has both')
    renameRepository(fixture.world, repository, 'lichen-core')
    for (const each of organization().teams) if (each.parent === team.slug) each.parent = 'renamed'
    team.slug = 'renamed'
    await asked(id, later)
    await fixture.carryBack({ now: later })
    accepted('carla-nunes')
    await anHourLater(at(hoursAfter(later, 1)))
    expect(directOf('carla-nunes')).toEqual(['lichen-core:write'])
    expect(teamsOf('carla-nunes').toSorted()).toEqual(['renamed', ...before.teams.slice(1)].toSorted())
    expect(await revocationOf(id)).toMatchObject({ status: 'restored' })
  })

  test('what was deleted meanwhile cannot be given back, and that is said', async () => {
    const { id, before } = await removed('carla-nunes')
    const later = at(daysAfter(fixture.now, 100))
    const [gone] = before.teams
    organization().teams = organization().teams.filter(({ slug }) => slug !== gone)
    await asked(id, later)
    await fixture.carryBack({ now: later })
    accepted('carla-nunes')
    await anHourLater(at(hoursAfter(later, 1)))
    expect(await restoration(id)).toMatchObject({ status: 'done' })
    expect((await restoration(id)).reason).toContain('The team was deleted')
  })

  test('a failed invitation that stands in the way is cancelled first', async () => {
    const { id, before } = await removed('felix-moreau')
    organization().invitations.push({
      ...{ id: 999_001, login: 'felix-moreau', role: 'direct_member', teams: [], inviter: 'mara-voss' },
      ...{ created_at: '2026-11-01T00:00:00Z', failed_at: '2026-11-08T00:00:00Z' },
    })
    await asked(id)
    await fixture.carryBack()
    expect(writes().slice(-2)).toMatchObject([
      { method: 'DELETE', path: '/orgs/lichen-lab/invitations/999001' },
      { method: 'POST', path: '/orgs/lichen-lab/invitations', status: 201 },
    ])
    accepted('felix-moreau')
    await anHourLater(hoursAfter(fixture.now, 1))
    expect(heldBy('felix-moreau')).toEqual(before)
  })

  test('where GitHub does not reinstate them, they are invited with what the snapshot holds', async () => {
    const { id, before } = await removed('carla-nunes')
    organization().former_members = []
    await asked(id)
    await fixture.carryBack()
    expect(organization().invitations.at(-1)).toMatchObject({ login: 'carla-nunes', role: 'direct_member' })
    accepted('carla-nunes')
    await anHourLater(hoursAfter(fixture.now, 1))
    expect(heldBy('carla-nunes')).toEqual(before)
  })

  test('a downgrade is undone where it was made, and nothing else of them is touched', async () => {
    const { id, before } = await removed('carla-nunes', { decision: 'downgrade', role: 'triage' })
    expect(heldBy('carla-nunes')).toEqual({ role: 'member', teams: [], direct: ['lichen:triage'] })
    await asked(id)
    await fixture.carryBack()
    expect(heldBy('carla-nunes')).toEqual(before)
    expect(await revocationOf(id)).toMatchObject({ status: 'restored' })
  })

  test('an outside collaborator is invited to the repositories that they had, with the same role', async () => {
    const { id } = await removed('iris-blum')
    await asked(id)
    await fixture.carryBack()
    expect(await restoration(id)).toMatchObject({ status: 'invited' })
    expect(fixture.github.acceptInvitation('iris-blum', 'lichen-lab/lichen-docs')).toBe(true)
    await anHourLater(hoursAfter(fixture.now, 1))
    expect(directOf('iris-blum')).toEqual(['lichen-docs:write'])
    expect(await revocationOf(id)).toMatchObject({ status: 'restored' })
  })

  test('a deploy key is added again: the same key, the same title, as far as it went before', async () => {
    const keys = () => fixture.world.repositoriesOf('lichen-lab').flatMap((row) => row.deploy_keys)
    const before = keys().find(({ title }) => title === 'old-mirror')
    const id = await decided('old-mirror')
    await fixture.carry(id)
    expect(keys().some(({ title }) => title === 'old-mirror')).toBe(false)
    await asked(id)
    await fixture.carryBack()
    const { key, read_only } = before ?? { key: null, read_only: null }
    expect(keys().find(({ title }) => title === 'old-mirror')).toMatchObject({ key, read_only })
    expect(await revocationOf(id)).toMatchObject({ status: 'restored' })
  })

  test("an owner's role only once a second owner has agreed", async () => {
    const reviewId = await review()
    const id = await decided('rosa-campos', {}, reviewId).catch(() => null)
    expect(id).toBeNull()
    const teo: Actor = { kind: 'person', id: fixture.id('teo-lindqvist'), login: 'teo-lindqvist' }
    const { id: about } = await proposalAbout('rosa-campos', reviewId)
    const answer = { voterRole: 'owner', signIn: 'fresh', decision: 'revoke', reason: 'Thank you.' } as const
    await decide(fixture.platform, about, { by: teo, ...answer }, fixture.now)
    await startRevocation(fixture.platform, about, owner(), fixture.now)
    const before = heldBy('rosa-campos')
    await fixture.carry(about)
    expect(heldBy('rosa-campos')).toMatchObject({ direct: [] })
    expect(await asked(about)).toMatchObject({ waitsFor: 'second_owner' })
    expect(organization().invitations.filter(({ login }) => login === 'rosa-campos')).toEqual([])
    await giveBack(fixture.platform, about, teo, 'fresh', fixture.now)
    await fixture.carryBack()
    accepted('rosa-campos')
    await anHourLater(hoursAfter(fixture.now, 1))
    expect(heldBy('rosa-campos')).toEqual(before)
    expect(before.direct).toEqual(['spores:admin'])
  })

  test('what somebody was given meanwhile stays, be it more', async () => {
    const { id } = await removed('carla-nunes', { decision: 'downgrade', role: 'triage' })
    const lichen = fixture.world.repository('lichen-lab', 'lichen')
    for (const row of lichen?.collaborators ?? []) if (row.login === 'carla-nunes') row.role = 'maintain'
    await asked(id)
    await fixture.carryBack()
    expect(directOf('carla-nunes')).toEqual(['lichen:maintain'])
    expect(await revocationOf(id)).toMatchObject({ status: 'restored' })
  })
})

describe('an invitation that nobody takes', () => {
  test('is looked at each hour and never sent again unasked; one click sends it again', async () => {
    const { id, before } = await removed('felix-moreau')
    await asked(id)
    await fixture.carryBack()
    const sent = writes().length
    for (const row of organization().invitations)
      if (row.login === 'felix-moreau') row.failed_at = '2026-11-29T06:00:00Z'
    const later = at(daysAfter(fixture.now, 8))
    await anHourLater(later)
    expect(writes()).toHaveLength(sent)
    expect(await restoration(id)).toMatchObject({ status: 'failed' })
    expect((await restoration(id)).reason).toContain('it lapsed')
    await asked(id, later)
    await fixture.carryBack({ now: later })
    accepted('felix-moreau')
    await anHourLater(at(hoursAfter(later, 1)))
    expect(heldBy('felix-moreau')).toEqual(before)
  })
})
