/** However GitHub fails at a write: nothing is removed twice, nothing counts as done that is still there, and nothing is lost. */

import { expect, test } from 'vitest'
import type { Fault } from '../../fake-github/http/faults.ts'
import type { Credential, PlanStep } from '../../src/policy/words.ts'
import { credentialsStatement } from '../../src/register/access/credentials.ts'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { findDecisions } from '../../src/register/reviews/decisions.ts'
import { listProposals } from '../../src/register/reviews/proposal-list.ts'
import { findOutcomes } from '../../src/register/revocations/outcomes.ts'
import { findRevocation } from '../../src/register/revocations/revocations.ts'
import { organizations } from '../../src/register/schema.ts'
import { startRevocation } from '../../src/review.ts'
import { LAB } from '../fixtures/github/revocation.ts'
import {
  decided,
  directOf,
  fixture,
  freshGitHub,
  isMember,
  organization,
  owner,
  review,
  teamsOf,
  writes,
} from '../fixtures/github/revoking.ts'
import { give } from '../fixtures/register/organization.ts'

freshGitHub()

const LOST = "GitHub's answer was lost; reading again showed that it is done."

/** A subject of every kind, and who or what it is. */
const SUBJECTS: readonly (readonly [name: string, answer?: object])[] = [
  ['felix-moreau'],
  ['iris-blum'],
  ['carla-nunes', { decision: 'downgrade', role: 'triage' }],
  ['wei-sandoval', { decision: 'emeritus' }],
  ['vera-stone'],
  ['olga-lindgren'],
  ['wheel-upload'],
  ['old-mirror'],
]

/** The sample with a direct role, an invitation and a token that the audit of the fixture does not know. */
const everyKind = async () => {
  const { register, world, id } = fixture
  const at = '2026-01-10T00:00:00.000Z'
  await register.update(organizations).set({
    rules: JSON.stringify({
      noticeDays: 0,
      coolingHours: 0,
      emeritusTeam: 'emeritus',
      removalBudget: { count: 50, share: 1 },
    }),
  })
  const website = world.repository(LAB, 'website')
  website?.collaborators.push({ login: 'wei-sandoval', role: 'write', added_at: at })
  const wei = { kind: 'repository_role', account: id('wei-sandoval'), repository: website?.id ?? 0 } as const
  const olga = { kind: 'organization_invitation', invitation: 6203, account: id('olga-lindgren') } as const
  await give(
    register,
    [
      { ...wei, role: 'write' },
      { ...olga, role: 'direct_member', createdAt: '2025-10-01T08:00:00.000Z', inviter: id('ines-okafor') },
    ],
    organization().id,
  )
  for (const invitation of organization().invitations)
    Object.assign(invitation, { failed_at: null, failed_reason: null })
  const token = organization().personal_access_tokens.find(({ token_name }) => token_name === 'wheel-upload')
  const known: Credential = {
    kind: 'fine_grained_token',
    id: String(token?.id),
    name: 'wheel-upload',
    owner: id('sven-halvorsen'),
    repository: null,
    scopes: [],
    createdAt: '2025-02-01T00:00:00.000Z',
    lastUsed: { at: '2026-01-28T12:00:00.000Z' },
    expiresAt: '2026-02-01T00:00:00.000Z',
    details: {},
  }
  await credentialsStatement(register, organization().id, [known], at)
}

/** What a proposal's subject is called: an invitation is asked for by who was invited. */
const subjectOf = async (name: string, reviewId: string) => {
  const { items } = await listProposals(fixture.register, organization().id, reviewId, null, 500)
  const invited = items.find(({ subject }) => subject.kind === 'invitation' && subject.login === name)
  return invited?.subject.kind === 'invitation' ? invited.subject.name : name
}

