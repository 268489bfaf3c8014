/** The overview's heading says the worst that is true, and its one strong button what comes next. */

import { describe, expect, it } from 'vitest'
import { hoursAfter } from '../../src/policy/calendar.ts'
import type { Instant, Source, Verdict, VerdictName } from '../../src/policy/words.ts'
import { verdictsStatement } from '../../src/register/activity/verdicts.ts'
import { readingsStatement } from '../../src/register/audits/readings.ts'
import { audits, organizations, pendingRules, proposals, reviews } from '../../src/register/schema.ts'
import { question } from '../fixtures/register/asked.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import { begun, TEO } from '../fixtures/register/rules-site.ts'
import { NOW, OPERATOR_TOKEN, OWNER, openSite, type Site } from '../fixtures/register/site.ts'

const VERDICT: Readonly<Record<VerdictName, Verdict>> = {
  active: {
    verdict: 'active',
    by: { account: 1, repository: 10, kind: 'push', at: NOW, url: null, source: 'probe' },
  },
  inactive: { verdict: 'inactive', newest: null, since: NOW, heldSinceBefore: NOW },
  new: { verdict: 'new', because: 'access', since: NOW },
  exempt: { verdict: 'exempt', because: 'exemption', reason: 'the mirror', until: null },
  unknown: { verdict: 'unknown', gaps: [] },
}

/** The owner, who can push through a team, and who maintains a repository from outside. */
type Three = readonly [owner: VerdictName, member: VerdictName, outside: VerdictName]

/** The organisation's three strong keys, as its newest complete audit judged them. */
async function judged(three: Three, site?: Site): Promise<Site> {
  const of = site ?? (await openSite())
  await audit(of, 'audit-0')
  const verdicts = three.map((name, index) => ({ account: index + 1, verdict: VERDICT[name] }))
  await verdictsStatement(of.register, 100, 'audit-0', verdicts)
  return of
}

async function audit(site: Site, id: string, changes: object = {}, at: Instant = NOW): Promise<void> {
  await site.register.insert(audits).values({ ...anAudit(id, at), orgId: 100, ...changes })
}

async function seen(site: Site, person = OWNER) {
  const page = await (await site.visit('/orgs/lichen', person)).text()
  const main = page.slice(page.indexOf('<main'), page.indexOf('</main>'))
  const strong = [...main.matchAll(/<(a|button)\b([^>]*)>(.*?)<\/\1>/g)].filter(([, tag, attributes = '']) =>
    tag === 'a' ? /class="button"/.test(attributes) : !/class="[^"]*\b(quiet|bare)\b/.test(attributes),
  )
  return {
    heading: /<h1>(.*?)<\/h1>/.exec(main)?.[1],
    strong: strong.map(([, , , label]) => label),
    to: /href="([^"]+)"/.exec(strong[0]?.[2] ?? '')?.[1],
    text: main.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '),
  }
}

describe('before there is anything to judge by', () => {
  it('nothing has been read: an audit is the one thing to do', async () => {
    const { heading, strong, text } = await seen(await openSite())
    expect([heading, strong]).toEqual(['Nothing has been read yet', ['Audit now']])
    expect(text).toContain('nobody is called inactive')
  })

  it('the first audit runs: its progress is', async () => {
    const site = await openSite()
    await audit(site, 'audit-0', { status: 'running', finishedAt: null })
    expect(await seen(site)).toMatchObject({
      heading: 'The first audit is under way',
      strong: ['See how far it is'],
      to: '/orgs/Lichen/audits/audit-0',
    })
  })

  it('the first audit failed: what happened, what is unchanged, and another try', async () => {
    const site = await openSite()
    await audit(site, 'audit-0', { status: 'failed', failure: 'GitHub refused everything.' })
    const { heading, strong, text } = await seen(site)
    expect([heading, strong]).toEqual(['The first audit could not be finished', ['Audit now']])
    expect(text).toContain('GitHub refused everything. Nobody is judged, and nothing was changed.')
  })
})

describe('the strong keys', () => {
  it.each<[Three, string]>([
    [['active', 'active', 'active'], 'Every strong key is in use'],
    [['active', 'new', 'exempt'], 'Every strong key is in use or accounted for'],
    [['active', 'inactive', 'active'], 'One strong key lies unused'],
    [['inactive', 'inactive', 'active'], 'Two strong keys lie unused'],
    [['active', 'active', 'unknown'], 'One strong key could not be seen'],
    [['active', 'inactive', 'unknown'], 'One strong key lies unused'],
    [['active', 'unknown', 'unknown'], 'Most strong keys could not be seen'],
    [['unknown', 'unknown', 'unknown'], 'No strong key could be seen'],
  ])('%j: %s', async (three, sentence) => {
    const { heading, strong } = await seen(await judged(three))
    expect(heading).toBe(sentence)
    expect(strong).toEqual(['Open the first review'])
  })

  it('half of them: said so, with what is unused among the others', async () => {
    const site = await judged(['active', 'inactive', 'unknown'])
    await site.register.run(`insert into accounts (id, login, type) values (4, 'dora', 'User')`)
    await site.register.run(`insert into grants (org_id, key, kind, account_id, repository_id, role, first_seen)
      values (100, 'repository_role:4:10', 'repository_role', 4, 10, 'write', '${NOW}')`)
    const { heading, text } = await seen(site)
    expect(heading).toBe('Half of the strong keys could not be seen')
    expect(text).toContain('1 of 3 people who can push has not been active for six months.')
    expect(text).toContain('Of 2 more it is not known')
  })

  it('are linked by power, with how many have no second factor as far as GitHub shows it', async () => {
    const { text } = await seen(await judged(['inactive', 'inactive', 'active']))
    expect(text).toContain(
      '1 of 1 owner and 1 of 2 people who can push have not been active for six months. At least 1 of all 3 has no two-factor authentication.',
    )
    expect(text).not.toContain('all 1')
  })

  it('are drawn with a key to the verdicts that somebody has, and no others', async () => {
    const site = await judged(['inactive', 'new', 'active'])
    const page = await (await site.visit('/orgs/lichen', OWNER)).text()
    const [legend = ''] = /<ul class="legend">.*?<\/ul>/s.exec(page) ?? []
    expect([...legend.matchAll(/class="f-(\w+)"/g)].map(([, fill]) => fill)).toEqual([
      'active',
      'new',
      'inactive',
    ])
  })
})

