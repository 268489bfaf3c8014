/** What GitHub leaves out of a credential is not known: a last use that is missing is not "never used". */

import { describe, expect, it } from 'vitest'
import { readDeployKeys } from '../../src/github/inventory/deploy-keys.ts'
import { readFineGrainedTokens, readTokenRequests } from '../../src/github/inventory/tokens.ts'
import { judgeCredential } from '../../src/policy/verdict/credential-use.ts'
import type { Credential } from '../../src/policy/words.ts'
import { recordedClient } from '../fixtures/github/recorded/recorded-client.ts'

const { recorded, github } = await recordedClient()

const key = {
  ...{ id: 5, key: 'ssh-ed25519 AAAA', title: 'docs', url: 'u', verified: true, read_only: false },
  created_at: '2019-01-01T00:00:00Z',
}
const token = {
  ...{ id: 6, owner: { id: 7, login: 'ada' }, repository_selection: 'all', permissions: {} },
  ...{ access_granted_at: '2019-01-01T00:00:00Z', created_at: '2019-01-01T00:00:00Z' },
  ...{ token_id: 8, token_name: 'ci', token_expired: false, token_expires_at: null },
}
const nobody = async () => null
const atlas = { id: 3, name: 'atlas' }

async function first(body: object, read: () => AsyncGenerator<{ credentials: readonly Credential[] }>) {
  recorded.answering(() => ({ body: [body] }))
  const page = await read().next()
  const [credential] = page.done === true ? [] : page.value.credentials
  if (credential === undefined) throw new Error('a credential was to come')
  return credential
}

describe.each([
  ['a deploy key', key, 'last_used', () => readDeployKeys(github, 'guild', atlas, nobody, 1)],
  ['a token', token, 'token_last_used_at', () => readFineGrainedTokens(github, 'guild', 1)],
  ['a request for a token', token, 'token_last_used_at', () => readTokenRequests(github, 'guild', 1)],
] as const)('%s', (_, body, field, read) => {
  it('whose last use is not told is not one that was never used', async () => {
    expect((await first(body, read)).lastUsed).toBe('unobservable')
  })

  it('whose last use is null was never used', async () => {
    expect((await first({ ...body, [field]: null }, read)).lastUsed).toBe('never')
  })
})

it('so an old key of which GitHub does not say when it was used is unknown, and is not proposed as unused', async () => {
  const credential = await first(key, () => readDeployKeys(github, 'guild', atlas, nobody, 1))
  expect(judgeCredential(credential, null, '2026-11-22T06:00:00.000Z')).toMatchObject({
    verdict: 'unknown',
    reason: expect.stringMatching(/does not show when it was last used/),
  })
})
