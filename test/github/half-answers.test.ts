/** Answers that GitHub gives in part: what is not shown is never taken for gone, for held by nobody, or for the end of a list. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readCommitComments } from '../../src/github/activity/comments.ts'
import { readContributors } from '../../src/github/activity/contributors.ts'
import { fixedToken } from '../../src/github/http/authorization.ts'
import { connectGitHub, type GitHub } from '../../src/github/http/client.ts'
import { readMembers } from '../../src/github/inventory/members.ts'
import { readRepositories } from '../../src/github/inventory/repositories.ts'
import { readTeams } from '../../src/github/inventory/teams.ts'
import { isConfirmedGone, type Missed } from '../../src/github/recheck/confirm-removed.ts'
import { readDirectRoles } from '../../src/github/recheck/current-roles.ts'
import { readTeamsOf } from '../../src/github/recheck/current-teams.ts'

interface Answer {
  readonly body: unknown
  readonly link?: string
}

/** What the address answers next, by its page. */
let answers: (page: number) => Answer
let asked: number[]
let github: GitHub

const server = createServer((request, response) => {
  const page = Number(new URL(request.url ?? '/', 'http://github.test').searchParams.get('page') ?? 1)
  asked.push(page)
  const { body, link } = answers(page)
  if (link !== undefined) response.setHeader('link', link)
  response.setHeader('content-type', 'application/json')
  response.end(body === '' ? '' : JSON.stringify(body))
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // The cast: a server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo
  github = connectGitHub({ apiUrl: `http://127.0.0.1:${port}`, authorization: fixedToken('a token') })
})
beforeEach(() => {
  asked = []
})
afterAll(() => server.close())

const later = { trouble: { kind: 'later' } }
const whole = { hasNextPage: false, endCursor: null }
const somebody = { databaseId: 7, id: 'U_7', login: 'ada' }

function answered(data: unknown, ...errors: readonly object[]): void {
  answers = () => ({ body: { data, ...(errors.length === 0 ? {} : { errors }) } })
}

describe('what could not be shown is not gone', () => {
  const inTeam: Missed = { kind: 'team_membership', team: 'core', login: 'ada', account: 7 }
  const onRepository: Missed = { kind: 'repository_role', repository: 'atlas', login: 'ada', account: 7 }

  it.each(['FORBIDDEN', 'SERVICE_UNAVAILABLE'])('a membership, where the team is not: %s', async (type) => {
    answered({ organization: { team: null } }, { type, message: 'no', path: ['organization', 'team'] })
    await expect(isConfirmedGone(github, 'guild', inTeam)).rejects.toMatchObject(later)
  })

  it('though with its team it is', async () => {
    answered({ organization: { team: null } })
    expect(await isConfirmedGone(github, 'guild', inTeam)).toBe(true)
  })

  it('a direct role, where the collaborators are not', async () => {
    const path = ['repository', 'collaborators']
    answered({ repository: { collaborators: null } }, { type: 'FORBIDDEN', message: 'no', path })
    await expect(isConfirmedGone(github, 'guild', onRepository)).rejects.toMatchObject(later)
  })

  it('a direct role, where it is not told by what way they hold it', async () => {
    const edges = [{ node: somebody, permissionSources: null }]
    answered({ repository: { collaborators: { pageInfo: whole, edges } } })
    await expect(isConfirmedGone(github, 'guild', onRepository)).rejects.toMatchObject(later)
    answered({ nodes: [{ databaseId: 3, nameWithOwner: 'guild/atlas', collaborators: { edges } }] })
    await expect(readDirectRoles(github, [{ nodeId: 'R_3' }], 'ada', 7)).rejects.toMatchObject(later)
  })

  it('somebody in a team, behind a hundred others whose names are like theirs', async () => {
    const edges = Array.from({ length: 100 }, (_, i) => ({ role: 'MEMBER', node: { databaseId: 1000 + i } }))
    const list = { pageInfo: { hasNextPage: true, endCursor: 'c' }, edges }
    const nodes = [{ databaseId: 9, slug: 'core', members: list }]
    answered({ organization: { teams: { pageInfo: whole, nodes } } })
    await expect(readTeamsOf(github, 'guild', 'ada', 7)).rejects.toMatchObject(later)
  })

  it('somebody on the second page of a list whose first is not full', async () => {
    answers = (page) =>
      page === 1
        ? { body: [{ id: 1 }], link: '<http://github.test/?page=2>; rel="next"' }
        : { body: [{ id: 7 }], link: '<http://github.test/?page=1>; rel="prev"' }
    const missed = { kind: 'outside_collaborator', account: 7 } as const
    expect(await isConfirmedGone(github, 'guild', missed)).toBe(false)
    expect(asked).toEqual([1, 2])
  })
})

