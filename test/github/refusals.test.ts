/** The ways in which GitHub refuses as a whole: a limit is waited for, a policy is told, and no part of such an answer counts. */

import { describe, expect, it } from 'vitest'
import { anything } from '../../src/github/http/decode.ts'
import { recordedClient } from '../fixtures/github/recorded/recorded-client.ts'
import { type Answer, openRecordedGitHub } from '../fixtures/github/recorded/recorded-github.ts'

const { recorded, github } = await recordedClient()

const query = async (answer: Answer) => {
  recorded.answering(() => answer)
  return github.graphql('query Members { viewer { login } }', {}, anything)
}
const asking = async (answer: Answer) => {
  recorded.answering(() => answer)
  return github.rest('GET /orgs/{org}', { org: 'guild' }, anything)
}
const limited = { trouble: { kind: 'later', limited: true } }

describe('a limit is waited for', () => {
  it.each([
    ['RATE_LIMITED', { type: 'RATE_LIMITED', message: 'API rate limit exceeded for installation ID 1.' }],
    ['RATE_LIMIT', { type: 'RATE_LIMIT', message: 'API rate limit already exceeded for user ID 1.' }],
    ['the message alone', { message: 'You have exceeded a secondary rate limit.' }],
  ])('of GraphQL, told by %s', async (_, problem) => {
    await expect(query({ body: { errors: [problem] } })).rejects.toMatchObject(limited)
    await expect(query({ body: { data: null, errors: [problem] } })).rejects.toMatchObject(limited)
  })

  it('of GraphQL, told by nothing but the header', async () => {
    const headers = { 'x-ratelimit-remaining': '0' }
    const body = { errors: [{ message: 'Please wait.' }] }
    await expect(query({ headers, body })).rejects.toMatchObject(limited)
  })

  it.each([
    [403, 'API rate limit exceeded for installation ID 1.'],
    [403, 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'],
    [403, 'You have triggered an abuse detection mechanism.'],
    [429, 'Too many requests'],
  ])('of REST, told by %d and %s', async (status, message) => {
    await expect(asking({ status, body: { message } })).rejects.toMatchObject(limited)
  })

  it('for as long as GitHub asks', async () => {
    const headers = { 'retry-after': '300' }
    await expect(asking({ status: 403, headers, body: { message: 'wait' } })).rejects.toThrow(
      /retry-after=300$/,
    )
  })

  it('though the last point of an hour that was answered is no limit', async () => {
    const headers = { 'x-ratelimit-remaining': '0' }
    await expect(query({ headers, body: { data: { viewer: null } } })).resolves.toMatchObject({ errors: [] })
  })
})

describe('a policy of the organisation ends everything, and says what to do', () => {
  it.each([
    [
      '`guild` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, or a personal access token with fine-grained permissions.',
      /forbids tokens of this kind.*Use the GitHub App/,
    ],
    [
      "The 'guild' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 90 days. Please adjust your token's lifetime at the following URL: https://github.com/settings/personal-access-tokens/1",
      /so long a life/,
    ],
    [
      'Although you appear to have the correct authorization credentials, the `guild` organization has enabled OAuth App access restrictions.',
      /Use the GitHub App/,
    ],
  ])('%s', async (message, sentence) => {
    const shutOut = { trouble: { kind: 'shut_out' }, message: expect.stringMatching(sentence) }
    await expect(asking({ status: 403, body: { message } })).rejects.toMatchObject(shutOut)
    const errors = [{ type: 'FORBIDDEN', message, path: ['organization'] }]
    await expect(query({ body: { data: { organization: null }, errors } })).rejects.toMatchObject(shutOut)
  })
})

describe('an answer with errors', () => {
  it('counts in no part where the error does not say which part is missing', async () => {
    const body = { data: { viewer: { login: null } }, errors: [{ message: 'Timeout' }] }
    await expect(query({ body })).rejects.toMatchObject({ trouble: { kind: 'later', limited: false } })
  })

  it('is a refusal where a scope is missing, also without data', async () => {
    const message = "The 'login' field requires one of the following scopes: ['read:org']"
    const body = { errors: [{ type: 'INSUFFICIENT_SCOPES', message }] }
    await expect(query({ body })).rejects.toMatchObject({ trouble: { kind: 'denied' } })
  })
})

describe('a message of GitHub’s', () => {
  it('is told as far as a sentence can hold it', async () => {
    const message = 'x'.repeat(100_000)
    const denied = await asking({ status: 403, body: { message } }).catch((error: Error) => error)
    expect(String(denied).length).toBeLessThan(1000)
    const errors = [{ message, type: 'FORBIDDEN' }]
    const refused = await query({ body: { data: null, errors } }).catch((error: Error) => error)
    expect(String(refused).length).toBeLessThan(1000)
  })

  it('that is no text breaks nothing', async () => {
    const denied = asking({ status: 403, body: { message: { of: 'another form' } } })
    await expect(denied).rejects.toMatchObject({ trouble: { kind: 'denied' } })
    await expect(asking({ status: 500, body: ['a list'] })).rejects.toMatchObject({
      trouble: { kind: 'later' },
    })
  })
})

describe('a repository that has moved', () => {
  it('is followed to its new address, and to no other host: the token stays where it was given', async () => {
    const elsewhere = await openRecordedGitHub()
    recorded.answering(({ path }) =>
      path === '/orgs/guild'
        ? { status: 301, headers: { location: '/organizations/7' }, body: {} }
        : { body: { id: 7 } },
    )
    const { data } = await github.rest('GET /orgs/{org}', { org: 'guild' }, anything)
    expect(data).toEqual({ id: 7 })
    const moved = { status: 301, headers: { location: `${elsewhere.apiUrl}/orgs/guild` }, body: {} }
    await expect(asking(moved)).rejects.toMatchObject({ trouble: { kind: 'denied' } })
    expect(elsewhere.takeSent()).toEqual([])
    elsewhere.close()
  })

  it('that is led round in a circle is given up', async () => {
    await expect(
      asking({ status: 302, headers: { location: '/orgs/guild' }, body: {} }),
    ).rejects.toMatchObject({
      trouble: { kind: 'invalid' },
    })
  })
})

it.each([
  [304, 'invalid'],
  [404, 'gone'],
  [409, 'invalid'],
  [410, 'gone'],
  [422, 'invalid'],
  [451, 'invalid'],
  [500, 'later'],
  [503, 'later'],
])('an answer with status %d is never an empty list (%s)', async (status, kind) => {
  await expect(asking({ status, body: { message: 'no' } })).rejects.toMatchObject({ trouble: { kind } })
})
