/** What the deployment's API_TOKEN sees where several organisations are served: numbers and runs, on every route there is. */
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { deploymentOf } from '../../src/platform/deployment.ts'
import type { Platform } from '../../src/platform.ts'
import { audits, organizations, proposals, readings, reviews } from '../../src/register/schema.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import { IDLE, NOW, OWNER, openSite, type Site } from '../fixtures/register/site.ts'

type Scope = Platform['deployment']['apiTokenScope']

/** What shows numbers and runs only. Every other route, one that is new as well, has to refuse. */
const NUMBERS_AND_RUNS = [
  'GET /api/health',
  'GET /api/orgs',
  'GET /api/orgs/{org}',
  'POST /api/orgs/{org}/audits',
  'GET /api/orgs/{org}/audits',
  'GET /api/orgs/{org}/audits/{id}',
  'GET /api/orgs/{org}/reviews',
  'GET /api/orgs/{org}/stale-access',
  'GET /api/orgs/{org}/reviews/{id}',
]

/** Everybody's, signed in or not; the badge is no address of the API. */
const EVERYBODYS = /^GET \/(api\/public|badge\/)/

const IDS: Readonly<Record<string, string>> = {
  audits: 'audit-1',
  reviews: 'review-1',
  proposals: 'about-bela',
}

const PAGES = ['', '/accounts', '/accounts/bela', '/credentials', '/reviews', '/reviews/review-1']
const PAGES_TOO = [
  '/repositories',
  '/repositories/atlas',
  '/audits',
  '/audits/audit-1',
  '/history',
  '/settings',
]

/** A site of two organisations; of lichen there are an audit that could not read somebody, a review and a proposal. */
async function openWith(apiTokenScope: Scope, named: readonly string[] | null = null): Promise<Site> {
  const site = await openSite({}, { apiTokenScope, organizations: named })
  await site.register.insert(audits).values({ ...anAudit('audit-1', NOW), orgId: 100, status: 'partial' })
  await site.register.insert(readings).values({
    ...{ auditId: 'audit-1', source: 'contributions', scopeKind: 'account', scopeId: IDLE.id },
    unread: 'GitHub does not show what bela did.',
  })
  await site.register.insert(reviews).values({
    ...{ id: 'review-1', orgId: 100, quarter: '2026-Q4', openedAt: NOW, openedBy: { kind: 'calendar' } },
    ...{ dueAt: '2026-12-13T06:00:00.000Z', auditId: 'audit-1' },
    scope: { contributors: null, countedTo: 11, because: 'calendar' },
  })
  await site.register.insert(proposals).values({
    ...{ id: 'about-bela', reviewId: 'review-1', orgId: 100, subjectKey: `account:${IDLE.id}` },
    subject: { kind: 'account', ...IDLE },
    verdict: { verdict: 'inactive', newest: null, since: NOW, heldSinceBefore: null },
    ...{ reason: 'bela has no activity.', findings: [], evidence: [], consequences: [] },
    ...{ risk: { score: 5, opens: [], privileged: false }, riskScore: 5 },
    plan: [{ action: 'remove_membership', target: 'Lichen', account: IDLE.id }],
    ...{ grantsThen: {}, status: 'open', stale: null, openedAt: NOW },
  })
  return site
}

interface Schema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
}

interface Route {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly body: string | undefined
}

/** Every route of the OpenAPI document, with a body that its schema accepts, and ids that exist. */
async function routesOf(site: Site): Promise<Route[]> {
  const document = (await (await site.api('/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>
  }
  return Object.entries(document.paths).flatMap(([template, operations]) =>
    Object.entries(operations).map(([verb, { requestBody }]) => {
      const method = verb.toUpperCase()
      const content = requestBody?.content['application/json']
      return {
        name: `${method} ${template}`,
        method,
        path: template
          .replace('{org}', 'lichen')
          .replace('{login}', 'bela')
          .replace(/(\w+)\/\{id\}/, (_, kind: string) => `${kind}/${IDS[kind] ?? 'an-id'}`)
          .replace(/\{\w+\}/g, 'atlas'),
        body: content && JSON.stringify(exampleOf(content.schema)),
      }
    }),
  )
}

function exampleOf(schema: Schema): unknown {
  if (schema.enum !== undefined) return schema.enum[0]
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((key) => [key, exampleOf(schema.properties?.[key] ?? {})]),
      )
    case 'array':
      return [exampleOf(schema.items ?? {})]
    case 'boolean':
      return true
    case 'integer':
    case 'number':
      return 1
    default:
      return 'example'
  }
}

