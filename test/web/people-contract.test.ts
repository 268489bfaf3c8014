/** The API as a client from outside meets it: every route by which people and owners say something of people. */

import { beforeEach, describe, expect, it, test } from 'vitest'
import { proposals } from '../../src/register/schema.ts'
import { ABOUT_BELA } from '../fixtures/register/about-bela.ts'
import { begun } from '../fixtures/register/rules-site.ts'
import { HOME, IDLE, OWNER, type Site, STRANGER } from '../fixtures/register/site.ts'

interface Route {
  readonly method: string
  readonly path: string
  readonly as: typeof OWNER
  readonly good: object | null
  readonly status: number
  /** Bodies that are wrong, each with the fields that are complained of. */
  readonly bad: readonly (readonly [object, readonly string[]])[]
  /** What a token of the same person gets. */
  readonly token: number
  /** What somebody else gets, who has nothing to do with it. */
  readonly stranger: number
}

const PROPOSAL = '/api/proposals/about-bela'
const ONLY_PEOPLE = 403

const ROUTES: Readonly<Record<string, Route>> = {
  recordNotice: {
    ...{ method: 'POST', path: `${PROPOSAL}/notice`, as: OWNER, good: { way: 'mail' }, status: 201 },
    bad: [
      [{}, ['way']],
      [{ way: 7, unreachable: 'yes' }, ['way', 'unreachable']],
    ],
    ...{ token: 201, stranger: 404 },
  },
  enterAnswer: {
    ...{ method: 'POST', path: `${PROPOSAL}/answers`, as: OWNER, status: 201 },
    good: { answer: 'still_needed', toldBy: 'by phone' },
    bad: [
      [{ toldBy: 'by phone' }, ['answer']],
      [{ answer: 'perhaps', toldBy: '' }, ['answer', 'toldBy']],
    ],
    ...{ token: ONLY_PEOPLE, stranger: 404 },
  },
  comment: {
    ...{ method: 'POST', path: `${PROPOSAL}/comments`, as: OWNER, status: 201 },
    good: { text: 'She told us.', recommends: 'keep' },
    bad: [
      [{}, ['text']],
      [{ text: 'x', recommends: 'fire' }, ['recommends']],
    ],
    ...{ token: 201, stranger: 404 },
  },
  confirmIdentity: {
    ...{ method: 'POST', path: `${PROPOSAL}/identity`, as: OWNER, good: { way: 'By telephone.' } },
    status: 204,
    bad: [
      [{}, ['way']],
      [{ way: '' }, ['way']],
    ],
    ...{ token: ONLY_PEOPLE, stranger: 404 },
  },
  getMe: {
    ...{ method: 'GET', path: '/api/me', as: IDLE, good: null, status: 200, bad: [] },
    ...{ token: 200, stranger: 200 },
  },
  answerAboutYourself: {
    ...{ method: 'POST', path: '/api/me/answers', as: IDLE, status: 201 },
    good: { proposal: 'about-bela', answer: 'still_needed' },
    bad: [
      [{ answer: 'away' }, ['proposal']],
      [{ proposal: 'about-bela', answer: 'no' }, ['answer']],
    ],
    ...{ token: ONLY_PEOPLE, stranger: 404 },
  },
  setLeave: {
    ...{ method: 'PUT', path: '/api/me/leave', as: IDLE, good: { until: '2027-05-01' }, status: 200 },
    bad: [
      [{}, ['until']],
      [{ until: 5 }, ['until']],
    ],
    // Leave is everybody's own: there is nothing to be a stranger to.
    ...{ token: ONLY_PEOPLE, stranger: 200 },
  },
  endLeave: {
    ...{ method: 'DELETE', path: '/api/me/leave', as: IDLE, good: null, status: 204, bad: [] },
    ...{ token: ONLY_PEOPLE, stranger: 409 },
  },
  askToComeBack: {
    // Nothing was taken from anybody here: the form of the request is right, and there is nothing to ask for.
    ...{ method: 'POST', path: '/api/me/requests', as: IDLE, good: { revocation: 'none' }, status: 404 },
    bad: [
      [{}, ['revocation']],
      [{ revocation: 7, text: 7 }, ['revocation', 'text']],
    ],
    ...{ token: ONLY_PEOPLE, stranger: 404 },
  },
}

let site: Site
beforeEach(async () => {
  site = await begun()
  await site.register
    .insert(proposals)
    .values({ ...ABOUT_BELA, openedAt: '2026-11-20T06:00:00.000Z', reopened: ACTED })
  await asking(ROUTES.setLeave, OWNER, { until: '2027-01-01' })
})
const ACTED = { kind: 'act', why: 'A push of theirs.', at: '2026-11-21T06:00:00.000Z' } as const

