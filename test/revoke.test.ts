/** A revocation removes what was decided, proves it, and nothing more, whatever breaks in between. */

import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../src/policy/words.ts'
import { historyPage, verifyHistory } from '../src/register/history.ts'
import { listProposals } from '../src/register/listing/proposals.ts'
import { outcomesOf, revocationOf } from '../src/register/revocations.ts'
import { grants, organizations, reviews } from '../src/register/schema.ts'
import { decide, openReview, requestRevocation } from '../src/review.ts'
import { LAB, openRevocationScene, type RevocationScene } from './revocation-scene.ts'

let scene: RevocationScene

/** rosa administers spores; felix is in a team; carla has two teams and a direct role; iris is an outsider. */
const INACTIVE = [
  'rosa-campos',
  'felix-moreau',
  'carla-nunes',
  'iris-blum',
  'ines-okafor',
  'paul-deschamps',
  'wei-sandoval',
]

beforeEach(async () => {
  scene = await openRevocationScene(INACTIVE)
})
afterEach(() => scene.close())

const owner = (): Actor => ({ kind: 'person', id: scene.id('mara-voss'), login: 'mara-voss' })

const proposalAbout = async (name: string, reviewId: string) => {
  const { items } = await listProposals(scene.register, 6001, reviewId, null, 500)
  const found = items.find(
    ({ subject }) => (subject.kind === 'account' ? subject.login : subject.name) === name,
  )
  if (found === undefined) throw new Error(`${name} was not proposed`)
  return found
}

const review = async () => (await openReview(scene.outside, { id: 6001 }, owner(), scene.world.now)).id

/** Opens a review, decides about one subject and starts its revocation; answers the proposal's id. */
const decided = async (name: string, answer: object = {}, reviewId?: string) => {
  const { id } = await proposalAbout(name, reviewId ?? (await review()))
  await decide(
    scene.outside,
    id,
    { by: owner(), voterRole: 'owner', decision: 'revoke', reason: 'Thank you.', ...answer },
    scene.world.now,
  )
  await requestRevocation(scene.outside, id, owner(), scene.world.now)
  return id
}

const organization = () => {
  const found = scene.world.organization(LAB)
  if (found === undefined) throw new Error('the organisation is there')
  return found
}
const isMember = (login: string) => organization().members.some((member) => member.login === login)
const teamsOf = (login: string) =>
  organization()
    .teams.filter((team) => team.members.some((member) => member.login === login))
    .map(({ slug }) => slug)
const directOf = (login: string) =>
  scene.world
    .repositoriesOf(LAB)
    .flatMap((repo) =>
      repo.collaborators.filter((each) => each.login === login).map(({ role }) => `${repo.name}:${role}`),
    )
const writes = () =>
  scene.github.requests.log.filter(
    ({ method, path }) => method !== 'GET' && !/graphql|access_tokens/.test(path),
  )
const statusOf = async (id: string) =>
  (await scene.register.query.proposals.findFirst({ where: (row) => eq(row.id, id) }))?.status