/** Whether the world still has what the step removes, lowers or, of an emeritus team, adds. */
const isLeft = (step: PlanStep): boolean => {
  const { world } = fixture
  const login = 'account' in step ? (world.accountById(step.account)?.login ?? '') : ''
  const repository = 'repository' in step ? world.repositoryById(step.repository) : undefined
  const direct = directOf(login).find((role) => role.startsWith(`${repository?.name}:`))
  switch (step.action) {
    case 'remove_membership':
      return isMember(login)
    case 'remove_outside_collaborator':
      return directOf(login).length > 0
    case 'make_member':
      return organization().members.some((each) => each.login === login && each.role === 'admin')
    case 'convert_to_outside_collaborator':
      return isMember(login)
    case 'remove_repository_role':
      return direct !== undefined
    case 'lower_repository_role':
      return direct !== `${repository?.name}:${step.role}`
    case 'remove_team_membership':
      return teamsOf(login).includes(organization().teams.find(({ id }) => id === step.team)?.slug ?? '')
    case 'add_to_emeritus_team':
      return !teamsOf(login).includes(step.team)
    case 'cancel_invitation':
      return organization().invitations.some(({ id }) => id === step.invitation)
    case 'cancel_repository_invitation':
      return repository?.invitations.some(({ id }) => id === step.invitation) ?? false
    case 'revoke_fine_grained_token':
      return organization().personal_access_tokens.some(({ id }) => String(id) === step.token)
    case 'delete_deploy_key':
      return repository?.deploy_keys.some(({ id }) => String(id) === step.key) ?? false
    case 'deny_token_request':
    case 'by_hand':
      return false
  }
}

/** Every write fails in this way from now on. */
const failWrites = (how: Fault) => {
  for (const method of ['DELETE', 'PUT', 'POST'])
    fixture.github.faults.failMatching({ method, path: /^(?!.*(graphql|access_tokens))/ }, how, 99)
}

/** What the register says of each step, after holding it against the world. */
const provenOutcomes = async (id: string) => {
  const outcomes = await findOutcomes(fixture.register, id)
  const plan = (await findDecisions(fixture.register, id))[0]?.plan ?? []
  expect(outcomes).toHaveLength(plan.length)
  for (const { step, status, action } of outcomes) {
    const wanted = isLeft(plan[step] as PlanStep) ? ['failed'] : ['done', 'already_gone']
    expect(wanted, `${action} is recorded as ${status}`).toContain(status)
  }
  return outcomes
}

const answered = () => writes().filter(({ status }) => status >= 200 && status < 300)

test.each<[how: Fault, isDone: boolean]>([
  ['500', false],
  ['502', false],
  ['502_after', true],
  ['reset', false],
  ['reset_after', true],
  ['truncated', true],
  ['401', false],
  ['404', false],
  ['secondary', false],
  ['expired', false],
])(
  'while every write fails with %s, and after GitHub has recovered, the register says what is true',
  { timeout: 120_000 },
  async (how, isDone) => {
    await everyKind()
    const reviewId = await review()
    for (const [name, answer] of SUBJECTS) {
      const before = answered().length
      const id = await decided(await subjectOf(name, reviewId), answer, reviewId)
      failWrites(how)
      await fixture.carry(id)
      fixture.github.faults.clear()
      const outcomes = await provenOutcomes(id)
      const first = await findRevocation(fixture.register, id)
      if (isDone) {
        expect(outcomes[0], name).toMatchObject({ status: 'done' })
        if (how !== 'truncated') expect(outcomes[0]?.error).toBe(LOST)
      } else {
        expect(outcomes[0], name).toMatchObject({
          status: 'failed',
          error: expect.stringContaining('GitHub'),
        })
        expect(first).toMatchObject({ status: 'failed' })
        await startRevocation(fixture.platform, id, owner(), fixture.now)
        await fixture.carry(id, { attempt: 2 })
        await provenOutcomes(id)
      }
      expect(await findRevocation(fixture.register, id), name).toMatchObject({
        status: 'done',
        verified: true,
      })
      const effective = answered()
        .slice(before)
        .map(({ method, path }) => `${method} ${path}`)
      expect(new Set(effective).size).toBe(effective.length)
      const done = (await findOutcomes(fixture.register, id)).filter(({ status }) => status === 'done')
      expect(done).toHaveLength(effective.length)
    }
    const { items } = await findHistoryPage(fixture.register, organization().id, null, 500)
    expect(items.filter(({ act }) => act === 'removed')).toHaveLength(answered().length)
  },
)
