/** Lists that lead nowhere: one whose next page is the same again ends, and one without a way to its next page is not read to its end. */

import { beforeEach, describe, expect, it } from 'vitest'
import { readCommitComments } from '../../src/github/activity/comments.ts'
import { readRepositoryActivity } from '../../src/github/activity/pushes.ts'
import { readEarlierReplies } from '../../src/github/activity/threads/discussion-replies.ts'
import { readDiscussions } from '../../src/github/activity/threads/discussions.ts'
import { BEGIN, readTimelines } from '../../src/github/activity/threads/timelines.ts'
import { readAdvisories } from '../../src/github/activity/uncommon/advisories.ts'
import { readTags } from '../../src/github/activity/uncommon/tags.ts'
import { readMembers } from '../../src/github/inventory/members.ts'
import { readRepositories } from '../../src/github/inventory/repositories.ts'
import { isDirectMember } from '../../src/github/inventory/team-members.ts'
import { readTeams } from '../../src/github/inventory/teams.ts'
import { readTeamsOf } from '../../src/github/recheck/current-teams.ts'
import type { Instant } from '../../src/policy/words.ts'
import { recordedClient } from '../fixtures/github/recorded/recorded-client.ts'

const { recorded, github } = await recordedClient()
beforeEach(() => {
  recorded.takeSent()
})

const since: Instant = '2026-05-22T06:00:00.000Z'
const scope = { org: 'guild', repository: { id: 3, name: 'atlas' }, webUrl: 'https://github.com' }
const further = { hasNextPage: true, endCursor: 'c' }
const end = { hasNextPage: false, endCursor: null }
const earlier = { hasPreviousPage: true, startCursor: 'c' }
const nobody = { totalCount: 9, pageInfo: further, nodes: [], edges: [] }
const opened = {
  url: 'u',
  createdAt: '2026-10-01T00:00:00Z',
  updatedAt: '2026-10-01T00:00:00Z',
  author: null,
}

const answered = (data: unknown, headers: Readonly<Record<string, string>> = {}) =>
  recorded.answering(({ path }) => ({ headers, body: path === '/graphql' ? { data } : data }))

async function readAll(pages: AsyncGenerator<unknown>): Promise<void> {
  for await (const _ of pages);
}

const later = { trouble: { kind: 'later' } }

describe('a list whose next page is the same again', () => {
  const team = { databaseId: 9, slug: 'core', name: 'Core', privacy: 'VISIBLE', parentTeam: null }
  const inside = { pageInfo: further, edges: [] }

  it.each<[string, unknown, () => Promise<unknown>]>([
    [
      'of members',
      { organization: { membersWithRole: nobody } },
      () => readAll(readMembers(github, 'guild', null)),
    ],
    ['of teams', { organization: { teams: nobody } }, () => readAll(readTeams(github, 'guild', null))],
    [
      'of a team’s members',
      {
        organization: {
          teams: {
            totalCount: 1,
            pageInfo: end,
            nodes: [{ ...team, members: inside, repositories: inside }],
          },
          team: { members: inside },
        },
      },
      () => readAll(readTeams(github, 'guild', null)),
    ],
    [
      'of repositories',
      { organization: { repositories: nobody } },
      () => readAll(readRepositories(github, 'guild', null)),
    ],
    ['of tags', { repository: { refs: nobody } }, () => readAll(readTags(github, scope, since, 'c'))],
    [
      'of discussions',
      { repository: { discussions: nobody } },
      () => readAll(readDiscussions(github, scope, since, null)),
    ],
    [
      'of one team, searched for somebody',
      { organization: { team: { members: nobody } } },
      () => isDirectMember(github, 'guild', 'core', 7),
    ],
    [
      'of the teams of somebody',
      { organization: { teams: nobody } },
      () => readTeamsOf(github, 'guild', 'ada', 7),
    ],
  ])('%s is asked for again later, and not for ever', async (_, data, read) => {
    answered(data)
    await expect(read()).rejects.toMatchObject(later)
    expect(recorded.takeSent().length).toBeLessThan(4)
  })

  it.each(['pulls', 'issues', 'commits'] as const)('of the %s of a repository is unread', async (list) => {
    const page = { pageInfo: further, nodes: [] }
    answered({
      r0: { issues: page, pullRequests: page, defaultBranchRef: { target: { history: page } } },
    })
    const at = { commits: null, issues: null, pulls: null, [list]: 'c' }
    const { unread, results } = await readTimelines(github, [{ id: 3, nodeId: 'R_3', since, at }], 30)
    expect([unread.length, results.length]).toEqual([1, 0])
  })

  it('of the events of a thread leaves its repository unread', async () => {
    const long = [{ of: 'Issue', id: 'I_1', before: 'c' }] as const
    const timelineItems = { pageInfo: earlier, nodes: [{ __typename: 'ClosedEvent' }] }
    answered({ r0t0: { url: 'u', timelineItems } })
    const asked = { id: 3, nodeId: 'R_3', since, at: { ...BEGIN, long } }
    expect((await readTimelines(github, [asked], 30)).unread).toHaveLength(1)
  })

  it.each(['Discussion', 'DiscussionComment'] as const)('of the words of a %s is not read', async (of) => {
    const page = { pageInfo: earlier, nodes: [] }
    answered({ e0: of === 'Discussion' ? { comments: page } : { replies: page } })
    await expect(readEarlierReplies(github, 3, [{ of, id: 'D_1', before: 'c' }])).rejects.toThrow(/same page/)
  })

  it('of pushes is asked for again later, and not for ever', async () => {
    answered([], { link: '<https://api.github.com/x?after=c>; rel="next"' })
    await expect(readAll(readRepositoryActivity(github, scope, since, null))).rejects.toMatchObject(later)
    expect(recorded.takeSent()).toHaveLength(2)
  })
})

describe('a list without a way to its next page', () => {
  const link = '<https://api.github.com/x?page=2>; rel="next"'

  it('of pushes has not come to its end', async () => {
    answered([], { link })
    await expect(readAll(readRepositoryActivity(github, scope, since, null))).rejects.toMatchObject(later)
  })

  it('of advisories has not come to its end', async () => {
    answered([], { link })
    await expect(readAll(readAdvisories(github, scope, since, null))).rejects.toMatchObject(later)
  })

  it('of comments on commits, of which the newest come last, has not come to its end', async () => {
    answered([{ user: null, created_at: opened.createdAt, html_url: 'u' }], { link })
    await expect(readAll(readCommitComments(github, scope, since, 1))).rejects.toMatchObject(later)
  })
})