describe('a member who is revoked', () => {
  test('is gone from every path; membership first, the rest went with it, and re-reading proves it', async () => {
    const id = await decided('carla-nunes')
    await scene.carry(id)
    expect(isMember('carla-nunes')).toBe(false)
    expect(teamsOf('carla-nunes')).toEqual([])
    expect(directOf('carla-nunes')).toEqual([])
    expect(await revocationOf(scene.register, id)).toMatchObject({
      status: 'done',
      verified: true,
      reason: null,
    })
    const outcomes = await outcomesOf(scene.register, id)
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
    await scene.carry(id)
    const image = (await revocationOf(scene.register, id))?.beforeImage
    if (image?.kind !== 'account') throw new Error('an image of an account was stored')
    expect(image).toMatchObject({ login: 'carla-nunes', id: scene.id('carla-nunes') })
    expect(image.grants.map(({ kind }) => kind).toSorted()).toEqual([
      'organization_role',
      'repository_role',
      'team_membership',
      'team_membership',
    ])
    expect(Object.values(image.repositories)).toEqual(['lichen-lab/lichen'])
    expect(Object.values(image.teams).toSorted()).toEqual(['core', 'release'])
  })

  test('the history says who decided, why, and what was removed, and verifies', async () => {
    const id = await decided('felix-moreau')
    await scene.carry(id)
    const { items } = await historyPage(scene.register, 6001, null, 50)
    expect(items.map(({ act }) => act).toReversed()).toEqual([
      'review_opened',
      'decided',
      'revocation_started',
      'removed',
      'already_gone',
      'revocation_done',
    ])
    const removed = items.find(({ act }) => act === 'removed')
    expect(removed).toMatchObject({ actor: { login: 'mara-voss' }, subject: { login: 'felix-moreau' } })
    expect(await verifyHistory(scene.register, 6001)).toMatchObject({ ok: true })
  })

  test('the owners hear of it, without names', async () => {
    const id = await decided('felix-moreau')
    await scene.carry(id)
    const letter = scene.outside.letters.at(-1)
    expect(letter).toMatchObject({ kind: 'revoked', tone: 'done' })
    expect(JSON.stringify(letter)).not.toContain('felix')
  })

  test('holds nothing in the register any more', async () => {
    const id = await decided('felix-moreau')
    await scene.carry(id)
    const open = await scene.register
      .select()
      .from(grants)
      .where(eq(grants.accountId, scene.id('felix-moreau')))
    expect(open.filter(({ closedAt }) => closedAt === null)).toEqual([])
  })

  test('who had another login by now is found by the id', async () => {
    const id = await decided('felix-moreau')
    scene.github.rename('felix-moreau', 'felix-of-the-forest')
    await scene.carry(id)
    expect(isMember('felix-of-the-forest')).toBe(false)
    expect(await revocationOf(scene.register, id)).toMatchObject({ status: 'done', verified: true })
  })

  test('who has left meanwhile counts as done: already gone is done', async () => {
    const id = await decided('felix-moreau')
    organization().members = organization().members.filter(({ login }) => login !== 'felix-moreau')
    for (const team of organization().teams)
      team.members = team.members.filter(({ login }) => login !== 'felix-moreau')
    await scene.carry(id)
    expect((await outcomesOf(scene.register, id)).map(({ status }) => status)).toEqual([
      'already_gone',
      'already_gone',
    ])
    expect(await revocationOf(scene.register, id)).toMatchObject({ status: 'done', verified: true })
  })
})

describe('other subjects', () => {
  test('an outside collaborator loses every repository', async () => {
    const id = await decided('iris-blum')
    await scene.carry(id)
    expect(directOf('iris-blum')).toEqual([])
    expect(await revocationOf(scene.register, id)).toMatchObject({ status: 'done', verified: true })
  })

  test('a downgrade lowers the direct role, leaves the teams that give more, and keeps the membership', async () => {
    const id = await decided('carla-nunes', { decision: 'downgrade', role: 'triage' })
    await scene.carry(id)
    expect(isMember('carla-nunes')).toBe(true)
    expect(directOf('carla-nunes')).toEqual(['lichen:triage'])
    expect(teamsOf('carla-nunes')).toEqual([])
    expect(await revocationOf(scene.register, id)).toMatchObject({ status: 'done', verified: true })
  })

  test('a deploy key is deleted with its public half recorded', async () => {
    const id = await decided('never-used')
    await scene.carry(id)
    const [kept] = await Promise.all([revocationOf(scene.register, id)])
    expect(kept).toMatchObject({ status: 'done', verified: true })
    if (kept?.beforeImage?.kind !== 'credential') throw new Error('an image of a credential was stored')
    expect(Object.keys(kept.beforeImage.fields).length).toBeGreaterThan(2)
  })

  test('an invitation that nobody accepted is taken back', async () => {
    const reviewId = await review()
    const { items } = await listProposals(scene.register, 6001, reviewId, null, 500)
    const invitation = items.find(({ subject }) => subject.kind === 'invitation')
    const name = invitation?.subject.kind === 'invitation' ? invitation.subject.name : 'none'
    const id = await decided(name, {}, reviewId)
    await scene.carry(id)
    expect(await revocationOf(scene.register, id)).toMatchObject({ status: 'done', verified: true })
    expect(scene.world.repository(LAB, 'website')?.invitations).toEqual([])
  })
})

