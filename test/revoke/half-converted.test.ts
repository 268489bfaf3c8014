/** A member who is an outside collaborator by half: what the plan itself has given is no news, and the rest still goes. */

import { and, eq, isNull } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Grant, Id, PlanStep } from '../../src/policy/words.ts'
import { findOutcomes } from '../../src/register/revocations/outcomes.ts'
import { findRevocation } from '../../src/register/revocations/revocations.ts'
import { grants, proposals } from '../../src/register/schema.ts'
import { addProposals, decide, startRevocation } from '../../src/review.ts'
import {
  decided,
  directOf,
  fixture,
  freshGitHub,
  isMember,
  organization,
  owner,
  proposalAbout,
  review,
  statusOf,
} from '../fixtures/github/revoking.ts'
import { give } from '../fixtures/register/organization.ts'

freshGitHub()

const CARLA = 'carla-nunes'

let kept: Id
let others: readonly Id[]
let id: string

beforeEach(async () => {
  const reviewId = await review()
  const { choices } = await proposalAbout(CARLA, reviewId)
  const step = choices?.flatMap(({ plan }) => plan).find(isConversion)
  const [first = 0, ...rest] = step?.repositories ?? []
  kept = first
  others = rest
  expect(others).not.toEqual([])
  const answer = { decision: 'downgrade', role: 'outside_collaborator', repositories: [kept] }
  id = await decided(CARLA, answer, reviewId)
})

const isConversion = (step: PlanStep) => step.action === 'convert_to_outside_collaborator'

const directRole = (repository: Id, role: 'read' | 'write' | 'admin'): Grant => {
  return { kind: 'repository_role', account: fixture.id(CARLA), repository, role }
}

/** What an audit finds after these grants came to be and the others were gone. */
async function anAuditFinds(held: readonly Grant[]): Promise<void> {
  await fixture.register
    .update(grants)
    .set({ closedAt: fixture.now })
    .where(and(eq(grants.accountId, fixture.id(CARLA)), isNull(grants.closedAt)))
  await give(fixture.register, held, 6001, fixture.now)
  await addProposals(fixture.platform, { id: 6001 }, 'audit-2', fixture.now)
}

const outside = (): Grant => ({ kind: 'outside_collaborator', account: fixture.id(CARLA) })
const statuses = async () => (await findOutcomes(fixture.register, id)).map(({ status }) => status)

describe('GitHub refused the conversion, and a person does it', () => {
  beforeEach(async () => {
    fixture.github.faults.failMatching({ method: 'PUT', path: /outside_collaborators/ }, '403', 99)
    await fixture.carry(id)
    fixture.github.faults.clear()
    expect(await statusOf(id)).toBe('by_hand')
  })

  test('the roles that it left are no news: the conversion is ticked off, and the rest waits for a hand', async () => {
    await anAuditFinds([outside(), ...[kept, ...others].map((each) => directRole(each, 'read'))])
    expect(await statusOf(id)).toBe('by_hand')
    expect(await statuses()).toEqual(['done', ...others.map(() => 'by_hand')])
  })

  test('once they are taken too it is done, by hand and proven', async () => {
    await anAuditFinds([outside(), directRole(kept, 'read')])
    expect(await statusOf(id)).toBe('done')
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
  })

  test.each([
    ['a stronger role than they ever had', () => directRole(others[0] ?? 0, 'admin')],
    ['a role where they had none', () => directRole(elsewhere(), 'read')],
  ])('%s is news all the same', async (_, more) => {
    await anAuditFinds([outside(), directRole(kept, 'read'), more()])
    expect(await statusOf(id)).toBe('stale')
  })

  test('an App that may write by then goes on from there', async () => {
    convert()
    await startRevocation(fixture.platform, id, owner(), fixture.now)
    await fixture.carry(id, { attempt: 2 })
    expect(await statuses()).toEqual(['already_gone', ...others.map(() => 'done')])
    expect(directOf(CARLA)).toHaveLength(1)
    expect(await statusOf(id)).toBe('done')
  })
})

describe('the conversion went through, and a step after it failed', () => {
  beforeEach(async () => {
    fixture.github.faults.failMatching({ method: 'DELETE', path: /collaborators/ }, '500', 999)
    await fixture.carry(id)
    fixture.github.faults.clear()
    expect(await statusOf(id)).toBe('failed')
    expect(isMember(CARLA)).toBe(false)
  })

  test('it is started again and takes the rest, for what is left of it was given by itself', async () => {
    await startRevocation(fixture.platform, id, owner(), fixture.now)
    await fixture.carry(id, { attempt: 2 })
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
    expect(directOf(CARLA)).toHaveLength(1)
  })

  test('asked about again, it is no news to the audits and can be answered', async () => {
    const reopened = { kind: 'vote', why: 'An owner had left.', at: fixture.now } as const
    await fixture.register.update(proposals).set({ status: 'open', reopened }).where(eq(proposals.id, id))
    await anAuditFinds([outside(), ...[kept, ...others].map((each) => directRole(each, 'read'))])
    expect(await statusOf(id)).toBe('open')
    const teo = { kind: 'person', id: fixture.id('teo-lindqvist'), login: 'teo-lindqvist' } as const
    const answer = { voterRole: 'owner', signIn: 'fresh', decision: 'revoke', reason: 'All of it.' } as const
    const given = await decide(fixture.platform, id, { ...answer, by: teo }, fixture.now)
    // Mara's answer to lower it stands too: they answer differently, and nothing is stale.
    expect(given.status).toBe('open')
  })
})

/** A repository that the conversion leaves nothing in. */
function elsewhere(): Id {
  const left = fixture.world.repositoriesOf('lichen-lab').find(({ id }) => ![kept, ...others].includes(id))
  if (left === undefined) throw new Error('there is another repository')
  return left.id
}

/** A person converts her on GitHub's page. */
function convert(): void {
  fixture.github.change('mara-voss', (world) => {
    organization().members = organization().members.filter(({ login }) => login !== CARLA)
    for (const team of organization().teams)
      team.members = team.members.filter(({ login }) => login !== CARLA)
    for (const each of [kept, ...others]) {
      const repository = world.repositoryById(each)
      if (repository === undefined) continue
      repository.collaborators = repository.collaborators.filter(({ login }) => login !== CARLA)
      repository.collaborators.push({ login: CARLA, role: 'write', added_at: '2026-11-22T06:00:00Z' })
    }
  })
}
