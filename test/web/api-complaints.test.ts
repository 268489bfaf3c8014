/** What the API says of a malformed request: plain sentences that name the field, what it may be, and what it is. */

import { beforeAll, describe, expect, it } from 'vitest'
import { findOrganization } from '../../src/register/organizations.ts'
import { proposals } from '../../src/register/schema.ts'
import { api } from '../../src/web/api.ts'
import { ABOUT_BELA } from '../fixtures/register/about-bela.ts'
import { openSite, type Site } from '../fixtures/register/site.ts'

let site: Site
beforeAll(async () => {
  site = await openSite()
})

const answerTo = async (path: string, init?: RequestInit) => {
  const answer = await site.api(path, undefined, init)
  return { status: answer.status, ...((await answer.json()) as { detail: string; complaints?: string[] }) }
}

it.each([
  ['accounts?limit=abc', 'limit must be a whole number from 1 to 500, and is “abc”.'],
  ['accounts?limit=0', 'limit must be a whole number from 1 to 500, and is “0”.'],
  ['audits?limit=501', 'limit must be a whole number from 1 to 500, and is “501”.'],
  ['credentials?limit=1.5', 'limit must be a whole number from 1 to 500, and is “1.5”.'],
  ['repositories?limit=', 'limit must be a whole number from 1 to 500, and is “”.'],
  ['accounts?typo=1', '“typo” is not known here.'],
  ['accounts?typo=1&other=2', '“typo” and “other” are not known here.'],
  ['repositories?power=own', 'power must be one of push, administer or release, and is “own”.'],
  ['history?from=garbage', 'from must be a day such as 2026-11-22, and is “garbage”.'],
  ['accounts?verdict=new&verdict=active', 'verdict must be one of active, inactive, new, exempt or unknown.'],
  ['accounts?q=a&q=b', 'q must be a text.'],
])('%s: %s', async (path, sentence) => {
  expect(await answerTo(`/api/orgs/lichen/${path}`)).toMatchObject({
    ...{ status: 422, detail: sentence, complaints: [sentence] },
  })
})

it('everything that is wrong is said at once, and of a change that nothing was changed', async () => {
  const read = await answerTo('/api/orgs/lichen/accounts?limit=x&role=boss')
  expect(read.complaints).toHaveLength(2)
  expect(read.detail).toBe(read.complaints?.join(' '))
  const change = await answerTo('/api/proposals/p1/decisions', {
    method: 'POST',
    body: JSON.stringify({ decision: 'burn' }),
  })
  expect([change.status, change.detail]).toEqual([
    422,
    'Nothing was changed. decision must be one of revoke, downgrade, emeritus or keep, and is “burn”.',
  ])
})

describe('a name in a body that is misspelt', () => {
  const sent = (path: string, body: object) => answerTo(path, { method: 'POST', body: JSON.stringify(body) })
  beforeAll(async () => {
    await site.register.insert(proposals).values({ ...ABOUT_BELA, status: 'decided' })
  })

  it('stops nothing, where it would have stopped every removal', async () => {
    const { status, detail } = await sent('/api/orgs/lichen/queue/stop', { proposals: 'about-bela' })
    expect([status, detail]).toEqual([422, 'Nothing was changed. “proposals” is not known here.'])
    expect((await findOrganization(site.register, 'lichen'))?.pausedAt).toBe(null)
  })

  it('makes no failed try a notice that has reached somebody', async () => {
    const { status } = await sent('/api/proposals/about-bela/notice', { way: 'mail', unreachabel: true })
    expect([status, await site.register.query.notices.findMany()]).toEqual([422, []])
  })

  it('is refused in every body but those in which somebody says something of one thing; the rules name it themselves', async () => {
    const loose = Object.values(api.getOpenAPI31Document(NO_DETAILS).paths ?? {})
      .flatMap((path) => [path.post, path.put, path.delete])
      .filter((operation) =>
        objectsIn(operation?.requestBody).some((each) => each.additionalProperties !== false),
      )
    expect(loose.map((operation) => operation?.operationId).toSorted()).toEqual([
      ...['answerAboutYourself', 'askToComeBack', 'changeSettings', 'comment', 'confirmIdentity', 'decide'],
      ...['enterAnswer', 'makeToken', 'setLeave'],
    ])
  })
})

it('nothing that is called JSON asks for what an empty body asks for', async () => {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' } }
  expect((await answerTo('/api/orgs/lichen/queue/stop', init)).status).toBe(200)
  expect((await findOrganization(site.register, 'lichen'))?.pausedAt).not.toBe(null)
})

const NO_DETAILS = { openapi: '3.1.0', info: { title: '', version: '' } }

interface Described {
  readonly type?: unknown
  readonly additionalProperties?: unknown
}

/** The schemas of objects anywhere within. */
function objectsIn(schema: unknown): readonly Described[] {
  if (typeof schema !== 'object' || schema === null) return []
  const within = Object.values(schema).flatMap(objectsIn)
  return 'type' in schema && schema.type === 'object' ? [schema, ...within] : within
}