describe('access is not removed', () => {
  const untouched = async (id: string) => {
    expect(writes()).toEqual([])
    const revocation = await revocationOf(scene.register, id)
    expect(revocation?.countedAt).toBeNull()
    return revocation
  }

  test('from someone who has become active since the decision', async () => {
    const id = await decided('felix-moreau')
    scene.github.act({
      actor: 'felix-moreau',
      kind: 'pull_request',
      owner: LAB,
      repo: 'lichen',
      n: 990,
      at: '2026-11-22T05:30:00Z',
    })
    await scene.carry(id)
    expect((await untouched(id))?.status).toBe('withdrawn')
    expect(await statusOf(id)).toBe('stale')
  })

  test('from someone who has pushed to any branch since the decision', async () => {
    const id = await decided('felix-moreau')
    scene.github.act({
      actor: 'felix-moreau',
      kind: 'push',
      owner: LAB,
      repo: 'website',
      branch: 'try',
      at: '2026-11-22T05:30:00Z',
    })
    await scene.carry(id)
    expect((await untouched(id))?.status).toBe('withdrawn')
  })

  test('from someone who was given more since the proposal was opened', async () => {
    const id = await decided('felix-moreau')
    scene.world
      .repository(LAB, 'lichen')
      ?.collaborators.push({ login: 'felix-moreau', role: 'write', added_at: scene.world.now })
    await scene.carry(id)
    expect((await untouched(id))?.reason).toContain('given more')
  })

  test('from someone who has become an owner or an administrator', async () => {
    const id = await decided('carla-nunes')
    const release = organization().teams.find(({ slug }) => slug === 'release')
    release?.repositories.push({ name: 'field-notes', permission: 'admin' })
    await scene.register.insert(grants).values({
      orgId: 6001,
      key: 'team_repository:6102:6805',
      kind: 'team_repository',
      teamId: 6102,
      repositoryId: 6805,
      role: 'admin',
      firstSeen: scene.world.now,
    })
    await scene.carry(id)
    expect((await untouched(id))?.status).toBe('withdrawn')
    expect(await statusOf(id)).toBe('needs_second')
  })

  test('while an owner has paused it; it can be started again afterwards', async () => {
    const id = await decided('felix-moreau')
    await scene.register.update(organizations).set({ pausedAt: scene.world.now })
    await scene.carry(id)
    expect((await untouched(id))?.status).toBe('failed')
    await scene.register.update(organizations).set({ pausedAt: null })
    await requestRevocation(scene.outside, id, owner(), scene.world.now)
    await scene.carry(id, { attempt: 2 })
    expect(isMember('felix-moreau')).toBe(false)
  })

  test('beyond the removal budget, however many runs and clicks there are', async () => {
    await scene.register.update(organizations).set({
      rules: JSON.stringify({ noticeDays: 0, coolingHours: 0, removalBudget: { count: 2, share: 1 } }),
    })
    const reviewId = await review()
    const ids: string[] = []
    for (const login of ['felix-moreau', 'wei-sandoval', 'iris-blum'])
      ids.push(await decided(login, {}, reviewId))
    for (const id of ids) await scene.carry(id)
    for (const id of ids) {
      await requestRevocation(scene.outside, id, owner(), scene.world.now)
      const again = await revocationOf(scene.register, id)
      if (again?.status === 'pending') await scene.carry(id, { attempt: again.attempt })
    }
    expect([isMember('felix-moreau'), isMember('wei-sandoval'), directOf('iris-blum').length]).toEqual([
      false,
      false,
      1,
    ])
    const [, , third] = ids
    expect((await revocationOf(scene.register, third ?? ''))?.reason).toContain('budget')
    await requestRevocation(scene.outside, third ?? '', owner(), '2026-11-23T06:00:01Z')
    await scene.carry(third ?? '', { attempt: 3, now: '2026-11-23T06:00:01Z' })
    expect(directOf('iris-blum')).toEqual([])
  })

  test('in a rehearsal: the same path, nothing written, and the proposal stays decided', async () => {
    await scene.close()
    scene = await openRevocationScene(INACTIVE, { rehearsal: 'REHEARSAL is on.' })
    const id = await decided('carla-nunes')
    await scene.carry(id)
    expect(await untouched(id)).toMatchObject({ status: 'done', rehearsal: true, verified: null })
    expect((await outcomesOf(scene.register, id)).map(({ status }) => status)).toEqual(
      Array(4).fill('rehearsed'),
    )
    expect(await statusOf(id)).toBe('decided')
    expect(isMember('carla-nunes')).toBe(true)
  })

  test('where GitHub cannot be read anew: missing data stops it', async () => {
    const id = await decided('felix-moreau')
    scene.github.faults.failMatching({ operation: /RecentContributions/ }, 'graphql_partial', 99)
    await scene.carry(id)
    expect(await untouched(id)).toMatchObject({ status: 'failed' })
    expect(await statusOf(id)).toBe('decided')
  })
})

