/** Whose something is, and how much, is never guessed where GitHub names it in an odd way. */

import { beforeEach, describe, expect, it } from 'vitest'
import { findAccountByLogin } from '../../src/audit/inventory/account-by-login.ts'
import { readContributions } from '../../src/github/activity/contributions.ts'
import { readFailedInvitations, readOrganizationInvitations } from '../../src/github/inventory/invitations.ts'
import { isConfirmedGone } from '../../src/github/recheck/confirm-removed.ts'
import { readDirectRoles } from '../../src/github/recheck/current-roles.ts'
import { readContributionsSince } from '../../src/github/recheck/recent-contributions.ts'
import type { Instant } from '../../src/policy/words.ts'
import { accountsStatement } from '../../src/register/access/accounts.ts'
import { recordedClient } from '../fixtures/github/recorded/recorded-client.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const { recorded, github } = await recordedClient()
beforeEach(() => {
  recorded.takeSent()
})

const since: Instant = '2026-05-22T06:00:00.000Z'
const now: Instant = '2026-11-22T06:00:00.000Z'
const later = { trouble: { kind: 'later' } }

it('a membership of which GitHub does not say whose it is has not gone', async () => {
  const membership = { role: 'member', state: 'active', organization: { id: 1 }, user: null }
  recorded.answering(() => ({ body: membership }))
  const missed = { kind: 'organization_role', organization: 1, login: 'ada', account: 7 } as const
  await expect(isConfirmedGone(github, 'guild', missed)).rejects.toMatchObject(later)
})

it('a custom role is held now as the audit read it: at the level that it has at least', async () => {
  const source = (roleName: string, permission: string) => ({
    data: {
      nodes: [
        {
          databaseId: 3,
          nameWithOwner: 'guild/atlas',
          collaborators: {
            edges: [
              {
                node: { databaseId: 7 },
                permissionSources: [{ roleName, permission, source: { __typename: 'Repository' } }],
              },
            ],
          },
        },
      ],
    },
  })
  const read = () => readDirectRoles(github, [{ nodeId: 'R_3' }], 'ada', 7)
  recorded.answering(() => ({ body: source('release-helper', 'WRITE') }))
  expect(await read()).toMatchObject([{ grant: { role: 'write' }, name: 'guild/atlas' }])
  recorded.answering(() => ({ body: source('release-helper', 'NONE') }))
  await expect(read()).rejects.toMatchObject(later)
})

describe('a contribution whose issue is not shown was made all the same', () => {
  const none = { nodes: [] }
  const collection = {
    ...{ commitContributionsByRepository: [], pullRequestContributions: none },
    pullRequestReviewContributions: none,
    issueContributions: { nodes: [{ occurredAt: '2026-10-01T00:00:00Z', issue: null }] },
  }

  it('so in an audit its author is not read', async () => {
    const span0 = { ...collection, mostRecentCollectionWithActivity: null }
    recorded.answering(() => ({ body: { data: { nodes: [{ createdAt: null, span0 }] } } }))
    const people = [{ id: 7, nodeId: 'U_7' }]
    const { acts, unread } = await readContributions(github, 'O_1', people, { from: since, to: now }, true)
    expect([acts, unread.map(({ id }) => id)]).toEqual([[], [7]])
  })

  it('and nothing is removed from them', async () => {
    recorded.answering(() => ({
      body: { data: { user: { databaseId: 7, contributionsCollection: collection } } },
    }))
    const ada = { organizationNodeId: 'O_1', account: 7, login: 'ada', since, now }
    await expect(readContributionsSince(github, ada)).rejects.toMatchObject(later)
  })
})

it('an invitation with an empty login was sent to an address: nobody is looked for', async () => {
  const invitation = { id: 1, login: '', role: 'direct_member', created_at: since, inviter: null }
  recorded.answering(() => ({ body: [invitation] }))
  const accountOf = async (login: string) => {
    throw new Error(`nobody was to look for ${JSON.stringify(login)}`)
  }
  const page = await readOrganizationInvitations(github, 'guild', accountOf, 1).next()
  expect(page.value).toMatchObject({ accounts: [], grants: [{ account: null }] })
  expect(await readFailedInvitations(github, 'guild', accountOf)).toMatchObject([{ account: null }])
})

describe('a login that only stands for somebody', () => {
  const account = (id: number) => ({
    ...{ id, login: 'ada', type: 'User' as const, nodeId: null, name: null, createdAt: null },
  })

  async function find(known: readonly number[]) {
    const register = await freshRegister()
    await accountsStatement(register, known.map(account))
    recorded.answering(() => ({ body: { id: 9, login: 'ada' } }))
    // The cast: these two are all that it takes of an audit's run.
    const found = await findAccountByLogin(
      { register, github } as Parameters<typeof findAccountByLogin>[0],
      'ada',
    )
    return { id: found?.id, asked: recorded.takeSent().length }
  }

  it('is that of the one account known by it', async () => {
    expect(await find([7])).toEqual({ id: 7, asked: 0 })
  })

  it('is looked up where one left and was renamed, and another took the name', async () => {
    expect(await find([7, 9])).toEqual({ id: 9, asked: 1 })
  })
})