const ask = (site: Site, { method, path, body }: Route) =>
  site.api(path, undefined, { method, ...(body === undefined ? {} : { body }) })

describe('an API_TOKEN that sees numbers', () => {
  let site: Site
  beforeEach(async () => {
    site = await openWith('numbers')
  })

  it('is refused on every route of the API but those of numbers and runs, and told what would allow it', async () => {
    const routes = await routesOf(site)
    expect(routes.map(({ name }) => name)).toEqual(expect.arrayContaining(NUMBERS_AND_RUNS))
    const others = routes.filter(({ name }) => !NUMBERS_AND_RUNS.includes(name) && !EVERYBODYS.test(name))
    for (const route of others) {
      const answer = await ask(site, route)
      expect([route.name, answer.status]).toEqual([route.name, 403])
      const { detail } = (await answer.json()) as { detail: string }
      // Those are for people who are signed in, whatever the setting.
      if (!/tokens|^\/api\/me/.test(route.path)) expect(detail, route.name).toContain('API_TOKEN_SCOPE=full')
    }
    expect(await site.register.query.decisions.findMany()).toEqual([])
    expect(await site.register.query.ruleVersions.findMany()).toEqual([])
  })

  it('gets no name and no reason from those', async () => {
    for (const route of (await routesOf(site)).filter(({ name }) => NUMBERS_AND_RUNS.includes(name))) {
      const answer = await ask(site, route)
      expect([route.name, answer.ok]).toEqual([route.name, true])
      expect(await answer.text(), route.name).not.toMatch(/\b(ada|bela|moira|cmd)\b/)
    }
    expect(site.audits).toHaveLength(1)
    expect(await (await site.api('/api/orgs/lichen/reviews/review-1')).json()).toMatchObject({
      counts: { proposed: 1, open: 1 },
    })
    const audit = await (await site.api('/api/orgs/lichen/audits/audit-1')).json()
    expect(audit).toMatchObject({ coverage: [{ source: 'contributions', complete: false, unread: [] }] })
  })

  it('opens no page of an organisation', async () => {
    for (const page of [...PAGES, ...PAGES_TOO])
      expect([page, (await site.api(`/orgs/lichen${page}`)).status]).toEqual([page, 403])
  })

  it('hides nothing from owners', async () => {
    expect((await site.visit('/orgs/lichen/accounts', OWNER)).status).toBe(200)
    const audit = await (await site.visit('/api/orgs/lichen/audits/audit-1', OWNER)).json()
    expect(JSON.stringify(audit)).toContain('what bela did')
    expect(await (await site.visit('/api/orgs/lichen', OWNER)).json()).toMatchObject({
      failedInvitations: [],
    })
  })
})

describe('API_TOKEN_SCOPE', () => {
  const statusWith = async (scope: Scope, named: readonly string[] | null = null, served = 2) => {
    const site = await openWith(scope, named)
    if (served === 1) await site.register.delete(organizations).where(eq(organizations.id, 200))
    return (await site.api('/api/orgs/lichen/accounts')).status
  }

  it('is "full" where one organisation is served, and "numbers" where several are or are named', async () => {
    expect(await statusWith(null)).toBe(403)
    expect(await statusWith(null, null, 1)).toBe(200)
    expect(await statusWith(null, ['lichen', 'moss'], 1)).toBe(403)
  })

  it('is what the setting says, however many are served', async () => {
    expect([await statusWith('full'), await statusWith('numbers', null, 1)]).toEqual([200, 403])
  })

  it('refuses an unknown value with a sentence', () => {
    const settings = { GITHUB_TOKEN: 'a-token', ORGANIZATIONS: 'lichen' }
    expect(() => deploymentOf({ ...settings, API_TOKEN_SCOPE: 'everything' })).toThrow(
      'API_TOKEN_SCOPE must be one of: full, numbers.',
    )
    const scopeOf = (API_TOKEN_SCOPE: string) => deploymentOf({ ...settings, API_TOKEN_SCOPE }).apiTokenScope
    expect([scopeOf('full'), scopeOf('numbers'), scopeOf('')]).toEqual(['full', 'numbers', null])
  })
})