describe('in the inventory', () => {
  const member = { hasTwoFactorEnabled: null, node: { ...somebody, name: null, createdAt: null } }

  it('a member whose role is not told is no plain member', async () => {
    const edges = [{ ...member, role: null }]
    answered({ organization: { membersWithRole: { totalCount: 1, pageInfo: whole, edges } } })
    await expect(readMembers(github, 'guild', null).next()).rejects.toMatchObject({
      trouble: { kind: 'denied' },
    })
  })

  it('a row that is left out because a field of it could not be shown is asked for again', async () => {
    const path = ['organization', 'teams', 'nodes', 0, 'members']
    answered(
      { organization: { teams: { totalCount: 1, pageInfo: whole, nodes: [null] } } },
      { type: 'SERVICE_UNAVAILABLE', message: 'no', path },
    )
    await expect(readTeams(github, 'guild', null).next()).rejects.toMatchObject(later)
  })

  it('a row that is gone or hidden is passed over', async () => {
    const path = ['organization', 'teams', 'nodes', 0]
    answered(
      { organization: { teams: { totalCount: 1, pageInfo: whole, nodes: [null] } } },
      { type: 'NOT_FOUND', message: 'gone', path },
    )
    expect((await readTeams(github, 'guild', null).next()).value).toMatchObject({ teams: [], grants: [] })
  })

  it.each([
    ['how somebody holds it', { node: somebody, permissionSources: null }],
    ['who holds it', null],
  ])('a repository of which it is not told %s is unread, and the others are read', async (_, edge) => {
    const repository = {
      ...{ databaseId: 3, id: 'R_3', name: 'atlas', isPrivate: false, isArchived: false, isFork: false },
      ...{ createdAt: null, pushedAt: null, defaultBranchRef: null },
      collaborators: { pageInfo: whole, edges: [edge] },
    }
    const path = ['organization', 'repositories', 'nodes', 0, 'collaborators', 'edges', 0, 'node']
    answered(
      { organization: { repositories: { totalCount: 1, pageInfo: whole, nodes: [repository] } } },
      ...(edge === null ? [{ message: 'Cannot return null for a non-nullable field.', path }] : []),
    )
    expect((await readRepositories(github, 'guild', null).next()).value).toMatchObject({
      repositories: [{ id: 3 }],
      grants: [],
      unread: [{ id: 3 }],
    })
  })

  it('an answer without a word is asked for again', async () => {
    answers = () => ({ body: '' })
    await expect(readMembers(github, 'guild', null).next()).rejects.toMatchObject(later)
  })
})

describe('a list is read to its end', () => {
  it('comments on commits, though the last page has been emptied meanwhile', async () => {
    const comment = (at: string) => ({ user: { id: 1 }, created_at: at, html_url: 'http://github.test/1' })
    answers = (page) => ({
      body: page === 4 ? [] : [comment(page === 1 ? '2020-01-01T00:00:00Z' : '2026-11-20T00:00:00Z')],
      link: '<http://github.test/?page=4>; rel="last"',
    })
    const place = { org: 'guild', repository: { id: 3, name: 'atlas' }, webUrl: 'http://github.test' }
    for await (const _ of readCommitComments(github, place, '2026-11-01T00:00:00.000Z', 1));
    expect(asked).toEqual([1, 4, 3, 2])
  })

  it('contributors, behind a hundred commits of one busy hand', async () => {
    const commit = (id: number, date: string) => ({
      author: { id, type: 'User' },
      commit: { author: { date } },
    })
    answers = (page) =>
      page === 1
        ? {
            body: Array.from({ length: 100 }, () => commit(1, '2026-10-01T00:00:00Z')),
            link: '<http://github.test/?page=2>; rel="next"',
          }
        : { body: [commit(2, '2026-09-01T00:00:00Z'), commit(1, '2019-01-01T00:00:00Z')] }
    const found = await readContributors(github, ['guild/atlas'], '2025-11-22T00:00:00.000Z', 11)
    expect(found.map(({ id, at }) => [id, at])).toEqual([
      [1, '2026-10-01T00:00:00.000Z'],
      [2, '2026-09-01T00:00:00.000Z'],
    ])
  })
})
