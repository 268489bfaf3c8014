/** SECURITY.md, row 7: second factor, leave, answers, reasons and earlier answers are seen by owners and the person alone. */
import { inArray } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import {
  answers,
  decisions,
  identityConfirmations,
  leaves,
  notices,
  organizations,
  proposals,
} from '../../src/register/schema.ts'
import { PAUL, question } from '../fixtures/register/asked.ts'
import { ROLES, type RoleName, siteFor, withAnEarlierReview } from '../fixtures/register/roles.ts'
import { NOW, OWNER, type Site } from '../fixtures/register/site.ts'

const by = { kind: 'person', ...OWNER } as const

/** A text in every field that only owners and the person may see. */
async function plant(site: Site, role: RoleName): Promise<void> {
  const { register } = site
  await withAnEarlierReview(site)
  const frozen = {
    reason: 'private-why',
    findings: [{ code: 'two_factor_off', sentence: 'private-factor' } as const],
    risk: { score: 55, opens: ['can push to 2 repositories'], privileged: false, why: 'private-factor-why' },
    reopened: { kind: 'answer', why: 'private-reopened', at: NOW } as const,
  }
  // What is frozen about themselves a person does see.
  const whose = role === 'the person' ? ['p1'] : ['p1', 'about-bela']
  await register.update(proposals).set(frozen).where(inArray(proposals.id, whose))
  await register.insert(proposals).values([
    { ...question('p2'), status: 'stale', stale: 'They are exempt by now (private-stale).' },
    { ...question('p3'), status: 'kept' },
    { ...question('p1'), id: 'p1-earlier', reviewId: 'review-0', status: 'kept' },
  ])
  const vote = { by, voter: 'person:1', at: NOW, until: null, plan: [] } as const
  await register.insert(decisions).values([
    { ...vote, id: 'd-1', proposalId: 'p3', decision: 'keep', reason: 'private-reason' },
    { ...vote, id: 'd-0', proposalId: 'p1-earlier', decision: 'keep', reason: 'private-earlier' },
  ])
  const about = { orgId: 100, proposalId: 'p1', accountId: PAUL } as const
  await register.insert(answers).values({
    ...{ ...about, id: 'a-1', answer: 'away', until: '2027-05-05T23:59:59.000Z', text: 'private-answer' },
    ...{ by, toldBy: 'private-told', at: NOW },
  })
  await register.insert(leaves).values({
    ...{ id: 'l-1', accountId: PAUL, orgId: null, since: NOW, until: '2027-05-05T23:59:59.000Z' },
    ...{ by, setAt: NOW },
  })
  await register.insert(notices).values({
    ...{ ...about, id: 'n-1', kind: 'notice', result: 'sent', way: 'private-way', at: NOW },
    ...{ recordedBy: by, recordedAt: NOW },
  })
  await register
    .insert(identityConfirmations)
    .values({ id: 'i-1', orgId: 100, proposalId: 'p1', by, way: 'private-identity', at: NOW })
  const [row] = await register.select().from(organizations)
  const rules = JSON.parse(row?.rules ?? '{}') as object
  const exemptions = [{ login: 'p4', id: 4, reason: 'private-exemption', until: '2027-06-06T00:00:00.000Z' }]
  await register.update(organizations).set({ rules: JSON.stringify({ ...rules, exemptions }) })
}

const PRIVATE =
  /private-[a-z-]+|2027-0[56]-0[56]|5 May 2027|no two-factor|keep in 2026-Q3|2026-Q3: keep|"twoFactor":"(?:en|dis)abled|"ownersWithout"/g

/** The person reads of themselves; the operator, who changes rules and decides, until when somebody is exempt, and why a verdict is so. */
const OWN: { readonly [role in RoleName]?: readonly string[] } = {
  'the person': ['"twoFactor":"disabled'],
  'operator, full': ['2027-06-06', 'private-why'],
}

/** Every page, with its views and files, and every address of the API that only reads. */
async function readable(site: Site): Promise<string[]> {
  const document = (await (await site.visit('/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, object>>
  }
  const api = Object.entries(document.paths).flatMap(([path, methods]) => ('get' in methods ? [path] : []))
  const views = [
    '',
    '?view=second',
    '?view=decided',
    '?view=queue',
    '?view=done',
    '?proposal=p1',
    '?view=decided&change=p3',
  ]
  const pages = [
    ...[
      '',
      '/accounts',
      '/accounts?format=csv',
      '/accounts/p1',
      '/accounts/bela',
      '/credentials',
      '/reviews',
      '/what-you-know',
    ],
    ...[
      '/history',
      '/history?format=json',
      '/settings',
      '/reviews/review-1?format=csv',
      '/reviews/review-1?format=json',
    ],
    ...views.map((view) => `/reviews/review-1${view}`),
    ...views.map((view) => `/reviews/review-0${view}`),
  ].map((path) => `/orgs/lichen${path}`)
  const ids = ['review-1', 'review-0', 'p1', 'p2', 'p3', 'p1-earlier', 'about-bela']
  const filled = [...api, ...pages].flatMap((path) => {
    const named = path.replace('{org}', 'lichen').replace('{login}', 'p1').replace('{name}', 'atlas')
    return named.includes('{id}') ? ids.map((id) => named.replace('{id}', id)) : [named]
  })
  return [
    '/',
    '/me',
    ...filled,
    '/api/orgs/lichen/reviews/review-1/proposals?q=p1',
    '/api/orgs/lichen/reviews/review-1/proposals?status=kept',
  ]
}

/** Where a role finds what it may not see. */
async function found(
  role: RoleName,
): Promise<{ readonly opened: number; readonly texts: readonly string[] }> {
  const { site, ask } = await siteFor(role)
  await plant(site, role)
  let opened = 0
  const texts: string[] = []
  for (const path of await readable(site)) {
    const answer = await ask('GET', path)
    if (answer.ok) opened += 1
    texts.push(...new Set((await answer.text()).match(PRIVATE) ?? []))
  }
  return { opened, texts: [...new Set(texts)].sort() }
}

/** Everybody but owners, and tokens that act for them. */
const OTHERS = ROLES.filter((role) => role !== 'owner' && !role.startsWith('token'))

describe('SECURITY.md, row 7: what is private', () => {
  it('is on owners’ pages, so that this test would find it', async () => {
    const { texts } = await found('owner')
    for (const text of [
      'private-factor',
      'private-reason',
      'private-reopened',
      'private-stale',
      'private-exemption',
    ])
      expect(texts).toContain(text)
    expect(texts.some((text) => /2026-Q3/.test(text))).toBe(true)
  })

  it.each(OTHERS)('is in no answer to: %s', async (role) => {
    expect((await found(role)).texts).toEqual(OWN[role] ?? [])
  })

  it.each(['contributor', 'operator, full'] as const)(
    'is not given away by the order that is seen by: %s',
    async (role) => {
      const { site, ask } = await siteFor(role)
      const list = async () =>
        (
          (await (await ask('GET', '/api/orgs/lichen/reviews/review-1/proposals')).json()) as {
            items: { id: string; risk: { score?: number } }[]
          }
        ).items
      const seen = async () => (await list()).map(({ id, risk }) => [id, risk.score])
      const before = await seen()
      await site.register.run(`update proposals set risk_score = risk_score + 50,
      risk = json_set(risk, '$.score', json_extract(risk, '$.score') + 50),
      findings = '[{"code":"two_factor_off","sentence":"No second factor."}]' where id = 'p1'`)
      expect(await seen()).toEqual(before)
    },
  )
})
