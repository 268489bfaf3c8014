/** Stories of threads with hundreds of comments, audited a few requests a step as on Cloudflare's Free plan, even if a step dies. */

import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeGitHub, openGitHub } from '../../fake-github/github.ts'
import type { World } from '../../fake-github/world/world.ts'
import { runStep } from '../../src/audit/engine/run.ts'
import { fixedToken } from '../../src/github/http/authorization.ts'
import { connectGitHub, type GitHub } from '../../src/github/http/client.ts'
import { beginAuditOf } from '../../src/platform/begin-audit.ts'
import type { Deployment } from '../../src/platform/deployment.ts'
import { discoverOrganizations } from '../../src/platform/discover-organizations.ts'
import { findReadings } from '../../src/register/audits/readings.ts'
import { accounts, activity, organizations, verdicts, watermarks } from '../../src/register/schema.ts'
import { LONG_AGO, NOW, smallWorld } from '../fixtures/github/small-world.ts'
import { aPlatform } from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const LATER = '2026-11-01T10:00:00.000Z'
/** As on the Free plan. */
const REQUESTS = { perInstance: 10_000, perStep: 4 }
const LONG = ['DiscussionReplies', 'Discussions', 'Timelines']
const EARLY = ['early-word', 'early-answer', 'early-comment', 'early-label']

const opened: FakeGitHub[] = []
afterAll(() => Promise.all(opened.map((demo) => demo.close())))

describe('an audit of four requests a step, in an organisation with long threads', () => {
  let audited: Audit
  let whole: Awaited<ReturnType<Audit['result']>>

  beforeAll(async () => {
    audited = await auditOf(longThreads())
    await audited.run()
    whole = await audited.result()
  })

  it('sends no more than four requests in any step', () => {
    const reading = audited.steps.filter((step) => step.some((operation) => LONG.includes(operation ?? '')))
    expect(Math.max(...reading.map((step) => step.length))).toBeLessThanOrEqual(REQUESTS.perStep)
    expect(reading.length).toBeGreaterThan(5)
  })

  it('calls active whoever was the first in each thread, though that is all they did', () => {
    expect(whole.unread).toEqual([])
    for (const login of EARLY) expect([login, whole.verdicts.get(login)]).toEqual([login, 'active'])
    expect(whole.verdicts.get('old-word')).toBe('inactive')
    expect(whole.verdicts.get('silent')).toBe('inactive')
  })

  it.each([
    ['DiscussionReplies', 1],
    ['DiscussionReplies', 5],
    ['Discussions', 1],
    ['Timelines', 2],
    ['Timelines', 9],
  ])('has the same result if the step dies between %s request %d and its commit', async (operation, n) => {
    const killed = await auditOf(longThreads(), { operation, n })
    await killed.run()
    expect(await killed.result()).toEqual(whole)
    const sent = killed.steps.flat().filter((name) => name === operation)
    // Only the request whose answer was lost with the step is sent again.
    expect(sent.length).toBe(audited.steps.flat().filter((name) => name === operation).length + 1)
  })

  it('leaves out no repository because GitHub found three at once too much', async () => {
    const small = smallWorld()
    const guild = small.organization('guild')
    guild.member('silent')
    for (const repo of ['atlas', 'bestiary', 'chronicle']) {
      if (repo !== 'atlas') guild.repository(repo)
      guild.act('guild-warden', 'issue', { n: 1, at: LONG_AGO, repo })
      for (let i = 0; i < 300; i++) guild.act('passer-by', 'issue_comment', { n: 1, at: LATER, repo })
    }
    const audit = await auditOf(small.world())
    const { faults } = audit.demo
    faults.before({ operation: 'Timelines' }, 3, () =>
      faults.failMatching({ operation: 'Timelines' }, 'RESOURCE_LIMITS_EXCEEDED'),
    )
    await audit.run()
    expect((await audit.result()).read.filter((source) => source === 'timelines')).toHaveLength(3)
  })

  it('counts nothing as read, and calls nobody inactive, where a later part is refused', async () => {
    const refused = await auditOf(longThreads())
    const { faults } = refused.demo
    faults.before({ operation: 'DiscussionReplies' }, 3, () =>
      faults.failMatching({ operation: 'DiscussionReplies' }, '404'),
    )
    await refused.run()
    const { unread, read, verdicts } = await refused.result()
    expect(unread).toEqual(['discussions'])
    expect(read).not.toContain('discussions')
    expect(verdicts.get('early-word')).toBe('unknown')
    expect(verdicts.get('silent')).toBe('unknown')
    expect(verdicts.get('early-comment')).toBe('active')
  })
})

type Audit = Awaited<ReturnType<typeof auditOf>>

