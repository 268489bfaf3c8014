/** Who may read the check suites of a commit: nobody without *Checks: read*, which a fine-grained token cannot have. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FakeGitHub, openGitHub } from '../../fake-github/github.ts'
import { NOW, smallWorld } from '../fixtures/github/small-world.ts'

let github: FakeGitHub
let sha: string

beforeAll(async () => {
  const small = smallWorld()
  small.organization('guild').act('ada', 'deployment_approval')
  const world = small.world()
  sha = world.acts.inRepository('guild', 'atlas').kind('deployment_approval')[0]?.sha ?? ''
  world.tokens.push({ token: 'fine', kind: 'fine-grained', login: 'guild-warden', scopes: [] })
  world.tokens.push({ token: 'classic', kind: 'classic', login: 'guild-warden', scopes: ['repo'] })
  github = await openGitHub(world, { now: NOW })
})
afterAll(() => github.close())

it.each([
  ['fine', 'FORBIDDEN'],
  ['classic', undefined],
])('the token %s hears %s', async (token, type) => {
  const query = `{ repository(owner: "guild", name: "atlas") { object(oid: "${sha}") { ... on Commit { checkSuites(first: 1) { totalCount } } } } }`
  const answer = await fetch(`${github.apiUrl.replace(/\/v3$/, '')}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const { errors } = (await answer.json()) as { errors?: readonly { type?: string }[] }
  expect(errors?.[0]?.type).toBe(type)
})
