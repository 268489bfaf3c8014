/** A revocation removes what was decided and nothing more, and verifies it by reading again. */

import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { findHistoryPage, verifyHistory } from '../../src/register/history/history-list.ts'
import { listProposals } from '../../src/register/reviews/proposal-list.ts'
import { findOutcomes } from '../../src/register/revocations/outcomes.ts'
import { findRevocation } from '../../src/register/revocations/revocations.ts'
import { grants, organizations } from '../../src/register/schema.ts'
import { addProposals } from '../../src/review.ts'
import { LAB } from '../fixtures/github/revocation.ts'
import {
  decided,
  directOf,
  fixture,
  freshGitHub,
  isMember,
  organization,
  review,
  statusOf,
  teamsOf,
  writes,
} from '../fixtures/github/revoking.ts'

freshGitHub()

describe('a member who is revoked', () => {
  test('is gone from every path; membership first, the rest went with it, and re-reading proves it', async () => {
    const id = await decided('carla-nunes')
    await fixture.carry(id)
    expect(isMember('carla-nunes')).toBe(false)
    expect(teamsOf('carla-nunes')).toEqual([])
    expect(directOf('carla-nunes')).toEqual([])
    expect(await findRevocation(fixture.register, id)).toMatchObject({
      status: 'done',
      verified: true,
      reason: null,
    })
    const outcomes = await findOutcomes(fixture.register, id)
    expect(outcomes.map(({ action, status }) => `${action} ${status}`)).toEqual([
      'remove_membership done',
      'remove_repository_role already_gone',
      'remove_team_membership already_gone',
      'remove_team_membership already_gone',
    ])
    expect(writes()).toHaveLength(1)
    expect(await statusOf(id)).toBe('done')
  })

  test('everything needed to give it back was stored before the first removal', async () => {
    const id = await decided('carla-nunes')
    await fixture.carry(id)
    const snapshot = (await findRevocation(fixture.register, id))?.snapshot
    if (snapshot?.kind !== 'account') throw new Error('a snapshot of an account was stored')
    expect(snapshot).toMatchObject({ login: 'carla-nunes', id: fixture.id('carla-nunes') })
    expect(snapshot.grants.map(({ kind }) => kind).toSorted()).toEqual([
      'organization_role',
      'repository_role',
      'team_membership',
      'team_membership',
    ])
    expect(Object.values(snapshot.repositories)).toEqual(['lichen-lab/lichen'])
    expect(Object.values(snapshot.teams).toSorted()).toEqual(['core', 'release'])
  })

  test('the history says who decided, why, and what was removed; the owners get a message; no access is left', async () => {
    const id = await decided('felix-moreau')
    await fixture.carry(id)
    const { items } = await findHistoryPage(fixture.register, 6001, null, 50)
    expect(items.map(({ act }) => act).toReversed()).toEqual([
      'review_opened',
      'decided',
      'revocation_started',
      'attempting',
      'removed',
      'already_gone',
      'revocation_done',
    ])
    const removed = items.find(({ act }) => act === 'removed')
    expect(removed).toMatchObject({ actor: { login: 'mara-voss' }, subject: { login: 'felix-moreau' } })
    expect(await verifyHistory(fixture.register, 6001)).toMatchObject({ ok: true })
    // The message names nobody, and no grant of theirs is open in the register any more.
    const message = fixture.platform.messages.at(-1)
    expect(message).toMatchObject({ kind: 'revoked', severity: 'done' })
    expect(JSON.stringify(message)).not.toContain('felix')
    const theirGrants = await fixture.register
      .select()
      .from(grants)
      .where(eq(grants.accountId, fixture.id('felix-moreau')))
    expect(theirGrants.filter(({ closedAt }) => closedAt === null)).toEqual([])
  })

  test('somebody who has another login by now is found by the id', async () => {
    const id = await decided('felix-moreau')
    fixture.github.rename('felix-moreau', 'felix-of-the-forest')
    await fixture.carry(id)
    expect(isMember('felix-of-the-forest')).toBe(false)
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
  })

  test('somebody who has left meanwhile counts as done: already gone is done', async () => {
    const id = await decided('felix-moreau')
    organization().members = organization().members.filter(({ login }) => login !== 'felix-moreau')
    for (const team of organization().teams)
      team.members = team.members.filter(({ login }) => login !== 'felix-moreau')
    await fixture.carry(id)
    expect((await findOutcomes(fixture.register, id)).map(({ status }) => status)).toEqual([
      'already_gone',
      'already_gone',
    ])
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
  })
})