describe('what was not read is never called all right', () => {
  const NOT_ALL = 'No strong key is known to lie unused, but not everything was read'

  it.each<[string, (site: Site) => Promise<unknown>]>([
    ['the audit is partial', (site) => site.register.update(audits).set({ status: 'partial' })],
    ['a source that decides nothing is unread', (site) => gap(site, 'fine_grained_tokens')],
    ['a source that only clears is unread', (site) => gap(site, 'workflow_runs')],
    ['the App sees selected repositories', (site) => org(site, { repositorySelection: 'selected' })],
    ['a permission is missing', (site) => org(site, { installationId: 5, missingPermissions: ['actions'] })],
  ])('%s', async (_what, happens) => {
    const site = await judged(['active', 'active', 'active'])
    await happens(site)
    expect((await seen(site)).heading).toBe(NOT_ALL)
  })

  it('no version reads some sources, and whoever holds something hidden is unknown: these alone say nothing', async () => {
    const site = await judged(['active', 'active', 'active'])
    await gap(site, 'secrets')
    await gap(site, 'hidden_repositories')
    expect((await seen(site)).heading).toBe('Every strong key is in use')
  })

  it.each<[string, (site: Site) => Promise<unknown>]>([
    ['no audit was finished since', (site) => audit(site, 'audit-1', { status: 'failed' }, LATER)],
    ['none ran for days', async (site) => Object.assign(site.clock, { now: hoursAfter(NOW, 80) })],
  ])('%s', async (_what, happens) => {
    const site = await judged(['active', 'active', 'active'])
    await happens(site)
    expect((await seen(site)).heading).toBe('Nothing could be read since 22 November 2026')
  })
})

describe('what comes next', () => {
  it('is to mend what is not seen, where that is half or more', async () => {
    const site = await judged(['unknown', 'unknown', 'active'])
    await org(site, { installationId: 5, missingPermissions: ['actions'] })
    expect(await seen(site)).toMatchObject({
      strong: ['Grant it on GitHub'],
      to: 'https://github.example/organizations/Lichen/settings/installations/5',
    })
  })

  it('is the review, with its questions, minutes and due day; first what another owner waits for', async () => {
    const site = await judged(['inactive', 'inactive', 'active'], await begun())
    for (const id of ['p1', 'p2', 'p3']) await site.register.insert(proposals).values(question(id))
    const first = await seen(site)
    expect(first).toMatchObject({ strong: ['Answer the review'], to: '/orgs/Lichen/reviews/review-1' })
    expect(first.text).toContain('3 questions, about 1 minute · due 11 December')
    await site.register.insert(proposals).values(question('p4', { status: 'decided' }))
    expect((await seen(site)).strong).toEqual(['Go on with the review'])
    await site.register.insert(proposals).values(question('p5', { status: 'needs_second' }))
    expect(await seen(site)).toMatchObject({
      strong: ['Give a second answer'],
      to: '/orgs/Lichen/reviews/review-1?view=second',
    })
    const program = { authorization: `Bearer ${OPERATOR_TOKEN}` }
    const page = await (await site.visit('/orgs/lichen', undefined, { headers: program })).text()
    expect(page).toContain('>Go on with the review<')
    expect(page).not.toContain('Give a second answer')
  })

  it('is nothing where nothing is left, and then no button is strong', async () => {
    const site = await judged(['active', 'active', 'active'], await begun())
    await site.register.update(reviews).set({ closedAt: NOW })
    expect(await seen(site)).toMatchObject({ heading: 'Every strong key is in use', strong: [] })
  })

  it('is a rule that another owner asked for, for everybody but them', async () => {
    const site = await judged(['active', 'active', 'active'], await begun())
    await site.register.update(reviews).set({ closedAt: NOW })
    await site.register.insert(pendingRules).values({
      ...{ id: 'r.0', orgId: 100, setting: 'noticeDays', value: 1, at: NOW },
      by: { kind: 'person', ...TEO },
    })
    expect(await seen(site)).toMatchObject({
      strong: ['Agree to a rule, or not'],
      to: '/orgs/Lichen/settings#pending',
    })
    expect((await seen(site, TEO)).strong).toEqual([])
  })

  it('is to grant what is missing, or to read again what failed, once nobody waits', async () => {
    const site = await judged(['active', 'active', 'active'], await begun())
    await site.register.update(reviews).set({ closedAt: NOW })
    await audit(site, 'audit-1', { status: 'failed' }, LATER)
    expect((await seen(site)).strong).toEqual(['Audit now'])
    await org(site, { installationId: 5, missingPermissions: ['actions'] })
    expect((await seen(site)).strong).toEqual(['Grant it on GitHub'])
  })
})

const LATER = hoursAfter(NOW, 1)

async function gap(site: Site, source: Source): Promise<void> {
  const state = { kind: 'not_shown' as const, reason: 'GitHub does not show it.' }
  await readingsStatement(site.register, 'audit-0', [{ source, scope: { kind: 'organization' }, state }])
}

async function org(site: Site, changes: Partial<typeof organizations.$inferInsert>): Promise<void> {
  await site.register.update(organizations).set(changes)
}
