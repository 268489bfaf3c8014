/** What a review shows of somebody's activity in a sister organisation: only what both switched on, and only what is public. */

import { describe, expect, it } from 'vitest'
import { DEFAULT_RULES, type Rules } from '../../src/policy/rules/rules.ts'
import type { Activity, Id, Instant } from '../../src/policy/words.ts'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { repositoriesStatement } from '../../src/register/access/repositories.ts'
import { activityStatements } from '../../src/register/activity/newest-acts.ts'
import { findSisterActivity } from '../../src/register/activity/sisters/sister-activity.ts'
import { together } from '../../src/register/open.ts'
import { closeOrganizationsExcept } from '../../src/register/organizations.ts'
import { replaceRules } from '../../src/register/rules/rule-versions.ts'
import { proposals, reviews } from '../../src/register/schema.ts'
import { IDLE, NOW, OWNER, openSite, type Site } from '../fixtures/register/site.ts'

const LICHEN = 100
const MOSS = 200
const OPEN = 30
const SECRET = 31
const PUSHED: Instant = '2026-11-20T09:00:00.000Z'
const THERE = { organization: 'moss', at: PUSHED, kind: 'push', repository: 'garden-30' }

/** Both share; bela pushed to moss's public repository, and holds access in lichen. */
async function sharing(lichen: Partial<Rules> = {}, moss: Partial<Rules> = {}): Promise<Site> {
  const site = await openSite()
  await repositoriesStatement(site.register, MOSS, [repository(OPEN, false), repository(SECRET, true)], NOW)
  await setRules(site, LICHEN, { shareActivity: true, ...lichen })
  await setRules(site, MOSS, { shareActivity: true, ...moss })
  await acted(site, {})
  return site
}

const shown = async (site: Site) =>
  (await findSisterActivity(site.register, LICHEN, [IDLE.id], NOW)).get(IDLE.id) ?? []

describe('activity in a sister organisation, where both share', () => {
  it('is shown with its repository, kind and time', async () => {
    expect(await shown(await sharing())).toEqual([THERE])
  })

  it('stands beside the proposal, and changes nothing of it', async () => {
    const both = await listed(await sharing())
    const { activeElsewhere, ...rest } = await listed(await sharing({}, { shareActivity: false }))
    expect(both).toEqual({ ...rest, activeElsewhere: [THERE] })
    expect(activeElsewhere).toEqual([])
  })
})

describe('SECURITY.md, row 7: nothing of a sister organisation is shown', () => {
  const CASES: readonly (readonly [string, () => Promise<Site>])[] = [
    ['where only the other shares', () => sharing({ shareActivity: false })],
    ['where only this one shares', () => sharing({}, { shareActivity: false })],
    [
      'where one has switched it off again',
      async () => {
        const site = await sharing()
        await setRules(site, MOSS, { shareActivity: false })
        return site
      },
    ],
    [
      'where nobody has set any rules',
      async () => {
        const site = await openSite()
        await repositoriesStatement(site.register, MOSS, [repository(OPEN, false)], NOW)
        await acted(site, {})
        return site
      },
    ],
    [
      'where the rules of the other cannot be read',
      async () => {
        const site = await sharing()
        await site.register.$client
          .prepare(`update organizations set current_rules = '{' where id = ${MOSS}`)
          .run()
        return site
      },
    ],
    [
      'of a repository that is private by now',
      async () => {
        const site = await sharing()
        await repositoriesStatement(site.register, MOSS, [repository(OPEN, true)], NOW)
        return site
      },
    ],
    [
      'of who holds nothing here any more',
      async () => {
        const site = await sharing()
        await site.register.$client
          .prepare(`update grants set closed_at = ?1 where org_id = ${LICHEN}`)
          .bind(NOW)
          .run()
        return site
      },
    ],
    [
      'once it is served no longer',
      async () => {
        const site = await sharing()
        await closeOrganizationsExcept(site.register, [LICHEN], NOW)
        return site
      },
    ],
  ]
  it.each(CASES)('%s', async (_case, arrange) => {
    expect(await shown(await arrange())).toEqual([])
  })

  it.each<readonly [string, Partial<Activity>]>([
    ['in a private repository', { repository: SECRET }],
    ['in no repository', { repository: null }],
    ['that GitHub does not show to everybody', { kind: 'advisory' }],
    ['that is not over yet', { kind: 'issue', at: '2026-11-22T06:00:01.000Z' }],
  ])('of an act %s: the newest public one stands', async (_case, change) => {
    const site = await sharing()
    await acted(site, { at: '2026-11-21T09:00:00.000Z', ...change })
    expect(await shown(site)).toEqual([THERE])
  })

  it('from before the window', async () => {
    const site = await sharing({ windowMonths: 1 })
    expect(await shown(site)).toEqual([THERE])
    expect(await findSisterActivity(site.register, LICHEN, [IDLE.id], '2026-12-21T06:00:00.000Z')).toEqual(
      new Map(),
    )
  })
})

async function acted(site: Site, change: Partial<Activity>): Promise<void> {
  const member = { kind: 'organization_role', account: IDLE.id, role: 'member' } as const
  for (const statement of grantsStatements(site.register, MOSS, [member], NOW)) await statement
  const act: Activity = {
    ...{ account: IDLE.id, repository: OPEN, kind: 'push', at: PUSHED, url: null, source: 'probe' },
    ...change,
  }
  await together(site.register, activityStatements(site.register, MOSS, [act], '2030-01-01T00:00:00.000Z'))
}

async function setRules({ register }: Site, id: Id, change: Partial<Rules>): Promise<void> {
  const row = await register.$client
    .prepare('select rules_version as version from organizations where id = ?1')
    .bind(id)
    .first<{ version: number }>()
  const by = { kind: 'person', ...OWNER } as const
  const told = { by, at: NOW, sentence: 'Set.', facts: {} }
  await replaceRules(register, { id, version: row?.version ?? 0 }, { ...DEFAULT_RULES, ...change }, told)
}

/** bela's proposal as the API lists it. */
async function listed(site: Site): Promise<Record<string, unknown>> {
  await site.register.insert(reviews).values({
    ...{ id: 'review-1', orgId: LICHEN, quarter: '2026-Q4', openedAt: NOW, openedBy: { kind: 'calendar' } },
    ...{ dueAt: '2026-12-13T06:00:00.000Z', auditId: 'audit-1' },
    scope: { contributors: null, countedTo: 11, because: 'calendar' },
  })
  await site.register.insert(proposals).values({
    ...{ id: 'about-bela', reviewId: 'review-1', orgId: LICHEN, subjectKey: `account:${IDLE.id}` },
    subject: { kind: 'account', ...IDLE },
    verdict: { verdict: 'inactive', newest: null, since: NOW, heldSinceBefore: null },
    ...{ reason: 'bela has no activity.', findings: [], evidence: [], consequences: [], plan: [] },
    ...{ risk: { score: 5, opens: [], privileged: false }, riskScore: 5 },
    ...{ grantsThen: {}, status: 'open', stale: null, openedAt: NOW },
  })
  const answer = await site.api('/api/orgs/lichen/reviews/review-1/proposals')
  const { items } = (await answer.json()) as { items: readonly Record<string, unknown>[] }
  return items[0] ?? {}
}

function repository(id: Id, isPrivate: boolean) {
  return {
    ...{ id, name: `garden-${id}`, nodeId: `R_${id}`, private: isPrivate, archived: false, fork: false },
    ...{ defaultBranch: 'main', createdAt: null, pushedAt: null },
  }
}