function longThreads(): World {
  const small = smallWorld()
  const guild = small.organization('guild')
  for (const login of [...EARLY, 'old-word', 'silent']) guild.member(login)
  const follow = (
    times: number,
    kind: 'discussion_comment' | 'issue_comment',
    n: number,
    action?: string,
  ) => {
    for (let i = 0; i < times; i++)
      guild.act('passer-by', kind, { n, at: LATER, ...(action === undefined ? {} : { action }) })
  }
  for (const n of [5, 6]) guild.act('guild-warden', 'discussion', { n, at: LONG_AGO })
  guild.act('old-word', 'discussion_comment', { n: 5, at: LONG_AGO })
  guild.act('early-word', 'discussion_comment', { n: 5 })
  follow(700, 'discussion_comment', 5)
  guild.act('old-word', 'discussion_comment', { n: 6, at: LONG_AGO })
  guild.act('early-answer', 'discussion_comment', { n: 6, action: 'reply' })
  follow(500, 'discussion_comment', 6, 'reply')
  guild.act('guild-warden', 'issue', { n: 1, at: LONG_AGO })
  guild.act('early-comment', 'issue_comment', { n: 1 })
  follow(900, 'issue_comment', 1)
  guild.act('guild-warden', 'pull_request', { n: 2, at: LONG_AGO })
  guild.act('early-label', 'label', { n: 2 })
  follow(600, 'issue_comment', 2)
  return small.world()
}

/** An audit step by step. With `death` the process dies once, after the answer to the n-th request of that operation. */
async function auditOf(world: World, death?: { readonly operation: string; readonly n: number }) {
  const demo = await openGitHub(world, { now: NOW })
  opened.push(demo)
  const token = demo.tokenFor('guild-warden')
  const register = await freshRegister()
  const authority = { kind: 'token' as const, token }
  // The cast: these are the fields that discovering organisations uses.
  const deployment = { apiUrl: demo.apiUrl, authority, organizations: ['guild'] } as unknown as Deployment
  await discoverOrganizations(register, deployment, NOW)
  const [org] = await register.select().from(organizations)
  if (org === undefined) throw new Error('no organisation was discovered')
  const by = { kind: 'calendar' as const }
  const { id: auditId } = await beginAuditOf(register, async () => undefined, org.id, by, NOW)
  const steps: (string | null)[][] = []
  let answersLeft = death?.n ?? 0

  /** Runs one step; if its process dies, it returns nothing to the audit. */
  async function step(): Promise<string> {
    const platform = aPlatform(register, { requests: REQUESTS })
    return new Promise((resolve, reject) => {
      const github = () =>
        mortal(connectGitHub({ apiUrl: demo.apiUrl, authorization: fixedToken(token) }), resolve)
      runStep(Object.assign(platform, { github }), { auditId, instance: 0 }, 1).then(
        ({ kind }) => resolve(kind),
        reject,
      )
    })
  }

  function mortal(github: GitHub, die: (how: string) => void): GitHub {
    return {
      ...github,
      graphql: async (query, ...rest) => {
        const answer = await github.graphql(query, ...rest)
        if (death !== undefined && query.includes(`query ${death.operation}`)) answersLeft -= 1
        if (answersLeft !== 0 || death === undefined) return answer
        answersLeft = -1
        die('died')
        return new Promise(() => {})
      },
    }
  }

  return {
    demo,
    steps,
    async run() {
      for (let outcome = ''; outcome !== 'finished'; ) {
        const before = demo.requests.log.length
        outcome = await step()
        if (outcome === 'lost') throw new Error('another instance took over')
        steps.push(demo.requests.log.slice(before).map(({ operation }) => operation))
      }
    },
    async result() {
      const read = await register.select().from(watermarks).where(eq(watermarks.orgId, org.id))
      const judged = await register
        .select({ login: accounts.login, verdict: verdicts.verdict })
        .from(verdicts)
        .innerJoin(accounts, eq(accounts.id, verdicts.accountId))
      const acts = await register.select().from(activity)
      const readings = await findReadings(register, auditId)
      return {
        verdicts: new Map(judged.map(({ login, verdict }) => [login, verdict])),
        acts: acts.map((act) => JSON.stringify({ ...act, url: null })).sort(),
        read: read.map(({ source }) => source),
        unread: readings.filter(({ state }) => state.kind === 'unread').map(({ source }) => source),
      }
    },
  }
}

describe('somebody who does so much that GitHub cannot count half a year of it', () => {
  const world = () => {
    const small = smallWorld()
    const guild = small.organization('guild')
    for (const login of ['tireless', 'tireless-here', 'silent']) guild.member(login)
    small.person('tireless', { contributions_for_days: 20 })
    small.person('tireless-here', { contributions_for_days: 20 })
    guild.act('tireless', 'commit', { at: LONG_AGO })
    guild.act('guild-warden', 'pull_request', { n: 1 })
    guild.act('tireless-here', 'review', { n: 1, at: '2026-07-01T10:00:00.000Z' })
    return small.world()
  }

  it('is inactive here where they did nothing here, and active where they did', async () => {
    const audited = await auditOf(world())
    // Without the timelines only the contributions can tell.
    audited.demo.faults.failMatching({ operation: 'Timelines' }, 'RESOURCE_LIMITS_EXCEEDED', 99)
    await audited.run()
    const { verdicts: found } = await audited.result()
    expect(found.get('tireless')).toBe('inactive')
    expect(found.get('tireless-here')).toBe('active')
    expect(found.get('silent')).toBe('inactive')
  })
})
