/** Discussions longer than a page: every comment and every reply is told once, or nothing is. Against the demo GitHub, over HTTP. */

import { afterEach, describe, expect, it } from 'vitest'
import { type FakeGitHub, openGitHub } from '../../fake-github/github.ts'
import { type DiscussionCursor, readDiscussions } from '../../src/github/activity/threads/discussions.ts'
import { connectGitHub } from '../../src/github/http/client.ts'
import type { Activity } from '../../src/policy/words.ts'
import {
  LONG_AGO,
  NOW,
  type OrganizationBuilder,
  RECENTLY,
  smallWorld,
} from '../fixtures/github/small-world.ts'

const CUTOFF = '2026-05-22T06:00:00.000Z'

let demo: FakeGitHub
afterEach(() => demo.close())

describe('a long discussion', () => {
  it('is told to its first comment and to the first reply of each, everything once', async () => {
    const { github, read } = await guildWhere((guild) => {
      say(guild, 'first-speaker', 5, null)
      for (let i = 0; i < 130; i++) say(guild, 'replier', 5, 'reply')
      for (let i = 0; i < 249; i++) say(guild, 'commenter', 5, null)
    })
    const acts = await read()
    expect(acts).toHaveLength(1 + 1 + 130 + 249)
    expect(new Set(acts.map(({ url }) => url)).size).toBe(acts.length)
    // The page, two more of comments, and two more of the replies to the first.
    expect(github.counts.graphql).toBe(5)
  })

  it('shares its questions with nine others', async () => {
    const { github, read } = await guildWhere((guild) => {
      for (let n = 6; n < 16; n++) for (let i = 0; i < 60; i++) say(guild, 'commenter', n, null)
    })
    expect(await read()).toHaveLength(1 + 600)
    expect(github.counts.graphql).toBe(2)
  })

  it('that has not moved since then is not read further', async () => {
    const { github, read } = await guildWhere((guild) => {
      for (let i = 0; i < 60; i++) guild.act('old', 'discussion_comment', { n: 5, at: LONG_AGO })
    })
    await read()
    expect(github.counts.graphql).toBe(1)
  })

  it('that GitHub stops showing midway is trouble, not a short one', async () => {
    const { read, atlas } = await guildWhere((guild) => {
      for (let i = 0; i < 60; i++) say(guild, 'commenter', 5, null)
    })
    demo.faults.before({ operation: 'DiscussionReplies' }, 1, () => {
      atlas.private = true
    })
    await expect(read()).rejects.toThrow('GitHub did not show a long discussion in full')
  })
})

describe('the reading of a long discussion', () => {
  const twoPages = (guild: OrganizationBuilder) => {
    for (let n = 6; n < 40; n++) guild.act('opener', 'discussion', { n })
    for (const n of [8, 30]) for (let i = 0; i < 260; i++) say(guild, 'commenter', n, i % 9 ? null : 'reply')
  }

  it('takes one request a page, and goes on from any of them as if it had not stopped', async () => {
    const { github, read, pageFrom } = await guildWhere(twoPages)
    const atOnce = await read()
    const requests = github.counts.graphql
    const oneByOne: Activity[] = []
    for (let from: string | null | undefined = null; from !== undefined; ) {
      const before = github.counts.graphql
      const { acts, next } = await pageFrom(from)
      expect(github.counts.graphql - before).toBe(1)
      oneByOne.push(...acts)
      from = next
    }
    expect(oneByOne).toEqual(atOnce)
    expect(new Set(oneByOne.map(({ url }) => url)).size).toBe(oneByOne.length)
    expect(github.counts.graphql).toBe(2 * requests)
  })

  it('opens no page of discussions before the last one was read to its end', async () => {
    const { read } = await guildWhere(twoPages)
    await read()
    const asked = demo.requests.log.map(({ operation }) => operation)
    expect(asked).toEqual([
      'Discussions',
      'DiscussionReplies',
      'DiscussionReplies',
      'Discussions',
      'DiscussionReplies',
      'DiscussionReplies',
    ])
  })

  it('remembers no more than one page opens, however much is said', async () => {
    const { pageFrom } = await guildWhere((guild) => {
      for (let i = 0; i < 300 * 22; i++) say(guild, 'commenter', 5, i % 22 ? 'reply' : null)
    })
    let told = 0
    let largest = 0
    for (let from: string | null | undefined = null; from !== undefined; ) {
      const { acts, next } = await pageFrom(from)
      told += acts.length
      largest = Math.max(largest, next?.length ?? 0)
      from = next
    }
    expect(told).toBe(1 + 300 * 22)
    // A hundred comments with more replies than came along, and the comments before them.
    expect(largest).toBeLessThan(101 * 120)
  })
})

function say(guild: OrganizationBuilder, who: string, n: number, action: 'reply' | null): void {
  guild.act(who, 'discussion_comment', { n, at: RECENTLY, action })
}

async function guildWhere(discussion: (guild: OrganizationBuilder) => void) {
  const small = smallWorld()
  const guild = small.organization('guild')
  small.person('visitor')
  guild.act('guild-warden', 'discussion', { n: 5, at: LONG_AGO })
  discussion(guild)
  const world = small.world()
  demo = await openGitHub(world, { now: NOW })
  const token = demo.tokenFor('visitor')
  const github = connectGitHub({
    apiUrl: demo.apiUrl,
    authorization: { token: async () => token, renewed: async () => null },
  })
  const atlas = world.repository('guild', 'atlas')
  if (atlas === undefined) throw new Error('every small world has an atlas')
  const place = { org: 'guild', repository: atlas }
  const read = async (): Promise<readonly Activity[]> => {
    const acts: Activity[] = []
    for await (const page of readDiscussions(github, place, CUTOFF, null)) acts.push(...page.acts)
    return acts
  }
  /** One page from a kept cursor on, and the next to keep; none behind the last. */
  const pageFrom = async (kept: string | null) => {
    // Kept by this very function.
    const from = kept === null ? null : (JSON.parse(kept) as DiscussionCursor)
    for await (const { acts, next } of readDiscussions(github, place, CUTOFF, from))
      return { acts, next: next === null ? undefined : JSON.stringify(next) }
    throw new Error('every reading has a page')
  }
  return { github, read, pageFrom, atlas }
}