const JSON_TYPE = { 'content-type': 'application/json' }
const withBody = (body: object | null) => (body === null ? {} : { body: JSON.stringify(body) })

function asking(route: Route | undefined, person: typeof OWNER | undefined, body: object | null) {
  if (route === undefined) throw new Error('there is such a route')
  const headers = { origin: HOME, ...JSON_TYPE }
  return site.visit(route.path, person, { method: route.method, headers, ...withBody(body) })
}

describe.each(Object.entries(ROUTES))('%s', (name, route) => {
  const usual = async () => {
    if (name === 'endLeave') await asking(ROUTES.setLeave, IDLE, { until: '2027-02-01' })
    return asking(route, route.as, route.good)
  }

  it(`answers ${route.status} to whom it is for`, async () => {
    expect((await usual()).status).toBe(route.status)
  })

  it('stands in the description of the API, with its method, name and problems', async () => {
    const document = (await (await site.api('/api/openapi.json')).json()) as {
      paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>
    }
    const path = route.path.replace('about-bela', '{id}')
    const operation = document.paths[path]?.[route.method.toLowerCase()]
    expect(operation?.operationId).toBe(name)
    const described = Object.keys(operation?.responses ?? {})
    expect(described).toEqual(expect.arrayContaining(['401', '403', '404', '409', '422']))
    if (route.status < 400) expect(described).toContain(`${route.status}`)
  })

  it('refuses every other method with 405 and says which it takes', async () => {
    const taken = Object.values(ROUTES).flatMap(({ path, method }) => (path === route.path ? [method] : []))
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((each) => !taken.includes(each))) {
      const answer = await asking({ ...route, method }, route.as, method === 'GET' ? null : {})
      expect([method, answer.status]).toEqual([method, 405])
      const allowed = answer.headers.get('allow')?.split(', ') ?? []
      for (const each of taken) expect(allowed).toContain(each)
      expect(await answer.json()).toMatchObject({ status: 405, code: 'method_not_allowed' })
    }
  })

  it('refuses a wrong body with 422 and every complaint, and records nothing', async () => {
    for (const [body, fields] of route.bad) {
      const answer = await asking(route, route.as, body)
      expect([body, answer.status]).toEqual([body, 422])
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      const problem = (await answer.json()) as { code: string; complaints: string[] }
      expect(problem.code).toBe('invalid')
      expect(problem.complaints.map((each) => each.split(' ')[0]?.replace(':', ''))).toEqual(fields)
    }
    expect(await site.register.query.answers.findMany()).toEqual([])
    expect(await site.register.query.notices.findMany()).toEqual([])
    expect(await site.register.query.comments.findMany()).toEqual([])
  })

  it('refuses what is no JSON as 400 or 422, and nobody signed in as 401', async () => {
    if (route.good !== null) {
      const headers = { origin: HOME, ...JSON_TYPE }
      const answer = await site.visit(route.path, route.as, { method: route.method, headers, body: '{' })
      expect([400, 422]).toContain(answer.status)
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
    }
    expect((await asking(route, undefined, route.good)).status).toBe(401)
  })

  it(`answers ${route.stranger} to somebody else, ${route.token} to a token of one's own, and no more than that to the operator`, async () => {
    expect((await asking(route, STRANGER, route.good)).status).toBe(route.stranger)
    const sent = { method: route.method, ...withBody(route.good) }
    expect((await site.api(route.path, await site.token(route.as), sent)).status).toBe(route.token)
    const { status } = await site.api(route.path, undefined, sent)
    if (route.token === ONLY_PEOPLE || name === 'getMe') expect(status).toBe(403)
  })
})

test('a proposal of others is as unknown as one that never was, for every route about a proposal', async () => {
  for (const route of Object.values(ROUTES).filter(({ path }) => path.startsWith(PROPOSAL))) {
    const foreign = await asking(route, STRANGER, route.good)
    const never = await asking(
      { ...route, path: route.path.replace('about-bela', 'never') },
      STRANGER,
      route.good,
    )
    expect([route.path, foreign.status, await foreign.text()]).toEqual([
      route.path,
      never.status,
      await never.text(),
    ])
  }
})

test('what they answer to the person alone is not what owners see of others', async () => {
  const me = (await (await asking(ROUTES.getMe, IDLE, null)).json()) as {
    organizations: object[]
    tokens: unknown
  }
  expect(me.organizations).toHaveLength(1)
  const none = (await (await asking(ROUTES.getMe, STRANGER, null)).json()) as { organizations: object[] }
  expect(none.organizations).toEqual([])
  expect((await site.api('/api/me', await site.token(IDLE))).headers.get('cache-control')).toBe('no-store')
})
