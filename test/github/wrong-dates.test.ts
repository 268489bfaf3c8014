/** A date that is wrong (1970, an import) costs only its own row: the list behind it is read on. And an act of an unknown kind is in doubt. */

import { describe, expect, it } from 'vitest'
import { readCommitComments } from '../../src/github/activity/comments.ts'
import { readIssueEvents } from '../../src/github/activity/issue-events.ts'
import {
  readNewestPushes,
  readOlderActivity,
  readRepositoryActivity,
} from '../../src/github/activity/pushes.ts'
import { readDeployments } from '../../src/github/activity/uncommon/deployments.ts'
import { readRunsThatWaited } from '../../src/github/activity/uncommon/runs-that-waited.ts'
import type { Activity, Instant } from '../../src/policy/words.ts'
import { recordedClient } from '../fixtures/github/recorded/recorded-client.ts'

const { recorded, github } = await recordedClient()

const since: Instant = '2026-05-22T06:00:00.000Z'
const scope = { org: 'guild', repository: { id: 3, name: 'atlas' }, webUrl: 'https://github.com' }
const RECENT = '2026-10-01T00:00:00Z'
const WRONG = '1970-01-01T00:00:00Z'

/** A row of any of the lists: whatever its reader looks at. */
const row = (id: number, at: string, more: object = {}) => ({
  ...{ user: { id }, actor: { id }, creator: { id }, html_url: 'u', event: 'closed' },
  ...{ created_at: at, timestamp: at, activity_type: 'push', before: '0', after: 'a', node_id: 'D_1' },
  ...more,
})

type Pages = AsyncGenerator<{ readonly acts: readonly Activity[] }>
const actors = async (pages: Pages) => {
  const found: number[] = []
  for await (const { acts } of pages) found.push(...acts.map(({ account }) => account))
  return found
}

describe('a list whose page ends with a row of 1970 is read on', () => {
  it.each<[string, () => Pages]>([
    ['of pushes', () => readRepositoryActivity(github, scope, since, null)],
    ['of events', () => readIssueEvents(github, scope, since, 1)],
    ['of deployments', () => readDeployments(github, scope, since, 1)],
  ])('%s', async (_, read) => {
    recorded.answering(({ query }) => {
      const isFirst = query.page !== '2' && query.after === undefined
      return isFirst
        ? {
            headers: { link: '<https://api.github.com/x?page=2&after=c>; rel="next"' },
            body: [row(1, RECENT), row(2, WRONG)],
          }
        : { body: [row(3, RECENT)] }
    })
    expect(await actors(read())).toContain(3)
  })

  it('of comments on commits, backwards', async () => {
    recorded.answering(({ query }) => ({
      headers: { link: '<https://api.github.com/x?page=3>; rel="last"' },
      body: query.page === '3' ? [row(1, WRONG), row(2, RECENT)] : [row(Number(query.page) + 10, RECENT)],
    }))
    expect(await actors(readCommitComments(github, scope, since, 1))).toContain(12)
  })

  it('of deployments that waited: whoever let the others go on stays in doubt', async () => {
    recorded.answering(({ path }) =>
      path === '/graphql'
        ? { body: { data: { nodes: [] } } }
        : {
            headers: { link: '<https://api.github.com/x?page=2>; rel="next"' },
            body: [row(1, RECENT), row(2, WRONG)],
          },
    )
    expect((await readRunsThatWaited(github, scope, ['production'], since)).gap).toBe(
      '2026-10-01T00:00:00.000Z',
    )
  })

  it('and ends where two rows are older', async () => {
    recorded.answering(({ query }) => ({
      headers: { link: '<https://api.github.com/x?after=c>; rel="next"' },
      body: query.after === undefined ? [row(1, RECENT), row(2, WRONG), row(2, WRONG)] : [row(3, RECENT)],
    }))
    expect(await actors(readRepositoryActivity(github, scope, since, null))).not.toContain(3)
  })
})

describe('a push of a kind that is not known here', () => {
  const answered = (at: string) =>
    recorded.answering(() => ({ body: [row(7, at, { activity_type: 'tag_creation' })] }))
  const doubted = () => github.takeOddRows().flatMap(({ accounts }) => accounts)

  it('leaves its actor in doubt: they did something', async () => {
    answered(RECENT)
    await actors(readRepositoryActivity(github, scope, since, null))
    expect(doubted()).toEqual([7])
  })

  it('is in doubt too right before a removal', async () => {
    answered(WRONG)
    await readNewestPushes(github, scope, 'ada')
    expect(doubted()).toEqual([7])
  })

  it('does not matter where it was long ago', async () => {
    answered('2019-01-01T00:00:00Z')
    await actors(readRepositoryActivity(github, scope, since, null))
    await readOlderActivity(github, scope, null)
    expect(doubted()).toEqual([])
  })
})
