/** Answers that look final and are not: a fresh token refused, a list with a row missing. It asks the demo GitHub alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeGitHub, openGitHub } from '../../fake-github/github.ts'
import { sampleWorld } from '../../sample/sample-world.ts'
import type { Authorization } from '../../src/github/http/authorization.ts'
import { connectGitHub } from '../../src/github/http/client.ts'
import { anything } from '../../src/github/http/decode.ts'
import { notShown } from '../../src/github/http/graphql.ts'

let github: FakeGitHub
let token: string

beforeAll(async () => {
  github = await openGitHub(sampleWorld())
  token = github.tokenFor('mara-voss')
})
afterAll(() => github.close())

const asking = (authorization: Authorization) =>
  connectGitHub({ apiUrl: github.apiUrl, authorization }).rest('GET /user', {}, anything)

describe('a list with a row missing for a passing reason', () => {
  it('is asked for again later, never read as if the row were gone', async () => {
    const authorization = { token: async () => token, renewed: async () => null }
    const { graphql } = connectGitHub({ apiUrl: github.apiUrl, authorization })
    const members = `query Rows { organization(login: "lichen-lab") { membersWithRole(first: 9) { nodes { login } } } }`
    github.faults.failMatching({ operation: 'Rows' }, 'graphql_hole')
    await expect(graphql(members, {}, anything)).rejects.toMatchObject({
      trouble: { kind: 'later', limited: false },
    })
    await expect(graphql(members, {}, anything)).resolves.toMatchObject({ errors: [] })
  })
})

describe('a list that GitHub leaves out of an answer', () => {
  it.each([
    ['denied', 'FORBIDDEN'],
    ['denied', 'INSUFFICIENT_SCOPES'],
    ['gone', 'NOT_FOUND'],
    ['later', 'SERVICE_UNAVAILABLE'],
    ['later', undefined],
  ] as const)('counts as %s where it says %s', (kind, type) => {
    const problem = { message: 'of some sort', type, path: undefined }
    expect(notShown('the tags', [problem]).trouble).toMatchObject({ kind })
  })

  it('counts as denied where it says nothing: so a feature that is switched off shows', () => {
    expect(notShown('the discussions', []).trouble).toMatchObject({ kind: 'denied' })
  })
})

describe('a refused token', () => {
  it('is renewed once, and the question asked again', async () => {
    github.faults.failRequest(1, '401')
    const { status } = await asking({ token: async () => token, renewed: async () => token })
    expect(status).toBe(200)
  })

  it('is asked with later where the renewed one is refused too: no owner could set a better one', async () => {
    github.faults.failMatching({ path: /\/user$/ }, '401', 2)
    const refused = asking({ token: async () => token, renewed: async () => token })
    await expect(refused).rejects.toMatchObject({ trouble: { kind: 'later', limited: false } })
  })

  it('is the owner’s to replace where it cannot be renewed', async () => {
    github.faults.failRequest(1, '401')
    const refused = asking({ token: async () => token, renewed: async () => null })
    await expect(refused).rejects.toMatchObject({ trouble: { kind: 'bad_token' } })
  })
})
