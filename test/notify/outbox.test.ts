/** The outbox delivers each message once, and no channel stops anything. Real D1, receivers over loopback. */

import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Message } from '../../src/notify/message.ts'
import { encrypt } from '../../src/platform/encrypt.ts'
import { type ChannelOf, deliverOutbox } from '../../src/platform/outbox-worker.ts'
import { type Bindings, openPlatform } from '../../src/platform.ts'
import { instant } from '../../src/policy/calendar.ts'
import type { Instant } from '../../src/policy/words.ts'
import { claimDue, writeMessage } from '../../src/register/messages.ts'
import type { Register } from '../../src/register/open.ts'
import { messages, organizations } from '../../src/register/schema.ts'
import { openReceiver, type Receiver } from '../fixtures/github/receiver.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const NOW = '2026-11-22T06:00:00.000Z'
const ORG = 4001

const auditMessage: Message = {
  kind: 'audit_finished',
  dedupeKey: 'audit-1',
  title: 'lichen-lab: the audit found something new',
  lines: ['1 account has become inactive.'],
  link: { label: 'See the audit', url: 'https://keys.example.org/orgs/lichen-lab/audits/audit-1' },
  counts: [],
  severity: 'news',
}

let register: Register
let slack: Receiver
let discord: Receiver
beforeAll(async () => {
  slack = await openReceiver()
  discord = await openReceiver()
})
beforeEach(async () => {
  register = await freshRegister()
  for (const channel of [slack, discord]) {
    channel.received.length = 0
    channel.answers.length = 0
  }
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterAll(async () => {
  vi.restoreAllMocks()
  await Promise.all([slack.close(), discord.close()])
})

const channels: ChannelOf = async (_org, kind) => ({
  kind,
  url: kind === 'slack' ? slack.url : discord.url,
  from: 'deployment',
})
const write = (message: Message = auditMessage, now: Instant = NOW) =>
  writeMessage(register, ORG, message, ['slack', 'discord'], now)
const deliverDue = (now: Instant = NOW) => deliverOutbox(register, channels, now, fetch)
const rows = () => register.select().from(messages)

test('a message goes to both channels, once each, however often it is written or delivered', async () => {
  expect(await write()).toBe(2)
  await deliverDue()
  expect(await write()).toBe(0)
  await deliverDue('2026-11-22T07:00:00.000Z')
  expect([slack.received.length, discord.received.length]).toEqual([1, 1])
  expect((await rows()).map(({ status }) => status)).toEqual(['delivered', 'delivered'])
})

test('two outbox workers at the same time deliver each message once', async () => {
  for (const dedupeKey of ['a', 'b', 'c', 'd', 'e']) await write({ ...auditMessage, dedupeKey })
  await Promise.all([deliverDue(), deliverDue(), deliverDue()])
  expect([slack.received.length, discord.received.length]).toEqual([5, 5])
})

test('a run makes no more tries than it is given; what is left waits for the next run', async () => {
  for (const dedupeKey of ['a', 'b', 'c']) await write({ ...auditMessage, dedupeKey })
  expect(await deliverOutbox(register, channels, NOW, fetch, 5, 4)).toBe(4)
  expect(slack.received.length + discord.received.length).toBe(4)
  expect(await deliverDue()).toBe(2)
  expect([slack.received.length, discord.received.length]).toEqual([3, 3])
})

test('messages arrive in the order in which they were written', async () => {
  for (const title of ['first', 'second', 'third']) await write({ ...auditMessage, title, dedupeKey: title })
  await deliverDue()
  expect(slack.received.map((body) => JSON.parse(body).text)).toEqual(['🗝️ first', '🗝️ second', '🗝️ third'])
})

test('a channel that is busy for a second gets everything in the same run, in order and without doubles', async () => {
  slack.answers.push({ status: 429, headers: { 'retry-after': '1' } })
  for (const title of ['first', 'second']) await write({ ...auditMessage, title, dedupeKey: title })
  await deliverDue()
  expect(slack.received.map((body) => JSON.parse(body).text)).toEqual(['🗝️ first', '🗝️ first', '🗝️ second'])
  expect((await rows()).every(({ status }) => status === 'delivered')).toBe(true)
})

test('a channel that asks for an hour is left alone for that hour; the other is not delayed', async () => {
  slack.answers.push({ status: 429, headers: { 'retry-after': '3600' } })
  await write()
  await deliverDue()
  await deliverDue('2026-11-22T06:59:59.000Z')
  expect([slack.received.length, discord.received.length]).toEqual([1, 1])
  await deliverDue('2026-11-22T07:00:00.000Z')
  expect(slack.received.length).toBe(2)
})

test('a channel that hangs up keeps nobody waiting: the message is tried again at a later run', async () => {
  slack.answers.push('hang_up')
  await write()
  await write({ ...auditMessage, dedupeKey: 'audit-2' })
  await deliverDue()
  expect([slack.received.length, discord.received.length]).toEqual([1, 2])
  await deliverDue('2026-11-22T06:01:00.000Z')
  expect(slack.received.length).toBe(3)
})

test('a channel that stays broken is tried less and less often, and at last given up', async () => {
  const broken: typeof fetch = async () => new Response('the server is down', { status: 503 })
  await write()
  const tries: number[] = []
  for (let hour = 0; hour < 24 * 5; hour += 3) {
    const now = instant(Date.parse(NOW) + hour * 3_600_000)
    await deliverOutbox(register, channels, now, broken, 0)
    tries.push((await rows())[0]?.attempts ?? 0)
  }
  expect(tries.at(-1)).toBe(8)
  expect(tries[0]).toBe(1)
  expect((await rows()).map(({ status }) => status)).toEqual(['given_up', 'given_up'])
  expect((await rows())[0]?.trouble).toBe('Slack answered 503.')
})

test('a webhook that no longer exists is given up at once; the other channel gets the message', async () => {
  slack.answers.push({ status: 404, body: 'no_service' })
  await write()
  await deliverDue()
  await deliverDue('2026-11-23T06:00:00.000Z')
  expect([slack.received.length, discord.received.length]).toEqual([1, 1])
  const [row] = (await rows()).filter(({ channel }) => channel === 'slack')
  expect(row).toMatchObject({ status: 'given_up', trouble: expect.stringContaining('404 no_service') })
  expect(row?.trouble).not.toContain('very-secret')
})

test('a try that died in the middle is repeated after its lease, and its late answer changes nothing', async () => {
  await writeMessage(register, ORG, auditMessage, ['slack'], NOW)
  const died = await claimDue(register, NOW, '2026-11-22T06:02:00.000Z')
  expect(died?.attempt).toBe(1)
  await deliverDue('2026-11-22T06:01:59.000Z')
  expect(slack.received.length).toBe(0)
  await deliverDue('2026-11-22T06:02:00.000Z')
  expect(slack.received.length).toBe(1)
})

test('an address that cannot be read, a removed address and a damaged message stop nothing', async () => {
  await write()
  const unreadable: ChannelOf = async () => {
    throw new Error('the address cannot be decrypted')
  }
  await expect(deliverOutbox(register, unreadable, NOW, fetch, 0)).resolves.toBe(2)
  expect((await rows()).map(({ status }) => status)).toEqual(['waiting', 'waiting'])

  await deliverOutbox(register, async () => null, '2026-11-22T07:00:00.000Z', fetch)
  expect((await rows()).map(({ status }) => status)).toEqual(['given_up', 'given_up'])

  await writeMessage(
    register,
    ORG,
    { kind: 'reminder', dedupeKey: 'damaged', severity: 'ask' },
    ['slack'],
    NOW,
  )
  await deliverDue()
  expect(slack.received.length).toBe(0)
})

test('an address that cannot be decrypted costs the other channel nothing, and its own messages wait', async () => {
  const rules = { channels: { slack: await encrypt('another secret', slack.url) } }
  await register
    .insert(organizations)
    .values({ id: ORG, login: 'lichen-lab', nodeId: 'O_1', rules: JSON.stringify(rules), firstSeen: NOW })
  const env = {
    DB: register.$client,
    GITHUB_TOKEN: 'token',
    ORGANIZATIONS: 'lichen-lab',
    SESSION_SECRET: 'the secret of now, which is long enough',
    DISCORD_WEBHOOK_URL: discord.url,
  }
  // The cast: sending a message uses no more of the bindings than this.
  await openPlatform(env as unknown as Bindings, NOW).post(ORG, { ...auditMessage, kind: 'reminder' })
  expect(discord.received.length).toBe(1)
  expect((await rows()).map(({ channel, status }) => `${channel} ${status}`).toSorted()).toEqual([
    'discord delivered',
    'slack waiting',
  ])
  const [waiting] = (await rows()).filter(({ channel }) => channel === 'slack')
  expect(waiting?.trouble).toContain('encrypted under another SESSION_SECRET')
})

test('what asks nothing of anybody is kept for Monday, once: no channel gets it, now or later', async () => {
  const env = {
    DB: register.$client,
    GITHUB_TOKEN: 'token',
    ORGANIZATIONS: 'lichen-lab',
    DISCORD_WEBHOOK_URL: discord.url,
  }
  // The cast: sending a message uses no more of the bindings than this.
  const platform = openPlatform(env as unknown as Bindings, NOW)
  await platform.post(ORG, auditMessage)
  await platform.post(ORG, auditMessage)
  await deliverDue('2026-12-22T06:00:00.000Z')
  expect(discord.received.length).toBe(0)
  expect((await rows()).map(({ status, attempts }) => [status, attempts])).toEqual([['collected', 0]])
  await platform.post(ORG, { ...auditMessage, kind: 'new_owner' })
  expect(discord.received.length).toBe(1)
})

test('a register that fails does not throw at the one who sends', async () => {
  const closed = new Proxy(register, {
    get() {
      throw new Error('D1 is away')
    },
  })
  await expect(deliverOutbox(closed, channels, NOW, fetch)).resolves.toBe(0)
})