describe('whatever breaks, nothing happens twice and nothing is lost', () => {
  test('every step may run twice', async () => {
    const id = await decided('carla-nunes')
    await scene.carry(id, { twice: true })
    expect(await revocationOf(scene.register, id)).toMatchObject({ status: 'done', verified: true })
    const { items } = await historyPage(scene.register, 6001, null, 50)
    expect(items.filter(({ act }) => act === 'removed')).toHaveLength(1)
    expect(items.filter(({ act }) => act === 'revocation_done')).toHaveLength(1)
    expect(scene.outside.letters.filter(({ kind }) => kind === 'revoked')).toHaveLength(1)
  })

  test('a second start of a done revocation does nothing', async () => {
    const id = await decided('felix-moreau')
    await scene.carry(id)
    const before = { writes: writes().length, started: scene.outside.started.length }
    expect(await requestRevocation(scene.outside, id, owner(), scene.world.now)).toEqual({
      id,
      status: 'done',
    })
    expect({ writes: writes().length, started: scene.outside.started.length }).toEqual(before)
  })

  test('a removal whose answer was lost is recorded and not done again', async () => {
    const id = await decided('felix-moreau')
    scene.github.faults.failMatching({ method: 'DELETE' }, 'reset_after')
    await scene.carry(id)
    expect(isMember('felix-moreau')).toBe(false)
    expect(await revocationOf(scene.register, id)).toMatchObject({ status: 'done', verified: true })
  })

  test('one failure does not stop the rest, and is shown; a second start finishes it', async () => {
    const id = await decided('carla-nunes', { decision: 'downgrade', role: 'triage' })
    scene.github.faults.failMatching({ method: 'PUT' }, '500', 3)
    await scene.carry(id)
    const first = await revocationOf(scene.register, id)
    expect(first).toMatchObject({ status: 'failed', verified: false })
    expect(teamsOf('carla-nunes')).toEqual([])
    expect(first?.reason).toContain('lichen-lab/lichen')
    await requestRevocation(scene.outside, id, owner(), scene.world.now)
    await scene.carry(id, { attempt: 2 })
    expect(directOf('carla-nunes')).toEqual(['lichen:triage'])
    expect(await revocationOf(scene.register, id)).toMatchObject({ status: 'done', verified: true })
  })

  test('an attempt that was overtaken changes nothing any more', async () => {
    const id = await decided('felix-moreau')
    await scene.register.run(`update revocations set attempt = 2 where id = '${id}'`)
    await expect(scene.carry(id, { attempt: 1 })).rejects.toThrow('overtaken')
    expect(writes()).toEqual([])
  })

  test('revocations of one organisation run one at a time', async () => {
    const reviewId = await review()
    const first = await decided('felix-moreau', {}, reviewId)
    const second = await decided('wei-sandoval', {}, reviewId)
    await scene.register.update(organizations).set({ revoking: first, revokingUntil: '2026-11-22T06:10:00Z' })
    await scene.carry(second)
    expect(writes()).toEqual([])
    expect(await revocationOf(scene.register, second)).toMatchObject({ status: 'failed' })
    expect(await scene.register.$count(reviews)).toBe(1)
  })
})
