/** The readers of signals that only clear: what they take for an act, by whom and of when. Against the demo GitHub, over HTTP. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeGitHub, openGitHub } from '../../fake-github/github.ts'
import type { World } from '../../fake-github/world/world.ts'
import { readAdvisories } from '../../src/github/activity/uncommon/advisories.ts'
import { readDeploymentReviews } from '../../src/github/activity/uncommon/deployment-reviews.ts'
import { readDeployments } from '../../src/github/activity/uncommon/deployments.ts'
import { readRequiredReviewers } from '../../src/github/activity/uncommon/required-reviewers.ts'
import { readDispatchedRuns, readRunsStartedByHand } from '../../src/github/activity/uncommon/runs.ts'
import { readRunsThatWaited } from '../../src/github/activity/uncommon/runs-that-waited.ts'
import { readTags } from '../../src/github/activity/uncommon/tags.ts'
import { connectGitHub, type GitHub } from '../../src/github/http/client.ts'
import type { Activity } from '../../src/policy/words.ts'
import { LONG_AGO, NOW, RECENTLY, smallWorld } from '../fixtures/github/small-world.ts'

const CUTOFF = '2026-05-22T06:00:00.000Z'
const A_MINUTE_BEFORE = '2026-05-22T05:59:00.000Z'

let world: World
let demo: FakeGitHub
let github: GitHub
const place = () => {
  const { id, name } = world.repository('guild', 'atlas') ?? { id: 0, name: '' }
  return { org: 'guild', repository: { id, name }, webUrl: demo.url }
}

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  guild.act('dora', 'workflow_dispatch')
  guild.act('early', 'workflow_dispatch', { at: A_MINUTE_BEFORE })
  guild.act('rita', 'workflow_rerun')
  guild.act('sleeper', 'scheduled_run')
  guild.act('ada', 'deployment_approval')
  guild.act('hal', 'deployment')
  guild.act('cron-last-committer', 'deployment', { via_app: true })
  guild.act('old', 'deployment', { at: LONG_AGO })
  guild.act('tess', 'tag', { branch: 'v2.0' })
  guild.act('rex', 'release', { branch: 'v2.1' })
  guild.act('sela', 'advisory')
  guild.act('paul', 'advisory', { action: 'published' })
  guild.act('olga', 'advisory', { at: LONG_AGO })
  world = small.world()
  demo = await openGitHub(world, { now: NOW })
  github = as('guild-warden')
})
afterAll(() => demo.close())

describe('workflow runs', () => {
  it('of one person tell when they started one, and nothing of anybody else', async () => {
    expect(whoAndWhen(await all(readDispatchedRuns('dora')(github, place(), CUTOFF, 1)))).toEqual([
      ['dora', 'workflow_run', RECENTLY],
    ])
    expect(whoAndWhen(await all(readDispatchedRuns('dora')(github, place(), NOW, 1)))).toEqual([])
    expect(whoAndWhen(await all(readDispatchedRuns('rita')(github, place(), CUTOFF, 1)))).toEqual([])
  })

  it('tell who started one again beside those, and not whose push or clock began it', async () => {
    const pages = await all(readRunsStartedByHand(github, place(), CUTOFF, 1))
    expect(whoAndWhen(pages)).toEqual([
      ['dora', 'workflow_run', RECENTLY],
      ['rita', 'workflow_run', RECENTLY],
    ])
  })

  it('say what GitHub does not list', async () => {
    const small = smallWorld()
    const busy = small.organization('guild')
    for (let n = 0; n < 1001; n++) busy.act('dora', 'workflow_dispatch')
    const other = await openGitHub(small.world(), { now: NOW })
    try {
      const asked = as('guild-warden', other)
      const pages = await all(readRunsStartedByHand(asked, place(), CUTOFF, 10))
      expect(pages.map(({ next, unread }) => [next, unread])).toEqual([
        [null, 'GitHub lists the newest 1,000 of 1001 runs'],
      ])
    } finally {
      await other.close()
    }
  })
})

describe('deployments', () => {
  it('tell who made them by hand, not in whose name a workflow did', async () => {
    const pages = await all(readDeployments(github, place(), CUTOFF, 1))
    expect(whoAndWhen(pages)).toEqual([['hal', 'deployment', RECENTLY]])
  })

  it('that waited tell who approved them, by their run', async () => {
    const required = await readRequiredReviewers(github, place())
    const idOf = (login: string) => world.account(login)?.id
    expect(required).toEqual({ environments: ['pypi'], users: [idOf('ada')], teams: [] })
    const { runs, gap } = await readRunsThatWaited(github, place(), required.environments, CUTOFF)
    expect(runs.map(({ at, until }) => [at, until])).toEqual([
      [RECENTLY, RECENTLY],
      [RECENTLY, RECENTLY],
    ])
    expect(gap).toBeNull()
    const acts = (await Promise.all(runs.map((run) => readDeploymentReviews(github, place(), run)))).flat()
    expect(whoAndWhen([{ acts }])).toEqual([['ada', 'deployment', RECENTLY]])
  })
})

describe('tags', () => {
  it('tell who made an annotated one; a light one names nobody', async () => {
    const pages = await all(readTags(github, place(), CUTOFF, null))
    expect(whoAndWhen(pages)).toEqual([['tess', 'tag', RECENTLY]])
  })
})

describe('security advisories', () => {
  it('tell who wrote and who published one', async () => {
    const pages = await all(readAdvisories(github, place(), CUTOFF, null))
    expect(whoAndWhen(pages).filter(([, , at]) => at === RECENTLY)).toEqual([
      ['paul', 'advisory', RECENTLY],
      ['sela', 'advisory', RECENTLY],
    ])
  })

  it('are shown to others once they are published', async () => {
    const pages = await all(readAdvisories(as('dora'), place(), CUTOFF, null))
    expect(whoAndWhen(pages)).toEqual([['paul', 'advisory', RECENTLY]])
  })
})

function as(login: string, server = demo): GitHub {
  const token = server.tokenFor(login)
  return connectGitHub({
    apiUrl: server.apiUrl,
    authorization: { token: async () => token, renewed: async () => null },
  })
}

async function all<Page>(pages: AsyncIterable<Page>): Promise<Page[]> {
  const read: Page[] = []
  for await (const page of pages) read.push(page)
  return read
}

function whoAndWhen(pages: readonly { acts: readonly Activity[] }[]) {
  return pages
    .flatMap(({ acts }) => acts)
    .map(({ account, kind, at }) => [world.accountById(account)?.login, kind, at])
    .sort()
}
