/** What each answer of a channel to a message means, tried over loopback without the outbox. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ChannelKind, deliver } from '../../src/notify/deliver.ts'
import type { Message } from '../../src/notify/message.ts'
import { type Answer, openReceiver, type Receiver } from '../fixtures/github/receiver.ts'

const message: Message = {
  kind: 'audit_finished',
  dedupeKey: 'audit-1',
  title: 'lichen-lab: the audit found something new',
  lines: ['1 account has become inactive.'],
  link: { label: 'See the audit', url: 'https://keys.example.org/orgs/lichen-lab/audits/audit-1' },
  counts: [],
  severity: 'news',
}

let channel: Receiver
beforeAll(async () => {
  channel = await openReceiver()
})
beforeEach(() => {
  channel.received.length = 0
  channel.answers.length = 0
})
afterAll(() => channel.close())

const send = (kind: ChannelKind = 'slack') =>
  deliver({ kind, url: channel.url, from: 'deployment' }, message, fetch)
const answering = (answer: Answer | 'hang_up', kind: ChannelKind = 'slack') => {
  channel.answers.push(answer)
  return send(kind)
}

test('Slack gets blocks and Discord gets an embed, as JSON', async () => {
  expect(await send('slack')).toEqual({ ok: true })
  expect(await answering({ status: 204 }, 'discord')).toEqual({ ok: true })
  expect(channel.received.map((body) => Object.keys(JSON.parse(body)).sort())).toEqual([
    ['blocks', 'link_names', 'mrkdwn', 'parse', 'text', 'unfurl_links', 'unfurl_media'],
    ['allowed_mentions', 'embeds'],
  ])
})

test('a busy channel is tried again after the time it names', async () => {
  expect(await answering({ status: 429, headers: { 'retry-after': '7' } })).toMatchObject({
    ok: false,
    retry: 'later',
    retryAfterSeconds: 7,
  })
})

test("Discord's fraction of a second is rounded up to a whole one", async () => {
  const body = '{"message": "You are being rate limited.", "retry_after": 0.25, "global": false}'
  expect(await answering({ status: 429, body }, 'discord')).toMatchObject({
    retry: 'later',
    retryAfterSeconds: 1,
  })
})

test('a time named as a date is counted from the date of the answer', async () => {
  const headers = { date: 'Sun, 22 Nov 2026 06:00:00 GMT', 'retry-after': 'Sun, 22 Nov 2026 06:01:30 GMT' }
  expect(await answering({ status: 503, headers })).toMatchObject({ retry: 'later', retryAfterSeconds: 90 })
})

test('an absurdly long time counts as a day', async () => {
  const delivery = await answering({ status: 429, headers: { 'retry-after': '99999999' } })
  expect(delivery).toMatchObject({ retry: 'later', retryAfterSeconds: 86_400 })
})

test('a broken channel that names no time is tried again later', async () => {
  expect(await answering({ status: 502, body: '<html>Bad Gateway' })).toMatchObject({
    retry: 'later',
    retryAfterSeconds: null,
  })
})

test('a channel that gives no answer is not taken for one that refused', async () => {
  expect(await answering('hang_up')).toMatchObject({ ok: false, retry: 'no_answer' })
})

test('a webhook that no longer exists is given up with one sentence that says what to do', async () => {
  const slack = await answering({ status: 404, body: 'no_service' })
  expect(slack).toEqual({
    ok: false,
    retry: 'never',
    retryAfterSeconds: null,
    sentence:
      'Slack answered 404 no_service: the webhook does not exist any more or does not let us write. Make a new incoming webhook in Slack and put its address in the settings.',
  })
  const body = '{"message": "Unknown Webhook", "code": 10015}'
  const discord = await answering({ status: 404, body }, 'discord')
  expect(discord).toMatchObject({
    retry: 'never',
    sentence: expect.stringContaining('Discord answered 404 10015'),
  })
})

test('a redirect is not followed', async () => {
  const elsewhere = await openReceiver()
  const delivery = await answering({ status: 307, headers: { location: elsewhere.url } })
  expect(delivery).toMatchObject({ retry: 'never', sentence: expect.stringContaining('redirect') })
  expect(elsewhere.received).toEqual([])
  await elsewhere.close()
})

test('no sentence shows the address or repeats what a stranger wrote', async () => {
  const deliveries = [
    await answering({ status: 404, body: `see ${channel.url}` }),
    await answering('hang_up'),
    await deliver({ kind: 'slack', url: 'not an address very-secret', from: 'settings' }, message, fetch),
    await deliver({ kind: 'slack', url: channel.url, from: 'settings' }, message, fetch),
  ]
  expect(JSON.stringify(deliveries)).not.toMatch(/very-secret|127\.0\.0\.1|see /)
})

test.each([
  ['slack', 'http://hooks.slack.com/services/T/B/x'],
  ['slack', 'https://hooks.slack.com.evil.example/services/T/B/x'],
  ['slack', 'https://hooks.slack.com@evil.example/services/T/B/x'],
  ['slack', 'https://hooks.slack.com:8443/services/T/B/x'],
  ['slack', 'https://discord.com/api/webhooks/1/x'],
  ['discord', 'https://169.254.169.254/api/webhooks/1/x'],
  ['discord', 'javascript:alert(1)'],
] as const)('an owner cannot send %s messages to %s', async (kind, url) => {
  const delivery = await deliver({ kind, url, from: 'settings' }, message, untouchable)
  expect(delivery).toMatchObject({ ok: false, retry: 'never' })
})

test.each([
  ['slack', 'https://hooks.slack.com/services/T/B/x'],
  ['discord', 'https://discord.com/api/webhooks/1/x'],
  ['discord', 'https://discordapp.com/api/webhooks/1/x'],
] as const)('an owner can send %s messages to %s', async (kind, url) => {
  const requested: string[] = []
  const accepting: typeof fetch = async (input) => {
    requested.push(String(input))
    return new Response('ok')
  }
  expect(await deliver({ kind, url, from: 'settings' }, message, accepting)).toEqual({ ok: true })
  expect(requested).toEqual([url])
})

const untouchable: typeof fetch = () => {
  throw new Error('a request was made')
}
