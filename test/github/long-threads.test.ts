/** Issues and pull requests with more in them than comes with a page: told item by item once, or not told. Against the demo GitHub, over HTTP. */

import { afterEach, describe, expect, it } from 'vitest'
import { type FakeGitHub, openGitHub } from '../../fake-github/github.ts'
import { nodeId } from '../../fake-github/world/node-ids.ts'
import { BEGIN, readTimelines, type TimelinePosition } from '../../src/github/activity/threads/timelines.ts'
import { connectGitHub } from '../../src/github/http/client.ts'
import type { Activity, Instant } from '../../src/policy/words.ts'
import {
  LONG_AGO,
  NOW,
  type OrganizationBuilder,
  RECENTLY,
  smallWorld,
} from '../fixtures/github/small-world.ts'

const CUTOFF: Instant = '2026-05-22T06:00:00.000Z'

let demo: FakeGitHub
afterEach(() => demo.close())

describe('a long thread', () => {
  it('is told to its first item inside the window, a request a page, everything once', async () => {
    const { github, pageFrom } = await guildWhere((guild) => {
      guild.act('old', 'issue_comment', { n: 1, at: LONG_AGO })
      comment(guild, 1, 250)
      comment(guild, 2, 130)
      guild.act('labeller', 'label', { n: 2 })
    })
    const acts: Activity[] = []
    let pages = 0
    for (let from: string | undefined = JSON.stringify(BEGIN); from !== undefined; pages += 1) {
      const { told, next } = await pageFrom(from)
      expect(github.counts.graphql).toBe(pages + 1)
      acts.push(...told)
      from = next
    }
    // The page; both threads twice; the rest of the longer one.
    expect(pages).toBe(4)
    expect(acts.filter(({ kind }) => kind === 'issue_comment')).toHaveLength(380)
    expect(acts.filter(({ kind }) => kind === 'triage')).toHaveLength(1)
    const urls = acts.filter(({ kind }) => kind === 'issue_comment').map(({ url }) => url)
    expect(new Set(urls).size).toBe(380)
  })

  it('that has all it had inside the window on its page is asked for once', async () => {
    const { pageFrom } = await guildWhere((guild) => {
      for (let i = 0; i < 40; i++) guild.act('old', 'issue_comment', { n: 1, at: LONG_AGO })
      comment(guild, 1, 20)
    })
    expect((await pageFrom(JSON.stringify(BEGIN))).next).toBeUndefined()
  })

  it('that GitHub stops showing midway leaves its repository unread, and not told in part', async () => {
    const { pageFrom, atlas } = await guildWhere((guild) => comment(guild, 1, 250))
    const { next } = await pageFrom(JSON.stringify(BEGIN))
    atlas.private = true
    await expect(pageFrom(next ?? '')).rejects.toThrow('GitHub did not show a long thread in full')
  })
})

function comment(guild: OrganizationBuilder, n: number, times: number): void {
  for (let i = 0; i < times; i++) guild.act('commenter', 'issue_comment', { n, at: RECENTLY })
}

async function guildWhere(discussion: (guild: OrganizationBuilder) => void) {
  const small = smallWorld()
  const guild = small.organization('guild')
  small.person('visitor')
  guild.act('guild-warden', 'issue', { n: 1, at: LONG_AGO })
  guild.act('guild-warden', 'pull_request', { n: 2, at: LONG_AGO })
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
  /** One request from a kept position on, and the next to keep; none behind the last. */
  const pageFrom = async (kept: string) => {
    // Kept by this very function, or its beginning.
    const at = JSON.parse(kept) as TimelinePosition
    const asked = { id: atlas.id, nodeId: nodeId('R', atlas.id), since: CUTOFF, at }
    const { results: told, unread } = await readTimelines(github, [asked], 30)
    if (unread[0] !== undefined) throw new Error(unread[0].reason)
    const next = told[0]?.next
    return { told: told[0]?.acts ?? [], next: next == null ? undefined : JSON.stringify(next) }
  }
  return { github, pageFrom, atlas }
}