describe('other subjects', () => {
  test('an outside collaborator loses every repository', async () => {
    const id = await decided('iris-blum')
    await fixture.carry(id)
    expect(directOf('iris-blum')).toEqual([])
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
  })

  test('a downgrade lowers the direct role, leaves the teams that give more, and keeps the membership', async () => {
    const id = await decided('carla-nunes', { decision: 'downgrade', role: 'triage' })
    await fixture.carry(id)
    expect(isMember('carla-nunes')).toBe(true)
    expect(directOf('carla-nunes')).toEqual(['lichen:triage'])
    expect(teamsOf('carla-nunes')).toEqual([])
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
  })

  test('whoever becomes emeritus stays a member, in a team that gives no access, and leaves the other teams', async () => {
    await fixture.register.update(organizations).set({
      rules: JSON.stringify({ noticeDays: 0, coolingHours: 0, emeritusTeam: 'emeritus' }),
    })
    const id = await decided('carla-nunes', { decision: 'emeritus' })
    await fixture.carry(id)
    expect(teamsOf('carla-nunes')).toEqual(['emeritus'])
    expect([isMember('carla-nunes'), directOf('carla-nunes')]).toEqual([true, []])
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
  })

  test('nobody is added to an emeritus team that gives access', async () => {
    await fixture.register.update(organizations).set({
      rules: JSON.stringify({ noticeDays: 0, coolingHours: 0, emeritusTeam: 'emeritus' }),
    })
    const id = await decided('carla-nunes', { decision: 'emeritus' })
    // Since the newest audit the team was given a repository.
    organization()
      .teams.find(({ slug }) => slug === 'emeritus')
      ?.repositories.push({ name: 'website', permission: 'pull' })
    await fixture.carry(id)
    expect(teamsOf('carla-nunes')).not.toContain('emeritus')
    const [first] = await findOutcomes(fixture.register, id)
    expect(first).toMatchObject({ action: 'add_to_emeritus_team', status: 'failed' })
    expect(first?.error).toContain('no team of honour')
  })

  test('where nobody may write, the plan is left to a person, and the next audit verifies it', async () => {
    const id = await decided('felix-moreau')
    Object.assign(fixture.platform, {
      writer: async () => ({ kind: 'by_hand', reason: 'The App may not write.' }),
    })
    await fixture.carry(id)
    expect(writes()).toEqual([])
    expect((await findOutcomes(fixture.register, id)).map(({ status }) => status)).toEqual([
      'by_hand',
      'by_hand',
    ])
    const message = fixture.platform.messages.at(-1)
    expect(message?.title).toContain("waits for an owner's hand")
    expect(message?.lines.join(' ')).toContain('Nothing was changed on GitHub yet.')
    expect(message?.lines.join(' ')).not.toContain('showed nothing left')
    await addProposals(fixture.platform, { id: 6001 }, 'audit-2', fixture.now)
    expect(await statusOf(id)).toBe('by_hand')
    await fixture.register
      .update(grants)
      .set({ closedAt: fixture.now })
      .where(eq(grants.accountId, fixture.id('felix-moreau')))
    await addProposals(fixture.platform, { id: 6001 }, 'audit-3', fixture.now)
    expect(await statusOf(id)).toBe('done')
    expect(await findRevocation(fixture.register, id)).toMatchObject({ verified: true })
  })

  test('a deploy key is deleted with its public half recorded', async () => {
    const id = await decided('never-used')
    await fixture.carry(id)
    const revocation = await findRevocation(fixture.register, id)
    expect(revocation).toMatchObject({ status: 'done', verified: true })
    if (revocation?.snapshot?.kind !== 'credential') throw new Error('a snapshot of a credential was stored')
    expect(Object.keys(revocation.snapshot.fields).length).toBeGreaterThan(2)
  })

  test('an invitation that nobody accepted is cancelled', async () => {
    const reviewId = await review()
    const { items } = await listProposals(fixture.register, 6001, reviewId, null, 500)
    const invitation = items.find(({ subject }) => subject.kind === 'invitation')
    const name = invitation?.subject.kind === 'invitation' ? invitation.subject.name : 'none'
    const id = await decided(name, {}, reviewId)
    await fixture.carry(id)
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
    expect(fixture.world.repository(LAB, 'website')?.invitations).toEqual([])
  })
})
